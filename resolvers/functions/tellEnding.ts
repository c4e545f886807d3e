import { runtime, type Context, type PutEventsRequest } from '@aws-appsync/utils';
import type { Ended } from '../lib/ended.ts';
import { putReportEvent } from '../lib/report-event.ts';

/**
 * Tells the event bus of a report that has ended. An ending that is announced again is told again: the request that
 * stored it may have been lost before it came here.
 */
export function request(ctx: Context<object, Ended>): PutEventsRequest {
  const { report, ended, repeated } = ctx.stash;
  if (!ended && !repeated) runtime.earlyReturn(null);
  return putReportEvent(report, report.status);
}

/** The row says how the report has ended; an event that could not be put must not make that a failure. */
export function response(): null {
  return null;
}
