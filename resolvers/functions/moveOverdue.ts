import { util, type Context, type DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import type {
  MutationReportOverdueArgs,
  ReportError,
  ReportStatus,
} from '../../schema/generated/types.ts';
import { conditionalUpdate, type ConditionalUpdate } from '../lib/conditional-update.ts';
import { endingChanges } from '../lib/due.ts';
import type { Ended } from '../lib/ended.ts';
import { MAX_REDRIVES } from '../lib/limits.ts';
import { isConditionFailure, serviceFailed } from '../lib/refuse.ts';
import { settingsOf } from '../lib/settings.ts';
import type { StoredReport } from '../lib/stored-report.ts';

type Ctx = Context<MutationReportOverdueArgs, Ended, { result: StoredReport }>;
type Change = Pick<ConditionalUpdate, 'set' | 'remove'>;

/** Starts it again or ends it, unless the row has changed since it was read. */
export function request(ctx: Ctx): DynamoDBUpdateItemRequest {
  const current = ctx.prev.result;
  const to = nextStatus(current);
  ctx.stash.ended = to !== 'QUEUED';
  return conditionalUpdate({
    owner: current.owner,
    reportId: current.reportId,
    ...(to === 'QUEUED' ? queuedAgain(ctx.env, current) : endedNow(ctx.env, current, to)),
    condition: '#status = :seenStatus AND #version = :seenVersion',
    values: { ':seenStatus': current.status, ':seenVersion': current.version },
  });
}

export function response(ctx: Ctx): StoredReport {
  if (ctx.error) {
    if (!isConditionFailure(ctx.error))
      serviceFailed('The report could not be updated; try again.');
    util.error('The report has changed meanwhile.', 'NotOverdue');
  }
  ctx.stash.report = ctx.result as StoredReport;
  return ctx.stash.report;
}

function nextStatus({ status, attempt, maxAttempts, redrives = 0 }: StoredReport): ReportStatus {
  if (status === 'SUCCEEDED') return 'EXPIRED';
  if (status === 'CANCELLING') return 'CANCELLED';
  const mayStart = status === 'QUEUED' ? redrives < MAX_REDRIVES : attempt < maxAttempts;
  return mayStart ? 'QUEUED' : 'FAILED';
}

/** The wait doubles each time nobody takes the report up: Lambda may be busy, and each start is one more event. */
function queuedAgain(env: Record<string, string>, current: StoredReport): Change {
  const redrives = current.status === 'QUEUED' ? (current.redrives ?? 0) + 1 : 1;
  const leases = [1, 2, 4, 8, 16][redrives - 1] ?? 16;
  return {
    set: {
      status: 'QUEUED',
      redrives,
      dueAt: util.time.nowEpochSeconds() + leases * settingsOf(env).leaseSeconds,
    },
    remove: ['invocationId', 'startedAt', 'progress', 'preview'],
  };
}

function endedNow(env: Record<string, string>, current: StoredReport, to: ReportStatus): Change {
  const { set, remove } = endingChanges(env, to);
  if (to === 'FAILED') set.error = workerLost(current);
  if (to === 'EXPIRED') {
    set.finishedAt = `${current.finishedAt}`;
    remove.push('objectKey');
  }
  return { set, remove };
}

function workerLost({ status, attempt }: StoredReport): ReportError {
  return {
    code: 'WORKER_LOST',
    message:
      status === 'QUEUED'
        ? 'The report could not be started, although it was tried several times.'
        : `The report was started ${attempt} times and was interrupted each time.`,
    retryable: true,
    action: 'Run the report again.',
  };
}
