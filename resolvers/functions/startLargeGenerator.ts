import { runtime, type Context, type LambdaRequest } from '@aws-appsync/utils';
import { hasOwnGenerator } from '../lib/lanes.ts';
import type { StoredReport } from '../lib/stored-report.ts';

type Ctx = Context<never, never, { result: StoredReport }>;

/** What `startGenerator` does, for reports of the lane that has a function of its own. */
export function request(ctx: Ctx): LambdaRequest {
  const { owner, reportId, status } = ctx.prev.result;
  if (status !== 'QUEUED' || !hasOwnGenerator(ctx.env, ctx.prev.result)) {
    runtime.earlyReturn(ctx.prev.result);
  }
  return { operation: 'Invoke', invocationType: 'Event', payload: { owner, reportId } };
}

/** The stored row, also when Lambda refused the invocation: recovery starts the report. */
export function response(ctx: Ctx): StoredReport {
  return ctx.prev.result;
}
