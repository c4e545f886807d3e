import { runtime, type Context, type LambdaRequest } from '@aws-appsync/utils';
import type { ReportDownload } from '../schema/generated/types.ts';
import { serviceFailed } from './lib/refuse.ts';
import type { StoredReport } from './lib/stored-report.ts';

type Ctx = Context<object, object, object, StoredReport>;

/** A link is made when somebody asks for it and never stored: an old one cannot come back. */
export function request(ctx: Ctx): LambdaRequest {
  const { status, objectKey, kind, reportId, definition, timeZone } = ctx.source as StoredReport;
  if (status !== 'SUCCEEDED' || !objectKey) runtime.earlyReturn(null);
  return { operation: 'Invoke', payload: { objectKey, kind, reportId, definition, timeZone } };
}

export function response(ctx: Ctx): ReportDownload {
  if (ctx.error) serviceFailed('The download link could not be made; read the report again.');
  return ctx.result as ReportDownload;
}
