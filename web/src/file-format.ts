import type { Report, ReportOrder } from '../../client/index.ts';

/** A file as people choose it: the two ways to write CSV are two choices. */
export type FileChoice = 'csv' | 'csvForExcel' | 'xlsx' | 'pdf' | 'jsonl' | 'parquet';

/** The part of an order that says how the file is written. */
export type FileOrder = Pick<ReportOrder, 'format' | 'csv' | 'gzip' | 'timeZone'>;

export interface FileDraft {
  readonly file: FileChoice;
  readonly delimiter: string;
  readonly gzip: boolean;
  readonly timeZone: string;
}

export const FILE_CHOICES: readonly { value: FileChoice; label: string; description: string }[] = [
  { value: 'csv', label: 'CSV', description: 'Plain, for programs' },
  { value: 'csvForExcel', label: 'CSV for Excel', description: 'Opens there safely' },
  { value: 'xlsx', label: 'Excel workbook', description: 'Typed cells' },
  { value: 'pdf', label: 'PDF', description: 'To read and print' },
  { value: 'jsonl', label: 'JSON Lines', description: 'One object per line' },
  { value: 'parquet', label: 'Parquet', description: 'For data tools' },
];

export const DELIMITERS: readonly { value: string; label: string }[] = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Vertical bar' },
];

const FORMATS = {
  csv: 'CSV',
  csvForExcel: 'CSV',
  xlsx: 'XLSX',
  pdf: 'PDF',
  jsonl: 'JSONL',
  parquet: 'PARQUET',
} as const satisfies Record<FileChoice, Report['format']>;

const FORMAT_WORDS: Readonly<Record<Report['format'], string>> = {
  CSV: 'CSV',
  XLSX: 'Excel workbook',
  PDF: 'PDF',
  JSONL: 'JSON Lines',
  PARQUET: 'Parquet',
};

/** Whether there are fields to separate. */
export function hasDelimiter(file: FileChoice): boolean {
  return FORMATS[file] === 'CSV';
}

/** Whether compressing is offered: other formats compress themselves, and Excel opens no gzip. */
export function canCompress(file: FileChoice): boolean {
  return file === 'csv' || file === 'jsonl';
}

/** What the form orders; options that do not apply to the choice are left out. */
export function fileOrderOf({ file, delimiter, gzip, timeZone }: FileDraft): FileOrder {
  const dialect = file === 'csvForExcel' ? 'EXCEL' : 'RFC4180';
  return {
    format: FORMATS[file],
    timeZone,
    ...(hasDelimiter(file) ? { csv: { dialect, delimiter } } : {}),
    ...(canCompress(file) && gzip ? { gzip } : {}),
  };
}

/** `CSV for Excel, semicolon`, `JSON Lines, gzip`: the format and what is not as usual. */
export function fileInWords({ format, csv, gzip }: Omit<FileOrder, 'timeZone'>): string {
  const words = [FORMAT_WORDS[format ?? 'CSV'] + (csv?.dialect === 'EXCEL' ? ' for Excel' : '')];
  if (csv && csv.delimiter !== ',') words.push(delimiterInWords(csv.delimiter ?? ','));
  if (gzip) words.push('gzip');
  return words.join(', ');
}

/** The options a choice has and their values, for a line that stands for them: `Comma, not compressed, UTC`. */
export function optionsInWords({ file, delimiter, gzip, timeZone }: FileDraft): string {
  const words = [
    hasDelimiter(file) && delimiterInWords(delimiter),
    canCompress(file) && (gzip ? 'gzip' : 'not compressed'),
    timeZone.replaceAll('_', ' '),
  ].filter((word) => word !== false);
  return words.join(', ');
}

function delimiterInWords(delimiter: string): string {
  const known = DELIMITERS.find(({ value }) => value === delimiter);
  return known?.label.toLowerCase() ?? `“${delimiter}”`;
}
