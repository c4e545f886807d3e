import { runtime, util, type Context, type DynamoDBGetItemRequest } from '@aws-appsync/utils';
import type { QueryGetReportArgs } from '../schema/generated/types.ts';
import { callerId } from './lib/caller.ts';
import { serviceFailed } from './lib/refuse.ts';
import { isReportId } from './lib/report-id.ts';
import type { StoredReport } from './lib/stored-report.ts';
import { withEngine } from './lib/with-engine.ts';

/** Reads in the caller's own partition only: another's report is as absent as one that never was. */
export function request(ctx: Context<QueryGetReportArgs>): DynamoDBGetItemRequest {
  if (!isReportId(ctx.args.reportId)) runtime.earlyReturn(null);
  const key = { owner: callerId(ctx.identity), reportId: ctx.args.reportId };
  return { operation: 'GetItem', key: util.dynamodb.toMapValues(key), consistentRead: true };
}

export function response(ctx: Context<QueryGetReportArgs>): StoredReport | null {
  if (ctx.error) serviceFailed('The report could not be read; try again.');
  const report = ctx.result as StoredReport | null;
  return report ? withEngine(report) : null;
}
