import { util, type Context, type DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import type { MutationReportReadyArgs, ReportStatus } from '../../schema/generated/types.ts';
import { conditionalUpdate, type ConditionalUpdate } from '../lib/conditional-update.ts';
import { refuseGenerator } from '../lib/refuse-generator.ts';
import { badRequest } from '../lib/refuse.ts';
import type { StoredReport } from '../lib/stored-report.ts';

const MS_PER_DAY = 86_400_000;
/** A cancellation, once accepted, wins over a success that came later. */
const MAY_END: Record<string, string> = {
  SUCCEEDED: '#status = :running',
  FAILED: '(#status = :running OR #status = :cancelling)',
  CANCELLED: '#status = :cancelling',
};

/** What `recordStatistics` is told. */
interface Stash {
  report: StoredReport;
  ended: boolean;
}

/** Ends the attempt that holds the report. */
export function request(ctx: Context<MutationReportReadyArgs>): DynamoDBUpdateItemRequest {
  const { owner, reportId, attempt, status } = ctx.args;
  const mayEnd = MAY_END[status];
  if (!mayEnd) badRequest('status', `must be SUCCEEDED, FAILED or CANCELLED, not ${status}`);
  const values: Record<string, unknown> = { ':attempt': attempt };
  if (status !== 'CANCELLED') values[':running'] = 'RUNNING';
  if (status !== 'SUCCEEDED') values[':cancelling'] = 'CANCELLING';
  return conditionalUpdate({
    owner,
    reportId,
    ...outcome(ctx, status),
    condition: `attempt = :attempt AND ${mayEnd}`,
    values,
  });
}

/** The finished row; also when this very ending was stored before, so that a repeated call is harmless. */
export function response(ctx: Context<MutationReportReadyArgs, Stash>): StoredReport {
  ctx.stash.ended = !ctx.error;
  ctx.stash.report = ended(ctx);
  return ctx.stash.report;
}

function ended(ctx: Context<MutationReportReadyArgs, Stash>): StoredReport {
  const stored = ctx.result as StoredReport | null;
  if (!ctx.error && stored) return stored;
  const { attempt, status } = ctx.args;
  if (stored && stored.attempt === attempt && stored.status === status) return stored;
  refuseGenerator(ctx.error ?? { message: '', type: '' }, stored, 'StaleAttempt');
}

function outcome(
  ctx: Context<MutationReportReadyArgs>,
  status: ReportStatus,
): Pick<ConditionalUpdate, 'set' | 'remove'> {
  const { result, error } = ctx.args;
  const finishedAt = util.time.nowISO8601();
  const set: Record<string, unknown> = { status, finishedAt };
  if (status === 'SUCCEEDED') {
    if (!result) badRequest('result', 'is required when the status is SUCCEEDED');
    const { objectKey, ...shown } = result;
    const keptMs = JSON.parse(`${ctx.env.RETENTION_DAYS}`) * MS_PER_DAY;
    set.result = shown;
    set.objectKey = objectKey;
    set.expiresAt = util.time.epochMilliSecondsToISO8601(
      util.time.parseISO8601ToEpochMilliSeconds(finishedAt) + keptMs,
    );
  }
  if (status === 'FAILED') {
    if (!error) badRequest('error', 'is required when the status is FAILED');
    set.error = error;
  }
  return { set, remove: ['leaseUntil'] };
}
