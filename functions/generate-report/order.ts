import type { ReportFieldsFragment } from '../../schema/generated/documents.ts';
import type { CsvOptions } from './encode/csv-bytes.ts';
import type { DocumentFacts } from './pipeline/encoder.ts';

/** What was asked for, from the claimed row. */
export interface ReportOrder {
  readonly kind: string;
  readonly parameters: unknown;
  readonly format: ReportFieldsFragment['format'];
  readonly csv: CsvOptions;
  readonly gzip: boolean;
  /** What makes the rows. */
  readonly engine: ReportFieldsFragment['engine'];
  readonly facts: DocumentFacts;
}

/** Reads the order out of a claimed report. */
export function readOrder(report: ReportFieldsFragment): ReportOrder {
  const definition = JSON.parse(report.definition) as Record<string, unknown>;
  const parameters = definition[report.kind];
  return {
    kind: report.kind,
    parameters,
    format: report.format,
    csv: {
      dialect: report.csv?.dialect ?? 'RFC4180',
      delimiter: (report.csv?.delimiter ?? ',') as NonNullable<CsvOptions['delimiter']>,
    },
    gzip: report.gzip,
    engine: report.engine,
    facts: {
      title: report.title ?? inWords(report.kind),
      definition: `${inWords(report.kind)}: ${parametersInWords(parameters)}`,
      // The attempt's start: the same in all of its invocations.
      asOf: report.startedAt ?? report.createdAt,
      timeZone: report.timeZone,
      reportId: report.reportId,
    },
  };
}

/** `flightDelays` as `Flight delays`. */
function inWords(name: string): string {
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function parametersInWords(parameters: unknown): string {
  return Object.entries((parameters ?? {}) as Record<string, unknown>)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${inWords(name).toLowerCase()} ${String(value)}`)
    .join(', ');
}
