import { util, type Context, type DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import type { MutationReportProgressedArgs } from '../schema/generated/types.ts';
import { conditionalUpdate } from './lib/conditional-update.ts';
import { LEASE_SECONDS } from './lib/limits.ts';
import { refuseGenerator } from './lib/refuse-generator.ts';
import type { StoredReport } from './lib/stored-report.ts';

/** Records progress and renews the lease, for the attempt that holds the report only. */
export function request(ctx: Context<MutationReportProgressedArgs>): DynamoDBUpdateItemRequest {
  const { owner, reportId, attempt } = ctx.args;
  const { preview, ...progress } = ctx.args.progress;
  const expected = progress.rowsExpected;
  const percent =
    expected && expected > 0
      ? util.math.minVal(100, Math.floor((progress.rowsWritten * 100) / expected))
      : null;
  return conditionalUpdate({
    owner,
    reportId,
    set: {
      progress: { ...progress, percent },
      ...(preview ? { preview } : {}),
      lastHeartbeatAt: util.time.nowISO8601(),
      leaseUntil: util.time.nowEpochSeconds() + LEASE_SECONDS,
    },
    condition: 'attempt = :attempt AND (#status = :running OR #status = :cancelling)',
    values: { ':attempt': attempt, ':running': 'RUNNING', ':cancelling': 'CANCELLING' },
  });
}

export function response(ctx: Context<MutationReportProgressedArgs>): unknown {
  if (ctx.error) refuseGenerator(ctx.error, ctx.result as StoredReport | null, 'StaleAttempt');
  return ctx.result;
}
