import { writeDate, writeIsoTimestamp } from '../encode/byte-dates.ts';
import { writeBigDecimal } from '../encode/byte-numbers.ts';
import type { Batch, Column, Vector } from './batch.ts';
import type { TimeZone } from './time-zone.ts';

/** A row as its reader sees it; null where there is no value. */
export type PreviewRow = readonly (string | null)[];

/** Longer cells are cut: a preview is kept in one small row of a table. */
const MAX_CELL_CHARACTERS = 200;
const SCRATCH_BYTES = 128;

/** Row `row` of a batch as texts: numbers with all digits, dates and timestamps in ISO 8601. */
export function previewRow(
  columns: readonly Column[],
  batch: Batch,
  row: number,
  zone: TimeZone,
): PreviewRow {
  return columns.map((column, index) => cellText(column, batch.vectors[index], row, zone));
}

function cellText(
  { type, scale = 0 }: Column,
  vector: Vector | undefined,
  row: number,
  zone: TimeZone,
): string | null {
  const value = vector?.values[row];
  if (value === undefined || value === null || vector?.nulls?.[row] === 1) return null;
  const scratch = Buffer.alloc(SCRATCH_BYTES);
  switch (type) {
    case 'STRING':
      return cut(String(value));
    case 'BOOLEAN':
      return value === 1 ? 'true' : 'false';
    case 'INTEGER':
    case 'DECIMAL':
      return scratch.toString('latin1', 0, writeBigDecimal(scratch, 0, BigInt(value), scale));
    case 'DATE':
      return scratch.toString('latin1', 0, writeDate(scratch, 0, Number(value)));
    case 'TIMESTAMP':
      return scratch.toString('latin1', 0, writeIsoTimestamp(scratch, 0, Number(value), zone));
  }
}

function cut(text: string): string {
  return text.length <= MAX_CELL_CHARACTERS ? text : `${text.slice(0, MAX_CELL_CHARACTERS - 1)}…`;
}
