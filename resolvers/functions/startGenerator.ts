import { runtime, type Context, type LambdaRequest } from '@aws-appsync/utils';
import { hasOwnGenerator } from '../lib/lanes.ts';
import type { StoredReport } from '../lib/stored-report.ts';

type Ctx = Context<never, never, { result: StoredReport }>;

/**
 * Hands the report to the generator without waiting for it. A repeated request invokes again while the
 * report is QUEUED: the first invocation may have been refused, and a second claim is refused by the row.
 * documented: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-lambda-js.html
 */
export function request(ctx: Ctx): LambdaRequest {
  const { owner, reportId, status } = ctx.prev.result;
  if (status !== 'QUEUED' || hasOwnGenerator(ctx.env, ctx.prev.result))
    runtime.earlyReturn(ctx.prev.result);
  return { operation: 'Invoke', invocationType: 'Event', payload: { owner, reportId } };
}

/**
 * The stored row: an Event invocation has no result of its own. When Lambda refused it, the report is accepted all the
 * same: recovery finds it in the index and starts it.
 */
export function response(ctx: Ctx): StoredReport {
  return ctx.prev.result;
}
