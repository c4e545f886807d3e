import { util, type Context, type DynamoDBGetItemRequest } from '@aws-appsync/utils';
import type { MutationReportOverdueArgs } from '../../schema/generated/types.ts';
import { serviceFailed } from '../lib/refuse.ts';
import type { StoredReport } from '../lib/stored-report.ts';

/** Reads the report that recovery asks about. */
export function request(ctx: Context<MutationReportOverdueArgs>): DynamoDBGetItemRequest {
  const { owner, reportId } = ctx.args;
  return {
    operation: 'GetItem',
    key: util.dynamodb.toMapValues({ owner, reportId }),
    consistentRead: true,
  };
}

/** Refuses when somebody answers for it, or nothing is to be done. */
export function response(ctx: Context<MutationReportOverdueArgs>): StoredReport {
  if (ctx.error) serviceFailed('The report could not be read; try again.');
  const report = ctx.result as StoredReport | null;
  if (!report) util.error('There is no such report.', 'NotFound');
  if (!isOverdue(report, ctx.args.failedInvocationId)) {
    util.error(`The report is ${report.status} and not overdue.`, 'NotOverdue');
  }
  return report;
}

function isOverdue(report: StoredReport, failedInvocationId: string | null | undefined): boolean {
  if (!report.dueAt) return false;
  if (report.dueAt <= util.time.nowEpochSeconds()) return true;
  if (!failedInvocationId || report.status === 'SUCCEEDED') return false;
  // Nobody has claimed it, or whoever has is the one that failed.
  return report.status === 'QUEUED' || report.invocationId === failedInvocationId;
}
