import type { ReportFieldsFragment } from '../../schema/generated/documents.ts';
import { GraphqlApiError } from '../lib/graphql-api.ts';
import { objectStem } from '../lib/report-files.ts';
import type { Telemetry } from '../lib/telemetry.ts';
import type { Announcer, Attempt, Outcome } from './announcer.ts';
import { canBeginContinuable, type ContentOptions } from './content.ts';
import { createDeadline, type Deadline } from './deadline.ts';
import { ReportError, toReportErrorInput } from './errors.ts';
import { startHeartbeat, type StopReason } from './heartbeat.ts';
import type { Continuation, ReportJob } from './job.ts';
import { sensitiveTexts } from './kinds/sensitive-parameters.ts';
import { countPushes, recordEnd, recordStart } from './measures.ts';
import { readOrder } from './order.ts';
import { estimateSecondsLeft } from './seconds-left.ts';
import type { SnapshotStore } from './sql/snapshot.ts';
import type { MultipartUpload } from './upload/multipart-upload.ts';
import { writeFile, type FileOutcome } from './write-file.ts';

/** The outside world of the generator. */
export interface Adapters extends Pick<ContentOptions, 'datasets' | 'workDirectory' | 'memoryMib'> {
  readonly announcer: Announcer;
  readonly beginUpload: (objectKey: string, contentType: string) => Promise<MultipartUpload>;
  readonly continueUpload: (objectKey: string, uploadId: string) => MultipartUpload;
  readonly snapshots: (objectKey: string) => SnapshotStore;
  /** Removes a finished file that nobody may have. */
  readonly removeFile: (objectKey: string) => Promise<void>;
  /** How long the API gives an attempt between two signs of life, in milliseconds. */
  readonly leaseMs: number;
  /** Invokes this function again, without waiting for it. */
  readonly continueLater: (job: ReportJob) => Promise<void>;
}

/** The invocation at work. */
export interface Invocation {
  /** Lambda's request id. */
  readonly id: string;
  readonly remainingMs: () => number;
  readonly telemetry: Telemetry;
}

/** Refusals of a claim that mean: somebody else has done or is doing this. */
const NOT_OURS: ReadonlySet<string | null> = new Set([
  'AlreadyClaimed',
  'AlreadyFinished',
  'NotFound',
  'StaleAttempt',
]);
/** One that is lost, or late, must not cost the lease. */
const SIGNS_OF_LIFE_PER_LEASE = 4;
/** Invocations of one attempt, at most: fifty hours of work. */
const MAX_HOPS = 200;

/**
 * Claims, writes and announces one report, or goes on with one. Lambda delivers at least once: a second
 * delivery finds the report, or the hop, claimed and does nothing. Throws only what Lambda is to try again.
 */
export async function generateReport(
  job: ReportJob,
  adapters: Adapters,
  invocation: Invocation,
): Promise<void> {
  const telemetry = invocation.telemetry.about({
    reportId: job.reportId,
    requestId: invocation.id,
  });
  const { counted, pushes } = countPushes(adapters.announcer);
  try {
    await claimAndWork(job, { ...adapters, announcer: counted, telemetry }, invocation);
  } finally {
    if (pushes() > 0) telemetry.record({ PushesSent: pushes() });
  }
}

/** The outside world of one invocation. */
type Tools = Adapters & Pick<Invocation, 'telemetry'>;

async function claimAndWork(
  { owner, reportId, continuation }: ReportJob,
  tools: Tools,
  invocation: Invocation,
): Promise<void> {
  const { announcer, telemetry } = tools;
  const key = { owner, reportId };
  const hop = continuation && { attempt: continuation.attempt, hop: continuation.hop };
  const claim = { ...key, ...hop, invocationId: invocation.id };
  const claimed = await unlessNotOurs(announcer.started(claim), (reason) =>
    telemetry.info('not claimed', { ...claim, reason }),
  );
  if (!claimed) return;
  const attempt = { ...key, attempt: claimed.attempt };
  const about = telemetry.about({ attempt: claimed.attempt });
  if (!continuation) recordStart(about, claimed);
  const deadline = createDeadline(invocation.remainingMs);
  const mine = { ...tools, telemetry: about };
  const outcome = await produce(attempt, claimed, continuation, mine, deadline);
  if (outcome) await announce(attempt, outcome, mine);
}

/** A file whose success is refused is removed: another attempt has the report, or its owner has cancelled it. */
async function announce(attempt: Attempt, outcome: Outcome, tools: Tools): Promise<void> {
  const { announcer, telemetry } = tools;
  const ended = await unlessNotOurs(announcer.ready(attempt, outcome), (reason) =>
    telemetry.info('not announced', { ...attempt, reason }),
  );
  if (ended) {
    recordEnd(telemetry, outcome, ended);
    return telemetry.info('announced', { ...attempt, status: ended.status });
  }
  if (!outcome.result) return;
  await tools.removeFile(outcome.result.objectKey);
  const cancelled = announcer.ready(attempt, { status: 'CANCELLED' });
  await unlessNotOurs(cancelled, (reason) =>
    telemetry.info('not cancelled', { ...attempt, reason }),
  );
}

