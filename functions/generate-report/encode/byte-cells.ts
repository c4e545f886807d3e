import { ReportError } from '../errors.ts';
import type { Column, Vector } from '../pipeline/batch.ts';
import { MAX_DAYS, writeDate } from './byte-dates.ts';
import { writeBigDecimal, writeDecimal, writeInteger } from './byte-numbers.ts';

/** How one text format writes rows; numbers and dates look the same in all of them. */
export interface RowFormat {
  /** What stands before the cell of each column. */
  readonly before: readonly Uint8Array[];
  /** One byte or two. */
  readonly rowEnd: Uint8Array;
  /** What a null looks like. */
  readonly missing: Uint8Array;
  readonly yes: Uint8Array;
  readonly no: Uint8Array;
  /** What stands around dates and timestamps: a character code, or 0 for nothing. */
  readonly dateQuote: number;
  /** Most bytes `text` takes for one UTF-16 unit; it may take a few more for a whole text. */
  readonly bytesPerUnit: number;
  text(buffer: Buffer, offset: number, text: string): number;
  /** Writes `values[row]`: a number handed over by itself would cost an allocation. */
  timestamp(buffer: Buffer, offset: number, values: Float64Array, row: number): number;
  /** Told of each number beyond 15 digits. */
  longNumber(): void;
}

/** Writes what stands before a cell and the cell of a row; there must be room. Gives the offset behind it. */
export type WriteCell = (buffer: Buffer, offset: number, row: number) => number;

const MAX_15_DIGITS = 999_999_999_999_999;
const MAX_MS = MAX_DAYS * 86_400_000;

/** Puts `bytes` at `offset`; gives the offset behind them. For a few bytes this is faster than any copy. */
export function put(buffer: Buffer, offset: number, bytes: Uint8Array): number {
  for (let index = 0; index < bytes.length; index++) buffer[offset++] = bytes[index] as number;
  return offset;
}

/** A column as its writer sees it. */
interface Cells extends RowFormat {
  readonly column: Column;
  /** What stands before each cell. */
  readonly prefix: Uint8Array;
  /** The only byte of `prefix`, as it is most of the time; -1 when there is none or more. */
  readonly lead: number;
  readonly scale: number;
}

/**
 * A writer of one column of a batch; it throws `INVALID_DATA` for values the column's type does not have. One closure
 * per type and array: each then meets one kind of array only, which is what makes it fast.
 */
export function createCellWriter(
  column: Column,
  { values, nulls }: Vector,
  prefix: Uint8Array,
  format: RowFormat,
): WriteCell {
  const lead = prefix.length === 1 ? (prefix[0] as number) : -1;
  // The scale of whole numbers is 0, whatever the column says.
  const scale = column.type === 'DECIMAL' ? (column.scale ?? 0) : 0;
  const write = writerOf(values, { ...format, column, prefix, lead, scale });
  if (nulls === undefined) return write;
  const { missing } = format;
  return (buffer, offset, row) =>
    nulls[row] === 1
      ? put(buffer, put(buffer, offset, prefix), missing)
      : write(buffer, offset, row);
}

/** Arrays that are allowed but rare are turned into the usual one. */
function writerOf(values: Vector['values'], cells: Cells): WriteCell {
  const { type, name } = cells.column;
  if (type === 'STRING') return texts(values as Texts, cells);
  const numbers = values as Exclude<Vector['values'], Texts>;
  switch (type) {
    case 'INTEGER':
    case 'DECIMAL': {
      if (numbers instanceof BigInt64Array) return bigNumbers(numbers, cells);
      if (numbers instanceof Float64Array) return floats(numbers, cells);
      const small = numbers instanceof Int32Array ? numbers : Int32Array.from(numbers);
      return cells.scale === 0 ? integers(small, cells) : decimals(small, cells);
    }
    case 'DATE': {
      if (numbers instanceof Int32Array) return days(numbers, cells);
      return days(Int32Array.from(numbers as ArrayLike<number>, wholeDay), cells);
    }
    case 'TIMESTAMP': {
      if (numbers instanceof Float64Array) return moments(numbers, cells);
      return moments(Float64Array.from(numbers as ArrayLike<number>, Number), cells);
    }
    case 'BOOLEAN': {
      if (numbers instanceof Uint8Array) return booleans(numbers, cells);
      throw new TypeError(`The values of column ${name} must be bytes.`);
    }
  }
}

