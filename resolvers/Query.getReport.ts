import { runtime, util, type Context, type DynamoDBGetItemRequest } from '@aws-appsync/utils';
import type { QueryGetReportArgs } from '../schema/generated/types.ts';
import { callerId } from './lib/caller.ts';
import { serviceFailed } from './lib/refuse.ts';
import { isReportId } from './lib/report-id.ts';

/** Reads in the caller's own partition only: another's report is as absent as one that never was. */
export function request(ctx: Context<QueryGetReportArgs>): DynamoDBGetItemRequest {
  if (!isReportId(ctx.args.reportId)) runtime.earlyReturn(null);
  const key = { owner: callerId(ctx.identity), reportId: ctx.args.reportId };
  return { operation: 'GetItem', key: util.dynamodb.toMapValues(key), consistentRead: true };
}

export function response(ctx: Context<QueryGetReportArgs>): unknown {
  if (ctx.error) serviceFailed('The report could not be read; try again.');
  return ctx.result;
}