/** The outcome to announce; undefined when another invocation or another attempt goes on. */
async function produce(
  attempt: Attempt,
  claimed: ReportFieldsFragment,
  continuation: Continuation | undefined,
  adapters: Tools,
  deadline: Deadline,
): Promise<Outcome | undefined> {
  const { announcer } = adapters;
  const stopping = new AbortController();
  let stopReason: StopReason | 'deadline' | undefined;
  const stop = (reason: StopReason | 'deadline'): void => {
    stopReason ??= reason;
    stopping.abort();
  };
  if (claimed.status === 'CANCELLING') stop('cancelled');
  const heartbeat = startHeartbeat({
    send: (progress) => announcer.progressed(attempt, progress),
    isSuperseded: isNotOurs,
    stop,
    quietMs: adapters.leaseMs / SIGNS_OF_LIFE_PER_LEASE,
  });
  const lastCall = setTimeout(() => stop('deadline'), deadline.untilLastCallMs());
  const order = readOrder(claimed);
  const telemetry = adapters.telemetry.hiding(sensitiveTexts(order.kind, order.parameters));
  const startedAt = performance.now();
  const rowsBefore = continuation?.state?.rowsWritten ?? 0;
  const stem = objectStem(attempt);
  try {
    const file = await writeFile({
      ...adapters,
      order,
      continuable: continuation !== undefined,
      snapshots: adapters.snapshots(`snapshots/${stem}.parquet`),
      timeoutMs: deadline.remainingMs(),
      signal: stopping.signal,
      beginUpload: (extension, type) => adapters.beginUpload(`reports/${stem}.${extension}`, type),
      continueUpload: (extension, uploadId) =>
        adapters.continueUpload(`reports/${stem}.${extension}`, uploadId),
      deadline,
      ...(continuation?.state ? { resume: continuation.state } : {}),
      onProgress(progress) {
        const elapsedMs = performance.now() - startedAt;
        const etaSeconds = estimateSecondsLeft(progress, rowsBefore, elapsedMs);
        heartbeat.report({ phase: 'writing', ...progress, etaSeconds });
      },
      onPreview: heartbeat.show,
    });
    await heartbeat.flush();
    return await handOn(file, attempt, continuation, adapters);
  } catch (error) {
    if (stopReason === 'superseded') return undefined;
    if (stopReason === 'cancelled') return { status: 'CANCELLED' };
    if (stopReason === 'deadline' && !continuation && canBeginContinuable(order)) {
      // The next invocation begins anew, in a way that can be continued.
      return await handOn({ kind: 'checkpoint' }, attempt, continuation, adapters).catch(failed);
    }
    return failed(stopReason === 'deadline' ? tooLong(error) : error);
  } finally {
    clearTimeout(lastCall);
    await heartbeat.end();
  }

  function failed(error: unknown): Outcome {
    telemetry.error('failed', { ...attempt, error });
    return { status: 'FAILED', error: toReportErrorInput(error) };
  }
}

/** Success with the file's figures, or the next invocation started. */
async function handOn(
  file: FileOutcome | { readonly kind: 'checkpoint'; readonly state?: undefined },
  attempt: Attempt,
  continuation: Continuation | undefined,
  { continueLater, telemetry }: Tools,
): Promise<Outcome | undefined> {
  if (file.kind === 'finished') {
    const objectKey = `reports/${objectStem(attempt)}.${file.extension}`;
    return { status: 'SUCCEEDED', result: { ...file.result, objectKey } };
  }
  const hop = (continuation?.hop ?? 0) + 1;
  if (hop > MAX_HOPS) throw tooLong(undefined);
  const { owner, reportId } = attempt;
  const state = file.state ? { state: file.state } : {};
  await continueLater({
    owner,
    reportId,
    continuation: { attempt: attempt.attempt, hop, ...state },
  });
  telemetry.info('continued', { ...attempt, hop, rowsWritten: file.state?.rowsWritten ?? 0 });
  return undefined;
}

function tooLong(cause: unknown): ReportError {
  return new ReportError(
    'DEADLINE_EXCEEDED',
    'The report takes longer than reports may take here. Ask for fewer rows or a shorter period.',
    { cause },
  );
}

async function unlessNotOurs<T>(
  answer: Promise<T>,
  onRefused: (reason: string | null) => void,
): Promise<T | undefined> {
  return answer.catch((error: unknown) => {
    if (!isNotOurs(error)) throw error;
    onRefused(error.errorType);
    return undefined;
  });
}

function isNotOurs(error: unknown): error is GraphqlApiError {
  return error instanceof GraphqlApiError && NOT_OURS.has(error.errorType);
}
