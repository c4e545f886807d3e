import type { Context, NONERequest } from '@aws-appsync/utils';
import type { SubscriptionOnReportDeletedArgs } from '../schema/generated/types.ts';
import { setOwnReportsFilter } from './lib/own-reports-filter.ts';

export function request(): NONERequest {
  return { payload: null };
}

/** Runs once, when the subscription starts; the payload comes from the mutation. */
export function response(ctx: Context<SubscriptionOnReportDeletedArgs>): null {
  setOwnReportsFilter(ctx.identity, ctx.args.reportId);
  return null;
}
