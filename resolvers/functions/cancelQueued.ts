import type { Context, DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import type { MutationCancelReportArgs } from '../../schema/generated/types.ts';
import { conditionalUpdate } from '../lib/conditional-update.ts';
import { endingChanges } from '../lib/due.ts';
import type { Ended } from '../lib/ended.ts';
import { isConditionFailure, serviceFailed } from '../lib/refuse.ts';
import type { StoredReport } from '../lib/stored-report.ts';
import { statusesBefore, statusIsOneOf } from '../lib/transitions.ts';

type Ctx = Context<MutationCancelReportArgs, Ended & { owner: string }>;

/** A report that is still QUEUED ends at once. */
export function request(ctx: Ctx): DynamoDBUpdateItemRequest {
  const isQueued = statusIsOneOf(statusesBefore('cancelReport', 'CANCELLED'));
  return conditionalUpdate({
    owner: ctx.stash.owner,
    reportId: ctx.args.reportId,
    ...endingChanges(ctx.env, 'CANCELLED'),
    condition: isQueued.expression,
    values: isQueued.values,
  });
}

/** The row as it is now, ended by this or not. */
export function response(ctx: Ctx): StoredReport | null {
  if (ctx.error && !isConditionFailure(ctx.error)) {
    serviceFailed('The report could not be cancelled; try again.');
  }
  ctx.stash.ended = !ctx.error;
  ctx.stash.report = ctx.result as StoredReport;
  return ctx.stash.report;
}
