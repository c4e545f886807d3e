import { runtime, type Context, type LambdaRequest } from '@aws-appsync/utils';
import type { Ended } from '../lib/ended.ts';
import type { StoredReport } from '../lib/stored-report.ts';

type Ctx = Context<object, Ended, { result: StoredReport }>;

/**
 * Nobody runs who could learn that a report is to stop which waits for a query: the generator is woken to stop it. A
 * repeated cancellation wakes it again, as the first waking may have been lost.
 */
export function request(ctx: Ctx): LambdaRequest {
  const { owner, reportId, attempt, status, waitingFor } = ctx.prev.result;
  if (status !== 'CANCELLING' || !waitingFor) runtime.earlyReturn(ctx.prev.result);
  return {
    operation: 'Invoke',
    invocationType: 'Event',
    payload: { owner, reportId, attempt, waitingFor },
  };
}

/** The cancellation is stored: when Lambda refused the waking, recovery wakes the generator at the lease's end. */
export function response(ctx: Ctx): StoredReport {
  return ctx.prev.result;
}
