import type { ReportPreviewInput } from '../../schema/generated/types.ts';

const PREVIEW_ROWS = 20;
const MAX_CELL_CHARACTERS = 200;

/** The first rows of a CSV or JSON Lines file from its first bytes; undefined for formats that are not text. */
export function previewOfText(
  head: Buffer,
  extension: string,
  delimiter: string,
): ReportPreviewInput | undefined {
  const text = head.toString('utf8').replace(/^\uFEFF/, '');
  if (extension === 'csv') return previewOfCsv(text, delimiter);
  if (extension === 'jsonl') return previewOfJsonLines(text);
  return undefined;
}

function previewOfCsv(text: string, delimiter: string): ReportPreviewInput | undefined {
  const [columns, ...rows] = csvRecords(text, delimiter, PREVIEW_ROWS + 1);
  return columns && { columns: columns.map((cell) => cell ?? ''), rows };
}

/** Whole records only: what the text is cut in the middle of is left out. */
function csvRecords(text: string, delimiter: string, most: number): (string | null)[][] {
  const records: (string | null)[][] = [];
  let record: (string | null)[] = [];
  let at = 0;
  while (at < text.length && records.length < most) {
    const isQuoted = text[at] === '"';
    const end = isQuoted ? endOfQuoted(text, at) : endOfPlain(text, at, delimiter);
    if (end === undefined || end >= text.length) break;
    const raw = text.slice(at, end);
    record.push(isQuoted ? cut(raw.slice(1, -1).replaceAll('""', '"')) : cut(raw) || null);
    at = end + (text.startsWith('\r\n', end) ? 2 : 1);
    if (text[end] === delimiter) continue;
    records.push(record);
    record = [];
  }
  return records;
}

function endOfQuoted(text: string, at: number): number | undefined {
  for (let quote = text.indexOf('"', at + 1); quote >= 0; quote = text.indexOf('"', quote + 2)) {
    if (text[quote + 1] !== '"') return quote + 1;
  }
  return undefined;
}

function endOfPlain(text: string, at: number, delimiter: string): number | undefined {
  for (let end = at; end < text.length; end++) {
    const character = text[end];
    if (character === delimiter || character === '\r' || character === '\n') return end;
  }
  return undefined;
}

function previewOfJsonLines(text: string): ReportPreviewInput | undefined {
  const lines = text.split('\n').slice(0, -1).slice(0, PREVIEW_ROWS);
  const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const [first] = records;
  if (!first) return undefined;
  const columns = Object.keys(first);
  const rows = records.map((record) =>
    columns.map((column) => {
      const value = record[column];
      return value === null || value === undefined
        ? null
        : cut(typeof value === 'string' ? value : JSON.stringify(value));
    }),
  );
  return { columns, rows };
}

function cut(text: string): string {
  return text.length <= MAX_CELL_CHARACTERS ? text : `${text.slice(0, MAX_CELL_CHARACTERS - 1)}…`;
}