type Texts = readonly (string | null)[];

function texts(values: Texts, { prefix, lead, text, missing }: Cells): WriteCell {
  return (buffer, offset, row) => {
    const value = values[row] as string | null;
    const start = putLead(buffer, offset, lead, prefix);
    return value === null ? put(buffer, start, missing) : text(buffer, start, value);
  };
}

function integers(values: Int32Array, { prefix, lead }: Cells): WriteCell {
  return (buffer, offset, row) =>
    writeInteger(buffer, putLead(buffer, offset, lead, prefix), values[row] as number);
}

function decimals(values: Int32Array, { prefix, lead, scale }: Cells): WriteCell {
  return (buffer, offset, row) =>
    writeDecimal(buffer, putLead(buffer, offset, lead, prefix), values[row] as number, scale);
}

function floats(
  values: Float64Array,
  { column, prefix, lead, scale, longNumber }: Cells,
): WriteCell {
  return (buffer, offset, row) => {
    const value = values[row] as number;
    if (!Number.isSafeInteger(value)) throw unfit(column, 'a whole number');
    if (value > MAX_15_DIGITS || value < -MAX_15_DIGITS) longNumber();
    return writeDecimal(buffer, putLead(buffer, offset, lead, prefix), value, scale);
  };
}

function bigNumbers(values: BigInt64Array, { prefix, lead, scale, longNumber }: Cells): WriteCell {
  return (buffer, offset, row) => {
    const value = values[row] as bigint;
    if (value > MAX_15_DIGITS || value < -MAX_15_DIGITS) longNumber();
    return writeBigDecimal(buffer, putLead(buffer, offset, lead, prefix), value, scale);
  };
}

function days(values: Int32Array, cells: Cells): WriteCell {
  const { column } = cells;
  return quotedDates(cells, (buffer, offset, row) => {
    const day = values[row] as number;
    if (day > MAX_DAYS || day < -MAX_DAYS) throw unfit(column, 'a date');
    return writeDate(buffer, offset, day);
  });
}

function moments(values: Float64Array, cells: Cells): WriteCell {
  const { column, timestamp } = cells;
  return quotedDates(cells, (buffer, offset, row) => {
    const epochMs = values[row] as number;
    // Written so that NaN is refused too.
    if (!(epochMs <= MAX_MS && epochMs >= -MAX_MS)) throw unfit(column, 'a timestamp');
    return timestamp(buffer, offset, values, row);
  });
}

/** With the prefix, and with quotes in formats that have them around dates. */
function quotedDates({ prefix, lead, dateQuote }: Cells, write: WriteCell): WriteCell {
  if (dateQuote === 0) {
    return (buffer, offset, row) => write(buffer, putLead(buffer, offset, lead, prefix), row);
  }
  return (buffer, offset, row) => {
    const start = putLead(buffer, offset, lead, prefix);
    buffer[start] = dateQuote;
    const end = write(buffer, start + 1, row);
    buffer[end] = dateQuote;
    return end + 1;
  };
}

function booleans(values: Uint8Array, { prefix, yes, no }: Cells): WriteCell {
  return (buffer, offset, row) =>
    put(buffer, put(buffer, offset, prefix), values[row] === 1 ? yes : no);
}

/** Puts `prefix`, of which `lead` is the only byte if it has one. */
function putLead(buffer: Buffer, offset: number, lead: number, prefix: Uint8Array): number {
  if (lead < 0) return put(buffer, offset, prefix);
  buffer[offset] = lead;
  return offset + 1;
}

function unfit({ name }: Column, what: string): ReportError {
  return new ReportError('INVALID_DATA', `A value of column ${name} is not ${what}.`);
}

/** A day that is none becomes one that is refused, if it is met: where a null is, any number may stand. */
function wholeDay(day: number | bigint): number {
  const number = Number(day);
  return Math.abs(number) <= MAX_DAYS && Number.isInteger(number) ? number : MAX_DAYS + 1;
}
