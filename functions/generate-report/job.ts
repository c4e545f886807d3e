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
  /** Where the file stands; absent when it is begun anew, in a way that can be continued. */
  readonly state?: PipelineState;
}

/** The job an event carries; throws a `TypeError` for anything else. */
export function parseReportJob(event: unknown): ReportJob {
  const { owner, reportId, continuation } = (event ?? {}) as Partial<ReportJob>;
  if (typeof owner !== 'string' || typeof reportId !== 'string') {
    throw new TypeError('The event must be { owner, reportId }, with a continuation or without.');
  }
  return { owner, reportId, ...(continuation ? { continuation } : {}) };
}
