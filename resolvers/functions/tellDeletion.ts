import type { Context, PutEventsRequest } from '@aws-appsync/utils';
import { putReportEvent } from '../lib/report-event.ts';
import type { StoredReport } from '../lib/stored-report.ts';

/** Tells the event bus of a report that is gone. */
export function request(ctx: Context<object, { report: StoredReport }>): PutEventsRequest {
  return putReportEvent(ctx.stash.report, 'DELETED');
}

/** The report is deleted, whether the bus could be told or not. */
export function response(): null {
  return null;
}
