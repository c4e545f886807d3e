import type { ReportEngine, ReportFormat } from '../../schema/generated/types.ts';

/** The partition that no user can have as `sub`, so that nobody lists it: one row per kind and format. */
export const STATISTICS_OWNER = '#statistics';

/** Sums over the finished reports of a kind and format. */
export interface Statistics {
  reports: number;
  rows: number;
  bytes: number;
  seconds: number;
  /** What the kind's size is measured in: rows asked for, days of the period. */
  units: number;
}

export const NO_STATISTICS: Statistics = { reports: 0, rows: 0, bytes: 0, seconds: 0, units: 0 };

/** The sort key of a kind's and format's row; compressed files have their own, and so has Athena, whose time is another. */
export function statisticsId(
  kind: string,
  format: ReportFormat,
  gzip: boolean,
  engine: ReportEngine,
): string {
  return `${kind}#${format}${gzip ? '#gzip' : ''}${engine === 'ATHENA' ? '#athena' : ''}`;
}
