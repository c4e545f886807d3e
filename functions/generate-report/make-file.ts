import type { ReportFieldsFragment } from '../../schema/generated/documents.ts';
import { objectStem } from '../lib/report-files.ts';
import type { Attempt, Outcome } from './announcer.ts';
import { makeOfQuery } from './athena/make-of-query.ts';
import { canBeginContinuable, engineOf } from './content.ts';
import type { Deadline } from './deadline.ts';
import { toReportErrorInput } from './errors.ts';
import type { Tools } from './generate-report.ts';
import { handOn, tooLong, type MadeBy } from './hand-on.ts';
import { startHeartbeat, type StopReason } from './heartbeat.ts';
import { mustBeContinuable, type Continuation } from './job.ts';
import { sensitiveTexts } from './kinds/sensitive-parameters.ts';
import { readOrder } from './order.ts';
import { isNotOurs } from './refusals.ts';
import { estimateSecondsLeft } from './seconds-left.ts';
import { writeFile, type FileOutcome, type WriteFileOptions } from './write-file.ts';

/** One that is lost, or late, must not cost the lease. */
const SIGNS_OF_LIFE_PER_LEASE = 4;

/** Makes a claimed report's file. The outcome to announce; undefined when another invocation or attempt goes on. */
export async function makeFile(
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
  const continuable = mustBeContinuable(continuation);
  const startedAt = performance.now();
  const rowsBefore = continuation?.state?.rowsWritten ?? 0;
  const stem = objectStem(attempt);
  const options: WriteFileOptions = {
    ...adapters,
    order,
    continuable,
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
  };
  let madeBy: MadeBy = { engine: engineOf(order), bytesScanned: null };
  try {
    const file = await make(options);
    await heartbeat.flush();
    return await handOn(file, attempt, continuation, { ...adapters, ...madeBy });
  } catch (error) {
    if (stopReason === 'superseded') return undefined;
    if (stopReason === 'cancelled') return { status: 'CANCELLED' };
    if (stopReason === 'deadline' && !continuable && canBeginContinuable(order)) {
      // The next invocation begins anew, in a way that can be continued.
      const anew = { kind: 'checkpoint' } as const;
      return await handOn(anew, attempt, continuation, { ...adapters, ...madeBy }).catch(failed);
    }
    return failed(stopReason === 'deadline' ? tooLong(error) : error);
  } finally {
    clearTimeout(lastCall);
    await heartbeat.end();
  }

  async function make(write: WriteFileOptions): Promise<FileOutcome> {
    const query = continuation?.query;
    if (query === undefined) return writeFile(write);
    stopping.signal.throwIfAborted();
    return makeOfQuery(query, attempt, write, adapters, (bytesScanned) => {
      madeBy = { engine: 'ATHENA', bytesScanned };
    });
  }

  function failed(error: unknown): Outcome {
    telemetry.error('failed', { ...attempt, error });
    return { status: 'FAILED', error: toReportErrorInput(error) };
  }
}
