import type { Context, LambdaRequest } from '@aws-appsync/utils';
import { serviceFailed } from '../lib/refuse.ts';
import type { StoredReport } from '../lib/stored-report.ts';

type Ctx = Context<object, { report: StoredReport }>;

/** Removes the report's file and whatever else it has left in storage, and waits for it. */
export function request(ctx: Ctx): LambdaRequest {
  const { owner, reportId } = ctx.stash.report;
  return { operation: 'Invoke', payload: { owner, reportId } };
}

export function response(ctx: Ctx): null {
  if (ctx.error) serviceFailed('The file could not be removed; delete the report again.');
  return null;
}
