import { runtime, util, type Context, type DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import type { MutationCancelReportArgs } from '../../schema/generated/types.ts';
import { conditionalUpdate } from '../lib/conditional-update.ts';
import type { Ended } from '../lib/ended.ts';
import { isConditionFailure, serviceFailed } from '../lib/refuse.ts';
import { FINAL_STATUSES, type StoredReport } from '../lib/stored-report.ts';
import { statusesBefore, statusIsOneOf } from '../lib/transitions.ts';

type Ctx = Context<
  MutationCancelReportArgs,
  Ended & { owner: string },
  { result: StoredReport | null }
>;

/** A RUNNING report is marked; its generator learns of it from the answer to its next progress. */
export function request(ctx: Ctx): DynamoDBUpdateItemRequest {
  const current = ctx.prev.result;
  if (!current) util.error('There is no such report.', 'NotFound');
  if (current.status === 'CANCELLED' || current.status === 'CANCELLING') {
    runtime.earlyReturn(current);
  }
  const isRunning = statusIsOneOf(statusesBefore('cancelReport', 'CANCELLING'));
  return conditionalUpdate({
    owner: ctx.stash.owner,
    reportId: ctx.args.reportId,
    set: { status: 'CANCELLING' },
    condition: isRunning.expression,
    values: isRunning.values,
  });
}

export function response(ctx: Ctx): StoredReport {
  const current = ctx.result as StoredReport | null;
  if (ctx.error && isConditionFailure(ctx.error) && current) {
    if (FINAL_STATUSES.indexOf(current.status) >= 0) {
      util.error(`The report is already ${current.status}.`, 'AlreadyFinished');
    }
  }
  // Or it went back to QUEUED between this step and the one before.
  if (ctx.error || !current) serviceFailed('The report could not be cancelled; try again.');
  ctx.stash.report = current;
  return current;
}
