import type { Batch, Column } from '../pipeline/batch.ts';
import type { Out } from '../pipeline/encoder.ts';
import { createCellWriter, type RowFormat, type WriteCell } from './byte-cells.ts';
import { TIMESTAMP_BYTES } from './byte-dates.ts';
import { numberBytes } from './byte-numbers.ts';

/** Writes rows as `Encoder.write` does. */
export type WriteRows = (batch: Batch, fromRow: number, out: Out) => number;

/** For quotes and the like around a text. */
const TEXT_EXTRAS = 8;

/** A writer of rows in `format`; it throws `INVALID_DATA` for values their column's type does not have. */
export function createRowWriter(columns: readonly Column[], format: RowFormat): WriteRows {
  const { bytesPerUnit } = format;
  const { length: endBytes, 0: end = 0, 1: secondEnd = 0 } = format.rowEnd;
  const fixedBytes = mostBytesWithoutTexts(columns, format);
  return write;

  function write(batch: Batch, fromRow: number, out: Out): number {
    const { writers, texts } = prepare(batch);
    const { fullBytes } = out;
    let { buffer, offset } = out;
    for (let row = fromRow; row < batch.length; row++) {
      let rowBytes = fixedBytes;
      for (let index = 0; index < texts.length; index++) {
        const text = (texts[index] as Texts)[row];
        if (text) rowBytes += text.length * bytesPerUnit;
      }
      if (offset + rowBytes > buffer.length) buffer = makeRoom(out, offset, rowBytes);
      for (let column = 0; column < writers.length; column++) {
        offset = (writers[column] as WriteCell)(buffer, offset, row);
      }
      buffer[offset] = end;
      buffer[offset + 1] = secondEnd;
      offset += endBytes;
      out.offset = offset;
      if (offset >= fullBytes) return row + 1;
    }
    return batch.length;
  }

  function prepare({ vectors }: Batch): { writers: WriteCell[]; texts: Texts[] } {
    const texts: Texts[] = [];
    const writers = columns.map((column, index) => {
      const vector = vectors[index];
      if (!vector) throw new TypeError(`The batch has no vector for column ${column.name}.`);
      if (column.type === 'STRING') texts.push(vector.values as Texts);
      return createCellWriter(column, vector, format.before[index] as Uint8Array, format);
    });
    return { writers, texts };
  }
}

type Texts = readonly (string | null)[];

function makeRoom(out: Out, offset: number, bytes: number): Buffer {
  out.offset = offset;
  out.ensure(bytes);
  return out.buffer;
}

function mostBytesWithoutTexts(columns: readonly Column[], format: RowFormat): number {
  const fixed = columns.map(({ scale = 0 }, index) => {
    const value = Math.max(numberBytes(scale), TIMESTAMP_BYTES + 2, TEXT_EXTRAS);
    return (format.before[index]?.length ?? 0) + value;
  });
  return fixed.reduce((sum, bytes) => sum + bytes, format.rowEnd.length);
}
