import { ReportError } from '../../errors.ts';
import type { Column, Vector } from '../../pipeline/batch.ts';
import type { TimeZone } from '../../pipeline/time-zone.ts';
import { timestampText } from './timestamp-text.ts';

const DAY_MS = 86_400_000;

/** The text of a vector's value as people read it; empty for null. */
export type CellText = (vector: Vector, row: number) => string;

/**
 * How a column's cells are written: decimals exact and in groups of thousands, dates as they are, timestamps in
 * `zone`. Whole numbers are grouped where they are summed: a year or a number plate of 4,711 would be wrong.
 */
export function createCellText(column: Column, zone: TimeZone): CellText {
  const write = createValueText(column, zone);
  return ({ values, nulls }, row) => {
    const value = values[row];
    if (value === null || value === undefined || nulls?.[row] === 1) return '';
    return write(value);
  };
}

/** A whole number of 10^-scale with a point and, when asked, commas between thousands. */
export function formatScaled(value: bigint | number, scale: number, isGrouped: boolean): string {
  const isNegative = value < 0;
  let digits = String(isNegative ? -value : value);
  if (scale > 0) digits = digits.padStart(scale + 1, '0');
  let whole = scale > 0 ? digits.slice(0, -scale) : digits;
  if (isGrouped) whole = groupThousands(whole);
  const fraction = scale > 0 ? `.${digits.slice(-scale)}` : '';
  return `${isNegative ? '-' : ''}${whole}${fraction}`;
}

/** A value of an INTEGER or DECIMAL column; `INVALID_DATA` when it is not the whole number such columns hold. */
export function wholeNumber(column: Column, value: string | number | bigint): bigint | number {
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) return value;
    if (Number.isInteger(value)) return BigInt(value);
  }
  if (typeof value === 'bigint') return value;
  throw invalid(column, `a value that is no whole number: ${value}`);
}

function createValueText(
  column: Column,
  zone: TimeZone,
): (value: string | number | bigint) => string {
  switch (column.type) {
    case 'STRING':
      return String;
    case 'INTEGER':
      return (value) => formatScaled(wholeNumber(column, value), 0, column.summed === true);
    case 'DECIMAL':
      return (value) => formatScaled(wholeNumber(column, value), column.scale ?? 0, true);
    case 'BOOLEAN':
      return (value) => (value ? 'Yes' : 'No');
    case 'DATE':
      return (value) => dateText(column, Number(value));
    case 'TIMESTAMP':
      return (value) => timestampText(zone, Number(value)) ?? outOfRange(column);
  }
}

function dateText(column: Column, days: number): string {
  const day = new Date(days * DAY_MS);
  if (Number.isNaN(day.getTime())) return outOfRange(column);
  const text = day.toISOString();
  return text.slice(0, text.indexOf('T'));
}

function groupThousands(digits: string): string {
  let grouped = '';
  let end = digits.length;
  for (; end > 3; end -= 3) grouped = `,${digits.slice(end - 3, end)}${grouped}`;
  return digits.slice(0, end) + grouped;
}

function outOfRange(column: Column): never {
  throw invalid(column, 'a date that no calendar reaches');
}

function invalid(column: Column, what: string): ReportError {
  return new ReportError('INVALID_DATA', `The column ${column.name} holds ${what}.`);
}
