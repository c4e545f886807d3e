import { ReportError } from '../errors.ts';
import type { Batch, Column, Vector } from '../pipeline/batch.ts';
import type { Out } from '../pipeline/encoder.ts';
import { MAX_DAYS, TIMESTAMP_BYTES, writeDate } from './byte-dates.ts';
import {
  numberBytes,
  writeBigDecimal,
  writeBigInteger,
  writeDecimal,
  writeInteger,
} from './byte-numbers.ts';

/** What stands around the values of a column. */
export interface CellBytes {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  /** The whole cell of a null. */
  readonly missing: Uint8Array;
}

/** How one text format writes rows; numbers and dates look the same in all of them. */
export interface RowFormat {
  readonly cells: readonly CellBytes[];
  readonly rowEnd: Uint8Array;
  readonly yes: Uint8Array;
  readonly no: Uint8Array;
  /** Most bytes `text` takes for one UTF-16 unit; it may take a few more for a whole text. */
  readonly bytesPerUnit: number;
  text(buffer: Buffer, offset: number, text: string): number;
  timestamp(buffer: Buffer, offset: number, epochMs: number): number;
  /** Told of each number beyond 15 digits. */
  longNumber(): void;
}

/** Writes rows as `Encoder.write` does. */
export type WriteRows = (batch: Batch, fromRow: number, out: Out) => number;

// One per type and array: each place in the loop below then meets one kind of array only, which is what makes it fast.
const TEXTS = 0;
const INTEGERS_32 = 1;
const INTEGERS_FLOAT = 2;
const INTEGERS_64 = 3;
const DECIMALS_32 = 4;
const DECIMALS_FLOAT = 5;
const DECIMALS_64 = 6;
const DATES = 7;
const TIMESTAMPS = 8;
const BOOLEANS = 9;

interface Cell extends CellBytes {
  readonly kind: number;
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
  const { rowEnd, yes, no, bytesPerUnit } = format;
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
        const { nulls } = cell;
        if (nulls !== undefined && nulls[row] === 1) {
          offset = put(buffer, offset, cell.missing);
          continue;
        }
        if (cell.kind === TEXTS) {
          const text = (cell.values as readonly (string | null)[])[row] as string | null;
          if (text === null) {
            offset = put(buffer, offset, cell.missing);
            continue;
          }
          const room = rowBytes + text.length * bytesPerUnit;
          if (offset + room > buffer.length) buffer = makeRoom(out, offset, room);
          offset = put(buffer, offset, cell.before);
          offset = format.text(buffer, offset, text);
        } else {
          offset = put(buffer, offset, cell.before);
          offset = writeValue(buffer, offset, cell, row);
        }
        offset = put(buffer, offset, cell.after);
      }
      offset = put(buffer, offset, rowEnd);
      out.offset = offset;
      if (out.isFull) return row + 1;
    }
    return batch.length;
  }

  function writeValue(buffer: Buffer, offset: number, cell: Cell, row: number): number {
    switch (cell.kind) {
      case INTEGERS_32:
        return writeInteger(buffer, offset, (cell.values as Int32Array)[row] as number);
      case INTEGERS_FLOAT: {
        const value = wholeNumber((cell.values as Float64Array)[row] as number, cell);
        return writeInteger(buffer, offset, value);
      }
      case INTEGERS_64:
        return writeBigInteger(buffer, offset, counted((cell.values as BigInt64Array)[row]));
      case DECIMALS_32:
        return writeDecimal(buffer, offset, (cell.values as Int32Array)[row] as number, cell.scale);
      case DECIMALS_FLOAT: {
        const value = wholeNumber((cell.values as Float64Array)[row] as number, cell);
        return writeDecimal(buffer, offset, value, cell.scale);
      }
      case DECIMALS_64: {
        const value = counted((cell.values as BigInt64Array)[row]);
        return writeBigDecimal(buffer, offset, value, cell.scale);
      }
      case DATES: {
        const days = (cell.values as Int32Array)[row] as number;
        if (days > MAX_DAYS || days < -MAX_DAYS) throw unfit(cell, 'a date');
        return writeDate(buffer, offset, days);
      }
      case TIMESTAMPS: {
        const epochMs = (cell.values as Float64Array)[row] as number;
        // Written so that NaN is refused too.
        if (!(epochMs <= MAX_MS && epochMs >= -MAX_MS)) throw unfit(cell, 'a timestamp');
        return format.timestamp(buffer, offset, epochMs);
      }
      default: {
        const isTrue = (cell.values as Uint8Array)[row] === 1;
        return put(buffer, offset, isTrue ? yes : no);
      }
    }
  }

  function wholeNumber(value: number, cell: Cell): number {
    if (!Number.isSafeInteger(value)) throw unfit(cell, 'a whole number');
    if (value > MAX_15_DIGITS || value < -MAX_15_DIGITS) format.longNumber();
    return value;
  }

  function counted(value: bigint | undefined): bigint {
    const known = value as bigint;
    if (known > MAX_15_DIGITS || known < -MAX_15_DIGITS) format.longNumber();
    return known;
  }

  function cellOf(column: Column, index: number, vector: Vector | undefined): Cell {
    if (!vector) throw new TypeError(`The batch has no vector for column ${column.name}.`);
    const { before, after, missing } = format.cells[index] as CellBytes;
    const { nulls } = vector;
    const scale = column.scale ?? 0;
    return { before, after, missing, nulls, scale, name: column.name, ...typed(column, vector) };
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
    case 'DECIMAL': {
      const isInteger = type === 'INTEGER';
      if (numbers instanceof BigInt64Array) {
        return { kind: isInteger ? INTEGERS_64 : DECIMALS_64, values };
      }
      if (numbers instanceof Float64Array) {
        return { kind: isInteger ? INTEGERS_FLOAT : DECIMALS_FLOAT, values };
      }
      const integers = numbers instanceof Int32Array ? numbers : Int32Array.from(numbers);
      return { kind: isInteger ? INTEGERS_32 : DECIMALS_32, values: integers };
    }
    case 'DATE':
      if (numbers instanceof Int32Array) return { kind: DATES, values };
      return { kind: DATES, values: Int32Array.from(numbers as ArrayLike<number>, Number) };
    case 'TIMESTAMP':
      if (numbers instanceof Float64Array) return { kind: TIMESTAMPS, values };
      return { kind: TIMESTAMPS, values: Float64Array.from(numbers as ArrayLike<number>, Number) };
    case 'BOOLEAN':
      if (numbers instanceof Uint8Array) return { kind: BOOLEANS, values };
      throw new TypeError(`The values of column ${name} must be bytes.`);
  }
}

function mostBytesWithoutTexts(columns: readonly Column[], format: RowFormat): number {
  const fixed = columns.map(({ scale = 0 }, index) => {
    const { before, after, missing } = format.cells[index] as CellBytes;
    const value = Math.max(numberBytes(scale), TIMESTAMP_BYTES, TEXT_EXTRAS);
    return before.length + after.length + missing.length + value;
  });
  return fixed.reduce((sum, bytes) => sum + bytes, format.rowEnd.length);
}
