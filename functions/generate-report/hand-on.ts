import type { ReportEngine } from '../../schema/generated/types.ts';
import { objectStem } from '../lib/report-files.ts';
import type { Telemetry } from '../lib/telemetry.ts';
import type { Attempt, Outcome } from './announcer.ts';
import { ReportError } from './errors.ts';
import type { Continuation, ReportJob } from './job.ts';
import type { FileOutcome } from './write-file.ts';

/** Invocations of one attempt, at most: fifty hours of work. */
const MAX_HOPS = 200;

export interface HandOnTools {
  readonly telemetry: Telemetry;
  /** Invokes this function again, without waiting for it. */
  readonly continueLater: (job: ReportJob) => Promise<void>;
}

/** What made the rows, for the record. */
export interface MadeBy {
  readonly engine: ReportEngine;
  /** Bytes the query has read; null for other engines than ATHENA. */
  readonly bytesScanned: number | null;
}

/** Success with the file's figures, or the next invocation started. */
export async function handOn(
  file: FileOutcome | { readonly kind: 'checkpoint'; readonly state?: undefined },
  attempt: Attempt,
  continuation: Continuation | undefined,
  { continueLater, telemetry, ...madeBy }: HandOnTools & MadeBy,
): Promise<Outcome | undefined> {
  if (file.kind === 'finished') {
    const objectKey = `reports/${objectStem(attempt)}.${file.extension}`;
    const { engine, bytesScanned } = madeBy;
    return { status: 'SUCCEEDED', result: { ...file.result, objectKey, engine, bytesScanned } };
  }
  const hop = (continuation?.hop ?? 0) + 1;
  if (hop > MAX_HOPS) throw tooLong(undefined);
  const { owner, reportId } = attempt;
  const query = continuation?.query;
  await continueLater({
    owner,
    reportId,
    continuation: {
      attempt: attempt.attempt,
      hop,
      ...(query === undefined ? {} : { query }),
      ...(file.state ? { state: file.state } : {}),
    },
  });
  telemetry.info('continued', { ...attempt, hop, rowsWritten: file.state?.rowsWritten ?? 0 });
  return undefined;
}

export function tooLong(cause: unknown): ReportError {
  return new ReportError(
    'DEADLINE_EXCEEDED',
    'The report takes longer than reports may take here. Ask for fewer rows or a shorter period.',
    { cause },
  );
}
