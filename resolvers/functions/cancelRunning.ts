import { runtime, util, type Context, type DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import type { MutationCancelReportArgs } from '../../schema/generated/types.ts';
import { conditionalUpdate } from '../lib/conditional-update.ts';
import { refuseGenerator } from '../lib/refuse-generator.ts';
import type { StoredReport } from '../lib/stored-report.ts';

type Ctx = Context<MutationCancelReportArgs, { owner: string }, { result: StoredReport | null }>;

/** A RUNNING report is marked; its generator learns of it from the answer to its next progress. */
export function request(ctx: Ctx): DynamoDBUpdateItemRequest {
  const current = ctx.prev.result;
  if (!current) util.error('There is no such report.', 'NotFound');
  if (current.status === 'CANCELLED' || current.status === 'CANCELLING') {
    runtime.earlyReturn(current);
  }
  return conditionalUpdate({
    owner: ctx.stash.owner,
    reportId: ctx.args.reportId,
    set: { status: 'CANCELLING' },
    condition: '#status = :running',
    values: { ':running': 'RUNNING' },
  });
}

export function response(ctx: Ctx): StoredReport {
  const current = ctx.result as StoredReport | null;
  if (ctx.error || !current) {
    refuseGenerator(ctx.error ?? { message: '', type: '' }, current, 'AlreadyClaimed');
  }
  return current;
}
