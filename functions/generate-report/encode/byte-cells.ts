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

/**
 * A writer of one column of a batch; it throws `INVALID_DATA` for values the column's type does not have. One closure
 * per type and array: each then meets one kind of array only, which is what makes it fast.
 */
export function createCellWriter(
  column: Column,
  { values, nulls }: Vector,
  before: Uint8Array,
  format: RowFormat,
): WriteCell {
  const write = writerOf(column, values, before, format);
  if (nulls === undefined) return write;
  const { missing } = format;
  return (buffer, offset, row) =>
    nulls[row] === 1
      ? put(buffer, put(buffer, offset, before), missing)
      : write(buffer, offset, row);
}

/** Arrays that are allowed but rare are turned into the usual one. */
function writerOf(
  column: Column,
  values: Vector['values'],
  before: Uint8Array,
  format: RowFormat,
): WriteCell {
  if (column.type === 'STRING') return texts(values as Texts, before, format);
  const numbers = values as Exclude<Vector['values'], Texts>;
  switch (column.type) {
    case 'INTEGER':
    case 'DECIMAL': {
      // The scale of whole numbers is 0, whatever the column says.
      const scale = column.type === 'DECIMAL' ? (column.scale ?? 0) : 0;
      if (numbers instanceof BigInt64Array) return bigNumbers(numbers, scale, before, format);
      if (numbers instanceof Float64Array) return floats(column, numbers, scale, before, format);
      const small = numbers instanceof Int32Array ? numbers : Int32Array.from(numbers);
      return scale === 0 ? integers(small, before) : decimals(small, scale, before);
    }
    case 'DATE': {
      if (numbers instanceof Int32Array) return days(column, numbers, before, format);
      const whole = Int32Array.from(numbers as ArrayLike<number>, wholeDay);
      return days(column, whole, before, format);
    }
    case 'TIMESTAMP': {
      if (numbers instanceof Float64Array) return moments(column, numbers, before, format);
      const floating = Float64Array.from(numbers as ArrayLike<number>, Number);
      return moments(column, floating, before, format);
    }
    case 'BOOLEAN': {
      if (numbers instanceof Uint8Array) return booleans(numbers, before, format);
      throw new TypeError(`The values of column ${column.name} must be bytes.`);
    }
  }
}

type Texts = readonly (string | null)[];

function texts(values: Texts, before: Uint8Array, { text, missing }: RowFormat): WriteCell {
  const lead = leadOf(before);
  return (buffer, offset, row) => {
    const value = values[row] as string | null;
    const start = putLead(buffer, offset, lead, before);
    return value === null ? put(buffer, start, missing) : text(buffer, start, value);
  };
}

function integers(values: Int32Array, before: Uint8Array): WriteCell {
  const lead = leadOf(before);
  return (buffer, offset, row) =>
    writeInteger(buffer, putLead(buffer, offset, lead, before), values[row] as number);
}

function decimals(values: Int32Array, scale: number, before: Uint8Array): WriteCell {
  const lead = leadOf(before);
  return (buffer, offset, row) =>
    writeDecimal(buffer, putLead(buffer, offset, lead, before), values[row] as number, scale);
}

function floats(
  column: Column,
  values: Float64Array,
  scale: number,
  before: Uint8Array,
  format: RowFormat,
): WriteCell {
  const lead = leadOf(before);
  return (buffer, offset, row) => {
    const value = values[row] as number;
    if (!Number.isSafeInteger(value)) throw unfit(column, 'a whole number');
    if (value > MAX_15_DIGITS || value < -MAX_15_DIGITS) format.longNumber();
    return writeDecimal(buffer, putLead(buffer, offset, lead, before), value, scale);
  };
}

function bigNumbers(
  values: BigInt64Array,
  scale: number,
  before: Uint8Array,
  format: RowFormat,
): WriteCell {
  const lead = leadOf(before);
  return (buffer, offset, row) => {
    const value = values[row] as bigint;
    if (value > MAX_15_DIGITS || value < -MAX_15_DIGITS) format.longNumber();
    return writeBigDecimal(buffer, putLead(buffer, offset, lead, before), value, scale);
  };
}

function days(
  column: Column,
  values: Int32Array,
  before: Uint8Array,
  { dateQuote }: RowFormat,
): WriteCell {
  const lead = leadOf(before);
  return (buffer, offset, row) => {
    const day = values[row] as number;
    if (day > MAX_DAYS || day < -MAX_DAYS) throw unfit(column, 'a date');
    const start = putLead(buffer, offset, lead, before);
    if (dateQuote === 0) return writeDate(buffer, start, day);
    buffer[start] = dateQuote;
    const end = writeDate(buffer, start + 1, day);
    buffer[end] = dateQuote;
    return end + 1;
  };
}

function moments(
  column: Column,
  values: Float64Array,
  before: Uint8Array,
  { dateQuote, timestamp }: RowFormat,
): WriteCell {
  const lead = leadOf(before);
  return (buffer, offset, row) => {
    const epochMs = values[row] as number;
    // Written so that NaN is refused too.
    if (!(epochMs <= MAX_MS && epochMs >= -MAX_MS)) throw unfit(column, 'a timestamp');
    const start = putLead(buffer, offset, lead, before);
    if (dateQuote === 0) return timestamp(buffer, start, values, row);
    buffer[start] = dateQuote;
    const end = timestamp(buffer, start + 1, values, row);
    buffer[end] = dateQuote;
    return end + 1;
  };
}

function booleans(values: Uint8Array, before: Uint8Array, { yes, no }: RowFormat): WriteCell {
  return (buffer, offset, row) =>
    put(buffer, put(buffer, offset, before), values[row] === 1 ? yes : no);
}

/** The only byte of `before`; -1 when there is none or more. */
function leadOf(before: Uint8Array): number {
  return before.length === 1 ? (before[0] as number) : -1;
}

/** Puts `before`; `lead` is what `leadOf` gave for it, as most of the time it is one byte. */
function putLead(buffer: Buffer, offset: number, lead: number, before: Uint8Array): number {
  if (lead < 0) return put(buffer, offset, before);
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
