import type { Report, ReportStatus } from './types.ts';

const FINAL_STATUSES: ReadonlySet<ReportStatus> = new Set([
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
  'EXPIRED',
]);

/** Where a copy of a report comes from: the row itself, or a push about it. */
export type Origin = 'read' | 'push';

/** Whether nothing but time or deletion changes the report any more. */
export function isFinal(report: Pick<Report, 'status'>): boolean {
  return FINAL_STATUSES.has(report.status);
}

/**
 * The newer of two copies of one report. A lower version never replaces a higher one; at the same version
 * a read replaces a push, as a push carries only what its mutation selected.
 */
export function mergeReport(current: Report | undefined, incoming: Report, origin: Origin): Report {
  if (current === undefined || incoming.version > current.version) return incoming;
  return incoming.version === current.version && origin === 'read' ? incoming : current;
}
