import type { Context, NONERequest } from '@aws-appsync/utils';
import type { SubscriptionOnReportReadyArgs } from '../schema/generated/types.ts';
import { setOwnReportsFilter } from './lib/own-reports-filter.ts';
import { FINAL_STATUSES } from './lib/stored-report.ts';

export function request(): NONERequest {
  return { payload: null };
}

/** Runs once, when the subscription starts; the payload comes from the mutation. */
export function response(ctx: Context<SubscriptionOnReportReadyArgs>): null {
  setOwnReportsFilter(ctx.identity, ctx.args.reportId, FINAL_STATUSES);
  return null;
}
