import { runtime, type Context, type DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import { conditionalUpdate } from '../lib/conditional-update.ts';
import { isConditionFailure, serviceFailed } from '../lib/refuse.ts';
import type { StoredReport } from '../lib/stored-report.ts';

type Ctx = Context<object, { report: StoredReport }>;

/** Before the file goes, its report says so: no link is made any more. */
export function request(ctx: Ctx): DynamoDBUpdateItemRequest {
  const { owner, reportId, status } = ctx.stash.report;
  if (status !== 'SUCCEEDED') runtime.earlyReturn(null);
  return conditionalUpdate({
    owner,
    reportId,
    set: { status: 'EXPIRED' },
    remove: ['dueAt', 'dueShard', 'objectKey'],
    condition: '#status = :succeeded',
    values: { ':succeeded': 'SUCCEEDED' },
  });
}

export function response(ctx: Ctx): null {
  if (ctx.error && !isConditionFailure(ctx.error)) {
    serviceFailed('The report could not be deleted; try again.');
  }
  // What was read before serves when it has expired just now.
  if (!ctx.error) ctx.stash.report = ctx.result as StoredReport;
  return null;
}
