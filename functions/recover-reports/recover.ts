import type { ReportOverdueMutation } from '../../schema/generated/documents.ts';
import { GraphqlApiError } from '../lib/graphql-api.ts';
import type { RemovedFiles, ReportKey } from '../lib/report-files.ts';
import type { Telemetry } from '../lib/telemetry.ts';
import type { RecoveryEvent } from './event.ts';

type Moved = NonNullable<ReportOverdueMutation['reportOverdue']>;

/** The outside world of the recovery function. */
export interface Adapters {
  /** Reports whose time is over, oldest first within each part of the index; at most `limit`. */
  readonly due: (limit: number) => Promise<readonly ReportKey[]>;
  /** Rejects with `NotOverdue` when somebody answers for the report. */
  readonly overdue: (key: ReportKey, failedInvocationId?: string) => Promise<Moved>;
  /** Removes what attempts up to the last have left in storage. */
  readonly removeFiles: (key: ReportKey, lastAttempt: number) => Promise<RemovedFiles>;
  /** Invokes the generator of the report's lane, without waiting for it. */
  readonly start: (job: ReportKey | WakeJob, lane: Moved['lane']) => Promise<void>;
}

/** Sends the generator to look after the query a report waits for. */
export interface WakeJob extends ReportKey {
  readonly attempt: number;
  /** The id of the query execution. */
  readonly waitingFor: string;
}

/** What was done about the reports of one invocation. */
export interface Recovered {
  readonly startedAgain: number;
  /** They wait for a query: the generator was sent to look after it. */
  readonly woken: number;
  /** Ended: FAILED, CANCELLED or EXPIRED. */
  readonly ended: number;
  /** Somebody answered for them meanwhile. */
  readonly alive: number;
  /** Could not be seen to now; the next schedule finds them again. */
  readonly left: number;
}

/** Refusals that mean: nothing is to be done any more. */
const ALIVE: ReadonlySet<string | null> = new Set(['NotOverdue', 'NotFound']);
const MOST_AT_ONCE = 500;
const IN_PARALLEL = 8;

/**
 * Finds reports nobody answers for and sees to each: its query looked after, or leftovers removed and it started again, or
 * ended so that its owner learns of it. Nothing is remembered between runs: what fails here is still due at the next schedule.
 */
export async function recoverReports(
  event: RecoveryEvent,
  adapters: Adapters,
  telemetry: Telemetry,
): Promise<Recovered> {
  if (event.kind === 'failed') {
    const { key, invocationId, condition } = event;
    const about = telemetry.about({ reportId: key.reportId });
    about.info('an invocation has failed', { ...key, invocationId, condition });
    return summarise([await recover(key, adapters, about, invocationId)]);
  }
  const queue = [...(await adapters.due(MOST_AT_ONCE))];
  const outcomes: Outcome[] = [];
  await Promise.all(
    Array.from({ length: IN_PARALLEL }, async () => {
      for (let key = queue.shift(); key; key = queue.shift()) {
        outcomes.push(await recover(key, adapters, telemetry.about({ reportId: key.reportId })));
      }
    }),
  );
  const recovered = summarise(outcomes);
  if (outcomes.length > 0) telemetry.info('recovered', { ...recovered });
  return recovered;
}

type Outcome = keyof Recovered;

async function recover(
  key: ReportKey,
  { overdue, removeFiles, start }: Adapters,
  telemetry: Telemetry,
  failedInvocationId?: string,
): Promise<Outcome> {
  try {
    const moved = await overdue(key, failedInvocationId);
    if (isWaiting(moved)) {
      const { attempt, waitingFor } = moved;
      await start({ ...key, attempt, waitingFor }, moved.lane);
      telemetry.info('woken', { ...key, attempt, waitingFor });
      return 'woken';
    }
    recordMove(telemetry, moved);
    telemetry.info('moved', { ...key, status: moved.status, attempt: moved.attempt });
    // From here on no earlier attempt can announce anything; what one still writes it removes itself.
    const removal = removeFiles(key, moved.attempt);
    if (moved.status !== 'QUEUED') {
      // It is not due any more: what stays now goes by the bucket's lifecycle rules.
      await removal.catch((error: unknown) =>
        telemetry.error('left to the lifecycle', { ...key, error }),
      );
      return 'ended';
    }
    const removed = await removal;
    if (removed.objects + removed.uploads > 0)
      telemetry.info('removed leftovers', { ...key, ...removed });
    await start(key, moved.lane);
    return 'startedAgain';
  } catch (error) {
    if (error instanceof GraphqlApiError && ALIVE.has(error.errorType)) return 'alive';
    telemetry.error('left for the next schedule', { ...key, error });
    return 'left';
  }
}

/** Its attempt is not lost, and nothing of it may be removed: the query still writes, or its files are to be put together. */
function isWaiting(moved: Moved): moved is Moved & { waitingFor: string } {
  return moved.waitingFor !== null && (moved.status === 'RUNNING' || moved.status === 'CANCELLING');
}

/** A file whose days are over is no recovery. */
function recordMove(telemetry: Telemetry, { status, error }: Moved): void {
  const isRecovery = status !== 'EXPIRED';
  telemetry.record({ PushesSent: 1, ...(isRecovery ? { RecoveryActions: 1 } : {}) });
  if (status !== 'FAILED') return;
  telemetry.record({ RecoveryExhausted: 1 });
  telemetry.record({ ReportsFailed: 1 }, { code: error?.code ?? 'WORKER_LOST' });
}

function summarise(outcomes: readonly Outcome[]): Recovered {
  const count = (wanted: Outcome): number => outcomes.filter((each) => each === wanted).length;
  return {
    startedAgain: count('startedAgain'),
    woken: count('woken'),
    ended: count('ended'),
    alive: count('alive'),
    left: count('left'),
  };
}
