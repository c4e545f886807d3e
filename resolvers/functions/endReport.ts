import type { Context, DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import type { MutationReportReadyArgs, ReportStatus } from '../../schema/generated/types.ts';
import { conditionalUpdate, type ConditionalUpdate } from '../lib/conditional-update.ts';
import { endingChanges } from '../lib/due.ts';
import type { Ended } from '../lib/ended.ts';
import { refuseGenerator } from '../lib/refuse-generator.ts';
import { badRequest } from '../lib/refuse.ts';
import type { StoredReport } from '../lib/stored-report.ts';
import { statusesBefore, statusIsOneOf } from '../lib/transitions.ts';

/** The last progress must not have promised another number of rows; null promises none. */
const AS_MANY_ROWS_AS_EXPECTED =
  '(attribute_not_exists(progress.rowsExpected) OR attribute_type(progress.rowsExpected, :null) OR progress.rowsExpected = :rowCount)';

/** Ends the attempt that holds the report. */
export function request(ctx: Context<MutationReportReadyArgs, Ended>): DynamoDBUpdateItemRequest {
  const { owner, reportId, attempt, status, result } = ctx.args;
  const from = statusesBefore('reportReady', status);
  if (from.length === 0) {
    badRequest('status', `must be SUCCEEDED, FAILED or CANCELLED, not ${status}`);
  }
  const mayEnd = statusIsOneOf(from);
  const values: Record<string, unknown> = { ...mayEnd.values, ':attempt': attempt };
  let condition = `attempt = :attempt AND ${mayEnd.expression}`;
  if (status === 'SUCCEEDED' && result) {
    condition = `${condition} AND ${AS_MANY_ROWS_AS_EXPECTED}`;
    values[':null'] = 'NULL';
    values[':rowCount'] = result.rowCount;
  }
  return conditionalUpdate({ owner, reportId, ...outcome(ctx, status), condition, values });
}

/** The finished row; also when this very ending was stored before, so that a repeated call is harmless. */
export function response(ctx: Context<MutationReportReadyArgs, Ended>): StoredReport {
  ctx.stash.ended = !ctx.error;
  ctx.stash.report = ended(ctx);
  ctx.stash.repeated = !ctx.stash.ended;
  return ctx.stash.report;
}

function ended(ctx: Context<MutationReportReadyArgs, Ended>): StoredReport {
  const stored = ctx.result as StoredReport | null;
  if (!ctx.error && stored) return stored;
  const { attempt, status, result } = ctx.args;
  const isHeld = stored && stored.attempt === attempt;
  if (isHeld && stored.status === status) return stored;
  const expected = stored?.progress?.rowsExpected;
  if (isHeld && stored.status === 'RUNNING' && result && typeof expected === 'number') {
    if (expected !== result.rowCount) {
      badRequest('result.rowCount', `is ${result.rowCount} where ${expected} rows were expected`);
    }
  }
  refuseGenerator(ctx.error ?? { message: '', type: '' }, stored, 'StaleAttempt');
}

function outcome(
  ctx: Context<MutationReportReadyArgs>,
  status: ReportStatus,
): Pick<ConditionalUpdate, 'set' | 'remove'> {
  const { result, error } = ctx.args;
  const { set, remove } = endingChanges(ctx.env, status);
  if (status === 'SUCCEEDED') {
    if (!result) badRequest('result', 'is required when the status is SUCCEEDED');
    if (!result.sha256 && !result.crc64nvme) {
      badRequest('result.sha256', 'may be null only when result.crc64nvme is there');
    }
    const { objectKey, ...shown } = result;
    set.result = shown;
    set.objectKey = objectKey;
  }
  if (status === 'FAILED') {
    if (!error) badRequest('error', 'is required when the status is FAILED');
    set.error = error;
  }
  return { set, remove };
}
