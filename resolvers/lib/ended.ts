import type { StoredReport } from './stored-report.ts';

/** What the steps after an ending are told. */
export interface Ended {
  /** The row as it is now. */
  report: StoredReport;
  /** Whether this call ended it, and not one before it. */
  ended: boolean;
  /** Whether this call asked for the very ending that one before it had stored. */
  repeated?: boolean;
}
