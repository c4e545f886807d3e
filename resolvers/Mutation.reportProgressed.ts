import { util, type Context, type DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import type { MutationReportProgressedArgs } from '../schema/generated/types.ts';
import { conditionalUpdate } from './lib/conditional-update.ts';
import { leaseEnd } from './lib/due.ts';
import { refuseGenerator } from './lib/refuse-generator.ts';
import type { StoredReport } from './lib/stored-report.ts';
import { statusIsOneOf } from './lib/transitions.ts';
import { withEngine } from './lib/with-engine.ts';

/** Records progress, or what is waited for, and renews the lease, for the attempt that holds the report only. */
export function request(ctx: Context<MutationReportProgressedArgs>): DynamoDBUpdateItemRequest {
  const { owner, reportId, attempt } = ctx.args;
  const { preview, waitingFor, ...progress } = ctx.args.progress;
  const expected = progress.rowsExpected;
  const percent =
    expected && expected > 0
      ? util.math.minVal(100, Math.floor((progress.rowsWritten * 100) / expected))
      : null;
  const isUnderWay = statusIsOneOf(['RUNNING', 'CANCELLING']);
  return conditionalUpdate({
    owner,
    reportId,
    set: {
      progress: { ...progress, percent },
      ...(preview ? { preview } : {}),
      ...(waitingFor ? { waitingFor } : {}),
      lastHeartbeatAt: util.time.nowISO8601(),
      dueAt: leaseEnd(ctx.env),
    },
    // Whoever works does not wait any more.
    remove: waitingFor ? [] : ['waitingFor'],
    // Nor does an attempt that has a further hop: a late look at its query must not say that it does.
    condition: `attempt = :attempt AND ${isUnderWay.expression}${waitingFor ? ' AND hop = :first' : ''}`,
    values: {
      ...isUnderWay.values,
      ':attempt': attempt,
      ...(waitingFor ? { ':first': 0 } : {}),
    },
  });
}

export function response(ctx: Context<MutationReportProgressedArgs>): StoredReport {
  if (ctx.error) refuseGenerator(ctx.error, ctx.result as StoredReport | null, 'StaleAttempt');
  return withEngine(ctx.result as StoredReport);
}
