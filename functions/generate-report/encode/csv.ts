import type { Cell, Column, Row } from '../columns.ts';

/** Turns rows into the bytes of a file, batch by batch. */
export interface Encoder {
  readonly contentType: string;
  head(columns: readonly Column[]): string;
  rows(batch: readonly Row[]): string;
}

const NEEDS_QUOTES = /[",\r\n]/;

/**
 * Plain CSV, UTF-8, CRLF, quotes only where needed; an empty text is quoted so that it differs from null.
 * documented: https://www.rfc-editor.org/rfc/rfc4180
 */
export const csvEncoder: Encoder = {
  contentType: 'text/csv; charset=utf-8',
  head: (columns) => line(columns.map((column) => column.name)),
  rows: (batch) => batch.map(line).join(''),
};

function line(row: readonly Cell[]): string {
  return `${row.map(field).join(',')}\r\n`;
}

function field(cell: Cell): string {
  if (cell === null) return '';
  const text = String(cell);
  return text === '' || NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
