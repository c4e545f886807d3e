import { util, type Context, type DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import type { MutationReportStartedArgs } from '../schema/generated/types.ts';
import { conditionalUpdate } from './lib/conditional-update.ts';
import { LEASE_SECONDS } from './lib/limits.ts';
import { refuseGenerator } from './lib/refuse-generator.ts';
import type { StoredReport } from './lib/stored-report.ts';

/** Claims the report as a new attempt; with `hop`, the attempt's next invocation claims that hop, once. */
export function request(ctx: Context<MutationReportStartedArgs>): DynamoDBUpdateItemRequest {
  const { attempt, hop } = ctx.args;
  if (typeof attempt === 'number' && typeof hop === 'number')
    return continueAttempt(ctx, attempt, hop);
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
      hop: 0,
      progress: { phase: 'starting', rowsWritten: 0, bytesWritten: 0 },
    },
    alsoSet: ['attempt = attempt + :one'],
    remove: ['preview'],
    condition:
      'attempt < maxAttempts AND (#status = :queued OR (#status = :running AND leaseUntil <= :now))',
    values: { ':queued': 'QUEUED', ':running': 'RUNNING', ':now': nowSeconds },
  });
}

export function response(ctx: Context<MutationReportStartedArgs>): unknown {
  if (ctx.error) {
    const otherwise = typeof ctx.args.hop === 'number' ? 'StaleAttempt' : 'AlreadyClaimed';
    refuseGenerator(ctx.error, ctx.result as StoredReport | null, otherwise);
  }
  return ctx.result;
}

function continueAttempt(
  ctx: Context<MutationReportStartedArgs>,
  attempt: number,
  hop: number,
): DynamoDBUpdateItemRequest {
  return conditionalUpdate({
    owner: ctx.args.owner,
    reportId: ctx.args.reportId,
    set: {
      hop,
      lastHeartbeatAt: util.time.nowISO8601(),
      leaseUntil: util.time.nowEpochSeconds() + LEASE_SECONDS,
    },
    // The hop before must be the last; or this one, when the invocation that had claimed it is gone.
    condition:
      'attempt = :attempt AND (hop = :before OR (hop = :hop AND leaseUntil <= :now)) AND (#status = :running OR #status = :cancelling)',
    values: {
      ':attempt': attempt,
      ':before': hop - 1,
      ':hop': hop,
      ':now': util.time.nowEpochSeconds(),
      ':running': 'RUNNING',
      ':cancelling': 'CANCELLING',
    },
  });
}
