import type { UnloadForm } from './unload.ts';
import { objectStem, type ReportKey } from '../../lib/report-files.ts';

/** Whether a query runs, and how it ended. */
export type QueryState = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

/** A query as Athena tells of it. */
export interface QueryExecution {
  readonly id: string;
  readonly state: QueryState;
  /** Athena's own words for how it ended; they may hold SQL and paths, and are for the log. */
  readonly reason: string;
  readonly error?: { readonly category?: number; readonly type?: number };
  /** Bytes read so far; those it is billed for. */
  readonly bytesScanned: number;
  /** Whose it is; undefined when it is none of ours. */
  readonly place: QueryPlace | undefined;
  /** Where the list of its files is, once it has succeeded. */
  readonly manifest?: string;
}

/** The attempt a query belongs to and what it unloads: its place in storage says both. */
export interface QueryPlace extends ReportKey {
  readonly attempt: number;
  readonly form: UnloadForm['form'];
}

export function hasEnded({ state }: QueryExecution): boolean {
  return state !== 'QUEUED' && state !== 'RUNNING';
}

/** Everything of an attempt's query is below this. */
export function queryFolder(attempt: ReportKey & { readonly attempt: number }): string {
  return `athena/${objectStem(attempt)}/`;
}

/** Where the unloaded files are. */
export function partsFolder(attempt: ReportKey & { readonly attempt: number }): string {
  return `${queryFolder(attempt)}parts/`;
}

/** Where Athena keeps what it writes about a query, its manifest for one. */
export function outputFolder({ form, ...attempt }: QueryPlace): string {
  return `${queryFolder(attempt)}${form}/`;
}

/** Reads a location of `outputFolder`, in whatever bucket; undefined for anything else. */
export function parsePlace(location: string): QueryPlace | undefined {
  const found = /^s3:\/\/[^/]+\/athena\/([^/]+)\/([^/]+)\/(\d+)\/(rows|lines)\//.exec(location);
  if (!found) return undefined;
  const [, owner = '', reportId = '', attempt, form] = found;
  return { owner, reportId, attempt: Number(attempt), form: form as QueryPlace['form'] };
}
