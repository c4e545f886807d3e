import type { ReportFormat } from '../../schema/generated/types.ts';

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

/** The sort key of a kind's and format's row; compressed files have their own. */
export function statisticsId(kind: string, format: ReportFormat, gzip: boolean): string {
  return `${kind}#${format}${gzip ? '#gzip' : ''}`;
}
