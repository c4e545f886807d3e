import type { ReportKey } from '../lib/report-files.ts';
import type { PipelineState } from './pipeline/run.ts';

/** What an invocation is for: a report to claim, or one of our own attempts to go on with. */
export interface ReportJob extends ReportKey {
  readonly continuation?: Continuation;
}

/** How a further invocation of an attempt goes on. */
export interface Continuation {
  readonly attempt: number;
  /** Counts from 1; each is claimed once, so that an event delivered twice is harmless. */
  readonly hop: number;
  /** The query of Athena, ended, whose rows the file is made of; its first hop is the one that begins the file. */
  readonly query?: string;
  /** Where the file stands; absent when it is begun anew, in a way that can be continued. */
  readonly state?: PipelineState;
}

/** Whether the file must be one that further invocations can go on with: an earlier one has run out of time. */
export function mustBeContinuable(continuation: Continuation | undefined): boolean {
  return continuation !== undefined && (continuation.query === undefined || continuation.hop > 1);
}

/** The job an event carries; throws a `TypeError` for anything else. */
export function parseReportJob(event: unknown): ReportJob {
  const { owner, reportId, continuation } = (event ?? {}) as Partial<ReportJob>;
  if (typeof owner !== 'string' || typeof reportId !== 'string') {
    throw new TypeError('The event must be { owner, reportId }, with a continuation or without.');
  }
  return { owner, reportId, ...(continuation ? { continuation } : {}) };
}
