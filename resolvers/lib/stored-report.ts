import type { Report, ReportStatus } from '../../schema/generated/types.ts';

/**
 * A row of the reports table. AppSync reads `Report` from it field by field: what has the schema's name has the schema's
 * type, but for `definition`, which AppSync writes as JSON text, and `download`, which has a resolver of its own.
 */
export interface StoredReport extends Omit<Report, 'definition' | 'download'> {
  definition: Record<string, unknown>;
  /** Format and definition as one text: two requests are the same when it is equal. */
  fingerprint: string;
  /** Invocations the attempt has taken up, the first not counted. */
  hop?: number;
  /**
   * Epoch seconds after which recovery must look at the report: the lease's end while it is under way, the file's
   * end when it has SUCCEEDED. With `dueShard`, its place in the index `byDue`; both are absent when nothing is due.
   */
  dueAt?: number;
  dueShard?: string;
  /** `createdAt` and a mark of large ones while the report is under way, else absent: its place in the index `byActive`. */
  activeSince?: string;
  /** How often it was started again since somebody last took it up. */
  redrives?: number;
  /** Lambda's request id of the invocation that holds it. */
  invocationId?: string | null;
  /** How often recovery has looked after the query it waits for, in this attempt. */
  looks?: number;
  /** Epoch seconds after which the row itself is removed. */
  removeAt?: number;
  /** Where the finished file is. */
  objectKey?: string;
}

/** Statuses no generator may change. */
export const FINAL_STATUSES: ReportStatus[] = ['SUCCEEDED', 'FAILED', 'CANCELLED', 'EXPIRED'];
