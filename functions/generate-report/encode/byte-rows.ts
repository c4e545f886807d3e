import { ReportError } from '../errors.ts';
import type { Batch, Column, Vector } from '../pipeline/batch.ts';
import type { Out } from '../pipeline/encoder.ts';
import { MAX_DAYS, TIMESTAMP_BYTES, writeDate } from './byte-dates.ts';
import { numberBytes, writeBigDecimal, writeDecimal } from './byte-numbers.ts';

/** How one text format writes rows; numbers and dates look the same in all of them. */
export interface RowFormat {
  /** What stands before the cell of each column. */
  readonly before: readonly Uint8Array[];
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

/** Writes rows as `Encoder.write` does. */
export type WriteRows = (batch: Batch, fromRow: number, out: Out) => number;

// One per type and array: each place in the loop below then meets one kind of array only, which is what makes it fast.
const TEXTS = 0;
const NUMBERS_32 = 1;
const NUMBERS_FLOAT = 2;
const NUMBERS_64 = 3;
const DATES = 4;
const TIMESTAMPS = 5;
const BOOLEANS = 6;

interface Cell {
  readonly kind: number;
  readonly before: Uint8Array;
  readonly values: Vector['values'];
  readonly nulls: Uint8Array | undefined;
  readonly scale: number;
  readonly name: string;
}

const MAX_15_DIGITS = 999_999_999_999_999;
const MAX_MS = MAX_DAYS * 86_400_000;
/** For quotes and the like around a text. */
const TEXT_EXTRAS = 8;

/** Puts `bytes` at `offset`; gives the offset behind them. For a few bytes this is faster than any copy. */
export function put(buffer: Buffer, offset: number, bytes: Uint8Array): number {
  for (let index = 0; index < bytes.length; index++) buffer[offset++] = bytes[index] as number;
  return offset;
}

/** A writer of rows in `format`; it throws `INVALID_DATA` for values their column's type does not have. */
export function createRowWriter(columns: readonly Column[], format: RowFormat): WriteRows {
  const { rowEnd, missing, yes, no, dateQuote, bytesPerUnit } = format;
  const rowBytes = mostBytesWithoutTexts(columns, format);
  return write;

  function write(batch: Batch, fromRow: number, out: Out): number {
    const cells = columns.map((column, index) => cellOf(column, index, batch.vectors[index]));
    const width = cells.length;
    out.ensure(rowBytes);
    let { buffer, offset } = out;
    for (let row = fromRow; row < batch.length; row++) {
      if (offset + rowBytes > buffer.length) buffer = makeRoom(out, offset, rowBytes);
      for (let column = 0; column < width; column++) {
        const cell = cells[column] as Cell;
        const { before } = cell;
        if (before.length === 1) buffer[offset++] = before[0] as number;
        else offset = put(buffer, offset, before);
        if (cell.nulls !== undefined && cell.nulls[row] === 1) {
          offset = put(buffer, offset, missing);
        } else if (cell.kind !== TEXTS) {
          offset = writeValue(buffer, offset, cell, row);
        } else {
          const text = (cell.values as readonly (string | null)[])[row] as string | null;
          if (text === null) {
            offset = put(buffer, offset, missing);
            continue;
          }
          const room = rowBytes + text.length * bytesPerUnit;
          if (offset + room > buffer.length) buffer = makeRoom(out, offset, room);
          offset = format.text(buffer, offset, text);
        }
      }
      offset = put(buffer, offset, rowEnd);
      out.offset = offset;
      if (out.isFull) return row + 1;
    }
    return batch.length;
  }

  function writeValue(buffer: Buffer, offset: number, cell: Cell, row: number): number {
    switch (cell.kind) {
      case NUMBERS_32:
        return writeDecimal(buffer, offset, (cell.values as Int32Array)[row] as number, cell.scale);
      case NUMBERS_FLOAT: {
        const value = (cell.values as Float64Array)[row] as number;
        if (!Number.isSafeInteger(value)) throw unfit(cell, 'a whole number');
        if (value > MAX_15_DIGITS || value < -MAX_15_DIGITS) format.longNumber();
        return writeDecimal(buffer, offset, value, cell.scale);
      }
      case NUMBERS_64: {
        const value = (cell.values as BigInt64Array)[row] as bigint;
        if (value > MAX_15_DIGITS || value < -MAX_15_DIGITS) format.longNumber();
        return writeBigDecimal(buffer, offset, value, cell.scale);
      }
      case DATES:
        return writeDay(buffer, offset, cell, row);
      case TIMESTAMPS:
        return writeMoment(buffer, offset, cell, row);
      default:
        return put(buffer, offset, (cell.values as Uint8Array)[row] === 1 ? yes : no);
    }
  }

  function writeDay(buffer: Buffer, offset: number, cell: Cell, row: number): number {
    const days = (cell.values as Int32Array)[row] as number;
    if (days > MAX_DAYS || days < -MAX_DAYS) throw unfit(cell, 'a date');
    if (dateQuote === 0) return writeDate(buffer, offset, days);
    buffer[offset] = dateQuote;
    offset = writeDate(buffer, offset + 1, days);
    buffer[offset] = dateQuote;
    return offset + 1;
  }

  function writeMoment(buffer: Buffer, offset: number, cell: Cell, row: number): number {
    const values = cell.values as Float64Array;
    const epochMs = values[row] as number;
    // Written so that NaN is refused too.
    if (!(epochMs <= MAX_MS && epochMs >= -MAX_MS)) throw unfit(cell, 'a timestamp');
    if (dateQuote === 0) return format.timestamp(buffer, offset, values, row);
    buffer[offset] = dateQuote;
    offset = format.timestamp(buffer, offset + 1, values, row);
    buffer[offset] = dateQuote;
    return offset + 1;
  }

  function cellOf(column: Column, index: number, vector: Vector | undefined): Cell {
    if (!vector) throw new TypeError(`The batch has no vector for column ${column.name}.`);
    const { kind, values } = typed(column, vector);
    const before = format.before[index] as Uint8Array;
    // The scale of whole numbers is 0, whatever the column says.
    const scale = column.type === 'DECIMAL' ? (column.scale ?? 0) : 0;
    return { kind, before, values, nulls: vector.nulls, scale, name: column.name };
  }
}

function makeRoom(out: Out, offset: number, bytes: number): Buffer {
  out.offset = offset;
  out.ensure(bytes);
  return out.buffer;
}

function unfit(cell: Cell, what: string): ReportError {
  return new ReportError('INVALID_DATA', `A value of column ${cell.name} is not ${what}.`);
}

/** The loop's kind for a vector; arrays that are allowed but rare are turned into the usual one. */
function typed({ type, name }: Column, { values }: Vector): Pick<Cell, 'kind' | 'values'> {
  if (type === 'STRING') return { kind: TEXTS, values };
  const numbers = values as Exclude<Vector['values'], readonly (string | null)[]>;
  switch (type) {
    case 'INTEGER':
    case 'DECIMAL':
      if (numbers instanceof BigInt64Array) return { kind: NUMBERS_64, values };
      if (numbers instanceof Float64Array) return { kind: NUMBERS_FLOAT, values };
      if (numbers instanceof Int32Array) return { kind: NUMBERS_32, values };
      return { kind: NUMBERS_32, values: Int32Array.from(numbers) };
    case 'DATE':
      if (numbers instanceof Int32Array) return { kind: DATES, values };
      return { kind: DATES, values: Int32Array.from(numbers as ArrayLike<number>, wholeDay) };
    case 'TIMESTAMP':
      if (numbers instanceof Float64Array) return { kind: TIMESTAMPS, values };
      return { kind: TIMESTAMPS, values: Float64Array.from(numbers as ArrayLike<number>, Number) };
    case 'BOOLEAN':
      if (numbers instanceof Uint8Array) return { kind: BOOLEANS, values };
      throw new TypeError(`The values of column ${name} must be bytes.`);
  }
}

/** A day that is none becomes one that is refused, if it is met: where a null is, any number may stand. */
function wholeDay(day: number | bigint): number {
  const number = Number(day);
  return Math.abs(number) <= MAX_DAYS && Number.isInteger(number) ? number : MAX_DAYS + 1;
}

function mostBytesWithoutTexts(columns: readonly Column[], format: RowFormat): number {
  const fixed = columns.map(({ scale = 0 }, index) => {
    const value = Math.max(numberBytes(scale), TIMESTAMP_BYTES + 2, TEXT_EXTRAS);
    return (format.before[index]?.length ?? 0) + value;
  });
  return fixed.reduce((sum, bytes) => sum + bytes, format.rowEnd.length);
}
