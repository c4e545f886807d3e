import { util, type Context, type DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import type { MutationCancelReportArgs } from '../../schema/generated/types.ts';
import { conditionalUpdate } from '../lib/conditional-update.ts';
import { isConditionFailure, serviceFailed } from '../lib/refuse.ts';
import type { StoredReport } from '../lib/stored-report.ts';

type Ctx = Context<MutationCancelReportArgs, { owner: string }>;

/** A report that is still QUEUED ends at once. */
export function request(ctx: Ctx): DynamoDBUpdateItemRequest {
  return conditionalUpdate({
    owner: ctx.stash.owner,
    reportId: ctx.args.reportId,
    set: { status: 'CANCELLED', finishedAt: util.time.nowISO8601() },
    condition: '#status = :queued',
    values: { ':queued': 'QUEUED' },
  });
}

/** The row as it is now, ended by this or not. */
export function response(ctx: Ctx): StoredReport | null {
  if (ctx.error && !isConditionFailure(ctx.error)) {
    serviceFailed('The report could not be cancelled; try again.');
  }
  return ctx.result as StoredReport | null;
}
