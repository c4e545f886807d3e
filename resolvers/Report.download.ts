import { runtime, util, type Context, type LambdaRequest } from '@aws-appsync/utils';
import type { ReportDownload } from '../schema/generated/types.ts';
import { serviceFailed } from './lib/refuse.ts';
import type { StoredReport } from './lib/stored-report.ts';

type Ctx = Context<object, object, object, StoredReport>;

/** A link is made when somebody asks for it and never stored: an old one cannot come back. */
export function request(ctx: Ctx): LambdaRequest {
  const { status, objectKey, kind, reportId, definition, timeZone, expiresAt } =
    ctx.source as StoredReport;
  if (status !== 'SUCCEEDED' || !objectKey || isOver(expiresAt)) runtime.earlyReturn(null);
  const payload = { objectKey, kind, reportId, definition, timeZone, expiresAt };
  return { operation: 'Invoke', payload };
}

export function response(ctx: Ctx): ReportDownload {
  if (ctx.error) serviceFailed('The download link could not be made; read the report again.');
  return ctx.result as ReportDownload;
}

/** The file may still be there for a minute; the link is not to outlive its time. */
function isOver(expiresAt: StoredReport['expiresAt']): boolean {
  if (!expiresAt) return false;
  return util.time.parseISO8601ToEpochMilliSeconds(expiresAt) <= util.time.nowEpochMilliSeconds();
}
