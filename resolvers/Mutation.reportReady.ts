import type { Context } from '@aws-appsync/utils';
import type { StoredReport } from './lib/stored-report.ts';

/** A pipeline: endReport changes the row, recordStatistics adds a finished report to its kind's sums. */
export function request(): object {
  return {};
}

export function response(ctx: Context<object, { report: StoredReport }>): StoredReport {
  return ctx.stash.report;
}
