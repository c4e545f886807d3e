import type { DataChunk, Vector as RawVector } from '@duckdb/node-bindings';
import type { Batch, Column, Values, Vector } from '../pipeline/batch.ts';
import type { DuckDb } from './duckdb.ts';
import { createTextReader } from './texts.ts';

const TWO_TO_32 = 2 ** 32;
/** Bytes of one value in DuckDB's vectors, of what `typedSelect` makes of each type. */
const VALUE_BYTES = {
  STRING: 16,
  INTEGER: 8,
  DECIMAL: 8,
  TIMESTAMP: 8,
  DATE: 4,
  BOOLEAN: 1,
} as const;

/** How a column is selected so that its vector can be taken as it is: decimals without their point, times in ms. */
export function asVector({ type }: Column, value: string): string {
  return type === 'TIMESTAMP' ? `epoch_ms(${value})` : value;
}

/** A reader of chunks into batches, without a call per value; the batch does not refer to DuckDB's memory. */
export function createBatchReader(
  columns: readonly Column[],
  { bindings }: DuckDb,
): (chunk: DataChunk) => Batch {
  const readTexts = columns.map(() => createTextReader(bindings));
  return function read(chunk) {
    const length = bindings.data_chunk_get_size(chunk);
    const vectors = columns.map((column, index): Vector => {
      const vector = bindings.data_chunk_get_vector(chunk, index);
      const nulls = nullsOf(vector, length);
      const values = valuesOf(column, index, vector, length, nulls);
      return nulls ? { values, nulls } : { values };
    });
    return { length, vectors };
  };

  function valuesOf(
    { type }: Column,
    index: number,
    vector: RawVector,
    length: number,
    nulls: Uint8Array | undefined,
  ): Values {
    const bytes = bindings.vector_get_data(vector, length * VALUE_BYTES[type]);
    if (type === 'STRING') return readTexts[index]?.(bytes, length, nulls) ?? [];
    if (type === 'BOOLEAN') return bytes.slice();
    const { buffer, byteOffset } = bytes;
    if (type === 'DATE') return new Int32Array(buffer, byteOffset, length).slice();
    const halves = new Int32Array(buffer, byteOffset, length * 2);
    if (type === 'TIMESTAMP') return asDoubles(halves, nulls) ?? new Float64Array(length);
    return asIntegers(halves, nulls) ?? asDoubles(halves, nulls) ?? asBigInts(bytes, length);
  }

  /** Undefined when nothing is null. */
  function nullsOf(vector: RawVector, length: number): Uint8Array | undefined {
    const bytes = bindings.vector_get_validity(vector, Math.ceil(length / 64) * 8) as
      Uint8Array | undefined;
    if (!bytes) return undefined;
    const nulls = new Uint8Array(length);
    let some = 0;
    for (let row = 0; row < length; row++) {
      some |= nulls[row] = 1 - (((bytes[row >> 3] as number) >> (row & 7)) & 1);
    }
    return some === 0 ? undefined : nulls;
  }
}

/** Undefined when a value needs more than 32 bits. The place of a null may hold anything. */
function asIntegers(halves: Int32Array, nulls: Uint8Array | undefined): Int32Array | undefined {
  const values = new Int32Array(halves.length / 2);
  for (let row = 0; row < values.length; row++) {
    const low = halves[row * 2] as number;
    if (halves[row * 2 + 1] !== low >> 31) {
      if (nulls?.[row] === 1) continue;
      return undefined;
    }
    values[row] = low;
  }
  return values;
}

/** Undefined when a value needs more than 53 bits. */
function asDoubles(halves: Int32Array, nulls: Uint8Array | undefined): Float64Array | undefined {
  const values = new Float64Array(halves.length / 2);
  for (let row = 0; row < values.length; row++) {
    if (nulls?.[row] === 1) continue;
    const low = halves[row * 2] as number;
    const value = (halves[row * 2 + 1] as number) * TWO_TO_32 + (low >>> 0);
    if (!Number.isSafeInteger(value)) return undefined;
    values[row] = value;
  }
  return values;
}

function asBigInts({ buffer, byteOffset }: Uint8Array, length: number): BigInt64Array {
  return new BigInt64Array(buffer, byteOffset, length).slice();
}
