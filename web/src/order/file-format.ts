import type { Report, ReportOrder } from '../../../client/index.ts';
import { ORDER_FORMATS } from './inputs.ts';
import { inWords } from './labels.ts';

/** A file as people choose it: a format in small letters; the two ways to write CSV are two choices. */
export type FileChoice = string;

/** The part of an order that says how the file is written. */
export type FileOrder = Pick<ReportOrder, 'format' | 'csv' | 'gzip' | 'timeZone'>;

export interface FileDraft {
  readonly file: FileChoice;
  readonly delimiter: string;
  readonly gzip: boolean;
  readonly timeZone: string;
}

interface Card {
  readonly value: FileChoice;
  readonly label: string;
  /** What it is for. */
  readonly description: string;
}

/** Formats that have words of their own here, in the order most people want them. */
const KNOWN: readonly Card[] = [
  { value: 'csv', label: 'CSV', description: 'For other software' },
  { value: 'csvForExcel', label: 'CSV for Excel', description: 'Opens there safely' },
  { value: 'xlsx', label: 'Excel workbook', description: 'Typed cells' },
  { value: 'pdf', label: 'PDF', description: 'To read and print' },
  { value: 'jsonl', label: 'JSON Lines', description: 'One object a line' },
  { value: 'parquet', label: 'Parquet', description: 'For data tools' },
];

/** Every format of the schema; one that came after this page was written is told in the schema's words. */
export const FILE_CHOICES: readonly Card[] = [
  ...KNOWN.filter(({ value }) => ORDER_FORMATS.some((each) => each.value === formatOf(value))),
  ...ORDER_FORMATS.filter(({ value }) => !KNOWN.some((card) => formatOf(card.value) === value)).map(
    ({ value, doc }) => ({
      value: value.toLowerCase(),
      label: inWords(value),
      description: doc,
    }),
  ),
];

export const DELIMITERS: readonly { value: string; label: string }[] = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Vertical bar' },
];

/** Whether there are fields to separate. */
export function hasDelimiter(file: FileChoice): boolean {
  return formatOf(file) === 'CSV';
}

/** Whether compressing is offered: other formats compress themselves, and Excel opens no gzip. */
export function canCompress(file: FileChoice): boolean {
  return file === 'csv' || file === 'jsonl';
}

/** What the form orders; options that do not apply to the choice are left out. */
export function fileOrderOf({ file, delimiter, gzip, timeZone }: FileDraft): FileOrder {
  const dialect = file === 'csvForExcel' ? 'EXCEL' : 'RFC4180';
  return {
    format: formatOf(file),
    timeZone,
    ...(hasDelimiter(file) ? { csv: { dialect, delimiter } } : {}),
    ...(canCompress(file) && gzip ? { gzip } : {}),
  };
}

/** `CSV for Excel, semicolon`, `JSON Lines, gzip`: the format and what is not as usual. */
export function fileInWords({ format, csv, gzip }: Omit<FileOrder, 'timeZone'>): string {
  const card = cardOf({ format: format ?? 'CSV', csv });
  const words = [card?.label ?? format ?? 'CSV'];
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

/** The choice that makes such a file. */
export function choiceOf({ format, csv }: Pick<Report, 'format' | 'csv'>): FileChoice {
  return csv?.dialect === 'EXCEL' ? 'csvForExcel' : format.toLowerCase();
}

function cardOf({ format, csv }: Pick<FileOrder, 'format' | 'csv'>): Card | undefined {
  const choice = csv?.dialect === 'EXCEL' ? 'csvForExcel' : (format ?? 'CSV').toLowerCase();
  return FILE_CHOICES.find(({ value }) => value === choice);
}

function formatOf(file: FileChoice): Report['format'] {
  return (file === 'csvForExcel' ? 'CSV' : file.toUpperCase()) as Report['format'];
}

function delimiterInWords(delimiter: string): string {
  const known = DELIMITERS.find(({ value }) => value === delimiter);
  return known?.label.toLowerCase() ?? `“${delimiter}”`;
}
