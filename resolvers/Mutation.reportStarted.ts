import { util, type Context, type DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import type { MutationReportStartedArgs } from '../schema/generated/types.ts';
import { conditionalUpdate } from './lib/conditional-update.ts';
import { LEASE_SECONDS } from './lib/limits.ts';
import { refuseGenerator } from './lib/refuse-generator.ts';
import type { StoredReport } from './lib/stored-report.ts';

/** Claims the report as a new attempt: QUEUED, or RUNNING with its lease run out. */
export function request(ctx: Context<MutationReportStartedArgs>): DynamoDBUpdateItemRequest {
  const now = util.time.nowISO8601();
  const nowSeconds = util.time.nowEpochSeconds();
  return conditionalUpdate({
    owner: ctx.args.owner,
    reportId: ctx.args.reportId,
    set: {
      status: 'RUNNING',
      startedAt: now,
      lastHeartbeatAt: now,
      leaseUntil: nowSeconds + LEASE_SECONDS,
      progress: { phase: 'starting', rowsWritten: 0, bytesWritten: 0 },
    },
    alsoSet: ['attempt = attempt + :one'],
    condition:
      'attempt < maxAttempts AND (#status = :queued OR (#status = :running AND leaseUntil < :now))',
    values: { ':queued': 'QUEUED', ':running': 'RUNNING', ':now': nowSeconds },
  });
}

export function response(ctx: Context<MutationReportStartedArgs>): unknown {
  if (ctx.error) refuseGenerator(ctx.error, ctx.result as StoredReport | null, 'AlreadyClaimed');
  return ctx.result;
}
