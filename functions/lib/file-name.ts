import type { Report } from '../../schema/generated/types.ts';

/** What a file's name is made from. */
export interface NamedReport extends Readonly<Pick<Report, 'kind' | 'reportId' | 'timeZone'>> {
  readonly definition: Readonly<Record<string, unknown>>;
  /** Its end names the format, for example `….csv.gz`. */
  readonly objectKey: string;
}

/**
 * The name a browser saves a report under: kind, period and zone when it has them, the end of the id (the start
 * of a ULID is the time), extension. For example `flightDelays_2001-01-01_2001-03-31_UTC_9G5FAV.csv`.
 */
export function reportFileName(report: NamedReport): string {
  const { kind, reportId, timeZone, definition, objectKey } = report;
  const { fromDate, toDate } = (definition[kind] ?? {}) as { fromDate?: string; toDate?: string };
  const period = fromDate && toDate ? [fromDate, toDate, timeZone.replaceAll('/', '-')] : [];
  const extension = /\.[a-z]+(\.gz)?$/.exec(objectKey)?.[0] ?? '';
  return `${[kind, ...period, reportId.slice(-6)].join('_')}${extension}`;
}
