import type { CsvDialect, ReportFormat, ReportStatus } from '../../schema/generated/types.ts';

/** A row of the reports table. `Report` of the schema is read from it field by field. */
export interface StoredReport {
  owner: string;
  reportId: string;
  title: string | null;
  definition: Record<string, unknown>;
  /** Format and definition as one text: two requests are the same when it is equal. */
  fingerprint: string;
  kind: string;
  format: ReportFormat;
  csv: { dialect: CsvDialect; delimiter: string } | null;
  gzip: boolean;
  timeZone: string;
  status: ReportStatus;
  version: number;
  attempt: number;
  /** Invocations the attempt has taken up, the first not counted. */
  hop?: number;
  maxAttempts: number;
  createdAt: string;
  startedAt?: string;
  finishedAt?: string;
  expiresAt?: string;
  lastHeartbeatAt?: string;
  /**
   * Epoch seconds after which recovery must look at the report: the lease's end while it is under way, the file's
   * end when it has SUCCEEDED. With `dueShard`, its place in the index `byDue`; both are absent when nothing is due.
   */
  dueAt?: number;
  dueShard?: string;
  /** The same as `createdAt` while the report is under way, else absent: its place in the index `byActive`. */
  activeSince?: string;
  /** How often it was started again since somebody last took it up. */
  redrives?: number;
  /** Lambda's request id of the invocation that holds it. */
  invocationId?: string;
  /** Epoch seconds after which the row itself is removed. */
  removeAt?: number;
  progress?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: Record<string, unknown>;
  /** Where the finished file is. */
  objectKey?: string;
}

/** Statuses no generator may change. */
export const FINAL_STATUSES: ReportStatus[] = ['SUCCEEDED', 'FAILED', 'CANCELLED', 'EXPIRED'];
