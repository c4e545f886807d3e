import { util, type Context, type DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import type {
  MutationReportOverdueArgs,
  ReportError,
  ReportStatus,
} from '../../schema/generated/types.ts';
import { conditionalUpdate, type ConditionalUpdate } from '../lib/conditional-update.ts';
import { endingChanges, leaseEnd } from '../lib/due.ts';
import type { Ended } from '../lib/ended.ts';
import { MAX_LOOKS, MAX_REDRIVES } from '../lib/limits.ts';
import { isConditionFailure, serviceFailed } from '../lib/refuse.ts';
import { settingsOf } from '../lib/settings.ts';
import { FINAL_STATUSES, type StoredReport } from '../lib/stored-report.ts';

type Ctx = Context<MutationReportOverdueArgs, Ended, { result: StoredReport }>;
type Change = Pick<ConditionalUpdate, 'set' | 'remove'>;

/** Starts it again, has its query looked after or ends it, unless the row has changed since it was read. */
export function request(ctx: Ctx): DynamoDBUpdateItemRequest {
  const current = ctx.prev.result;
  const to = nextStatus(current);
  ctx.stash.ended = FINAL_STATUSES.indexOf(to) >= 0;
  return conditionalUpdate({
    owner: current.owner,
    reportId: current.reportId,
    ...changes(ctx.env, current, to),
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

function changes(env: Record<string, string>, current: StoredReport, to: ReportStatus): Change {
  if (to === current.status && current.waitingFor) return waitingOn(env, current);
  return to === 'QUEUED' ? queuedAgain(env, current) : endedNow(env, current, to);
}

function nextStatus(current: StoredReport): ReportStatus {
  const { status, attempt, maxAttempts, redrives = 0, looks = 0 } = current;
  if (status === 'SUCCEEDED') return 'EXPIRED';
  if (current.waitingFor && looks < MAX_LOOKS) return status;
  if (status === 'CANCELLING') return 'CANCELLED';
  const mayStart = status === 'QUEUED' ? redrives < MAX_REDRIVES : attempt < maxAttempts;
  return mayStart ? 'QUEUED' : 'FAILED';
}

/** Nobody is lost: the query is not ours to run. Whoever gets this answer sends the generator to look after it. */
function waitingOn(env: Record<string, string>, { looks = 0 }: StoredReport): Change {
  return { set: { looks: looks + 1, dueAt: leaseEnd(env) }, remove: [] };
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
    remove: ['invocationId', 'startedAt', 'progress', 'preview', 'waitingFor'],
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
