import { util, type Context, type DynamoDBGetItemRequest } from '@aws-appsync/utils';
import type { MutationDeleteReportArgs } from '../../schema/generated/types.ts';
import { serviceFailed } from '../lib/refuse.ts';
import { FINAL_STATUSES, type StoredReport } from '../lib/stored-report.ts';

type Ctx = Context<MutationDeleteReportArgs, { owner: string; report: StoredReport }>;

/** Reads the caller's report that is to be deleted. */
export function request(ctx: Ctx): DynamoDBGetItemRequest {
  const key = { owner: ctx.stash.owner, reportId: ctx.args.reportId };
  return { operation: 'GetItem', key: util.dynamodb.toMapValues(key), consistentRead: true };
}

export function response(ctx: Ctx): null {
  if (ctx.error) serviceFailed('The report could not be read; try again.');
  const report = ctx.result as StoredReport | null;
  if (!report) util.error('There is no such report.', 'NotFound');
  if (FINAL_STATUSES.indexOf(report.status) < 0) {
    util.error(`The report is ${report.status}; cancel it before you delete it.`, 'NotFinished');
  }
  ctx.stash.report = report;
  return null;
}
