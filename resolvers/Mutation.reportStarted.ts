import { util, type Context, type DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import type { MutationReportStartedArgs } from '../schema/generated/types.ts';
import { conditionalUpdate } from './lib/conditional-update.ts';
import { leaseEnd } from './lib/due.ts';
import { refuseGenerator } from './lib/refuse-generator.ts';
import type { StoredReport } from './lib/stored-report.ts';
import { statusIsOneOf } from './lib/transitions.ts';
import { withEngine } from './lib/with-engine.ts';

/**
 * Claims a QUEUED report as a new attempt; with `hop`, the attempt's next invocation claims that hop, once. A RUNNING
 * report whose lease has run out is not claimed: recovery must remove what the lost attempt has left, first.
 */
export function request(ctx: Context<MutationReportStartedArgs>): DynamoDBUpdateItemRequest {
  const { owner, reportId, attempt, hop, invocationId } = ctx.args;
  const now = util.time.nowISO8601();
  const holder = {
    lastHeartbeatAt: now,
    dueAt: leaseEnd(ctx.env),
    invocationId: invocationId ?? null,
  };
  if (typeof attempt === 'number' && typeof hop === 'number') {
    const mayGoOn = statusIsOneOf(['RUNNING', 'CANCELLING']);
    return conditionalUpdate({
      owner,
      reportId,
      set: { ...holder, hop },
      remove: ['waitingFor'],
      // The hop before must be the last; or this one, when the invocation that had claimed it is gone.
      condition: `attempt = :attempt AND (hop = :before OR (hop = :hop AND dueAt <= :now)) AND ${mayGoOn.expression}`,
      values: {
        ...mayGoOn.values,
        ':attempt': attempt,
        ':before': hop - 1,
        ':hop': hop,
        ':now': util.time.nowEpochSeconds(),
      },
    });
  }
  const isQueued = statusIsOneOf(['QUEUED']);
  return conditionalUpdate({
    owner,
    reportId,
    set: {
      ...holder,
      status: 'RUNNING',
      startedAt: now,
      hop: 0,
      redrives: 0,
      looks: 0,
      progress: { phase: 'starting', rowsWritten: 0, bytesWritten: 0 },
    },
    alsoSet: ['attempt = attempt + :one'],
    remove: ['preview', 'waitingFor'],
    condition: `attempt < maxAttempts AND ${isQueued.expression}`,
    values: isQueued.values,
  });
}

export function response(ctx: Context<MutationReportStartedArgs>): StoredReport {
  if (ctx.error) {
    const otherwise = typeof ctx.args.hop === 'number' ? 'StaleAttempt' : 'AlreadyClaimed';
    refuseGenerator(ctx.error, ctx.result as StoredReport | null, otherwise);
  }
  return withEngine(ctx.result as StoredReport);
}
