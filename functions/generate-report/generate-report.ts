import { inspect } from 'node:util';
import type { ReportStatus } from '../../schema/generated/types.ts';
import { AnnounceError, type Announcer, type Attempt, type Outcome } from './announcer.ts';
import { ReportError, toReportErrorInput } from './errors.ts';
import { startHeartbeat, type StopReason } from './heartbeat.ts';
import type { MultipartUpload } from './part-sink.ts';
import { renderReport } from './render-report.ts';

/** What `startGenerator` sends: the claim brings the rest. */
export interface ReportJob {
  readonly owner: string;
  readonly reportId: string;
}

export interface Adapters {
  readonly announcer: Announcer;
  readonly openUpload: (objectKey: string, contentType: string) => Promise<MultipartUpload>;
  readonly log: (message: string, fields: Record<string, unknown>) => void;
}

/** Refusals of a claim that mean: somebody else has done or is doing this. */
const NOT_OURS: ReadonlySet<string | null> = new Set([
  'AlreadyClaimed',
  'AlreadyFinished',
  'NotFound',
  'StaleAttempt',
]);

/**
 * Claims, writes and announces one report. Lambda delivers at least once: a second delivery finds the
 * report claimed and does nothing. Throws only what Lambda is to try again.
 */
export async function generateReport(job: ReportJob, adapters: Adapters): Promise<void> {
  const { announcer, log } = adapters;
  const claimed = await announcer.started(job).catch((error: unknown) => {
    if (!isNotOurs(error)) throw error;
    log('not claimed', { ...job, reason: error.errorType });
    return undefined;
  });
  if (!claimed) return;
  const attempt = { ...job, attempt: claimed.attempt };
  const definition = JSON.parse(claimed.definition) as Record<string, unknown>;
  const outcome = await produce(attempt, definition, claimed.format, adapters);
  if (!outcome) return;
  const ended = await announcer.ready(attempt, outcome).catch((error: unknown) => {
    if (!isNotOurs(error)) throw error;
    log('not announced', { ...attempt, reason: error.errorType });
  });
  if (ended) log('announced', { ...attempt, status: ended.status });
}

/** The outcome to announce; undefined when another attempt has taken the report over. */
async function produce(
  attempt: Attempt,
  definition: Record<string, unknown>,
  format: string,
  { announcer, openUpload, log }: Adapters,
): Promise<Outcome | undefined> {
  const stopping = new AbortController();
  let stopReason: StopReason | undefined;
  const heartbeat = startHeartbeat({
    send: (progress) => announcer.progressed(attempt, progress),
    isSuperseded: isNotOurs,
    stop(reason) {
      stopReason ??= reason;
      stopping.abort();
    },
  });
  try {
    if (format !== 'CSV') throw new ReportError('INVALID_DATA', `${format} cannot be written yet.`);
    const key = objectKey(attempt, format);
    const result = await renderReport({
      definition,
      openUpload: (contentType) => openUpload(key, contentType),
      onProgress: heartbeat.report,
      signal: stopping.signal,
    });
    return { status: 'SUCCEEDED' satisfies ReportStatus, result: { ...result, objectKey: key } };
  } catch (error) {
    if (stopReason === 'superseded') return undefined;
    if (stopReason === 'cancelled') return { status: 'CANCELLED' };
    log('failed', { ...attempt, error: inspect(error) });
    return { status: 'FAILED', error: toReportErrorInput(error) };
  } finally {
    await heartbeat.end();
  }
}

/** Each attempt has its own key, so that a late one cannot touch another's file. */
function objectKey({ owner, reportId, attempt }: Attempt, format: string): string {
  return `reports/${owner}/${reportId}/${attempt}.${format.toLowerCase()}`;
}

function isNotOurs(error: unknown): error is AnnounceError {
  return error instanceof AnnounceError && NOT_OURS.has(error.errorType);
}
