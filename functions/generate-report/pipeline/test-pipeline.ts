/** Rows and storage in memory; for tests. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { MultipartUpload } from '../upload/multipart-upload.ts';
import type { Batch, Column, RowSource, Values } from './batch.ts';
import type { CreateEncoder, DocumentFacts, Encoder } from './encoder.ts';
import { createOut } from './out.ts';

export const facts: DocumentFacts = {
  title: 'Orders',
  definition: 'all orders',
  asOf: '2026-11-21T00:00:00Z',
  timeZone: 'UTC',
  reportId: '01JD0000000000000000000000',
};

/** One batch of one column. */
export function columnOf(values: Values, nulls?: Uint8Array): Batch {
  return { length: values.length, vectors: [{ values, ...(nulls && { nulls }) }] };
}

/** All bytes an encoder makes of batches, and its warnings. */
export async function encodeAll(
  create: CreateEncoder,
  columns: readonly Column[],
  batches: readonly Batch[],
  timeZone = 'UTC',
): Promise<{ bytes: Buffer; encoder: Encoder }> {
  const encoder = create({ columns, facts: { ...facts, timeZone }, rowsExpected: null });
  const out = createOut(Number.POSITIVE_INFINITY, { usualBytes: 1024 });
  await encoder.begin(out);
  for (const batch of batches) await encoder.write(batch, 0, out);
  await encoder.end(out);
  return { bytes: Buffer.from(out.buffer.subarray(0, out.offset)), encoder };
}

/** Storage that keeps parts in memory and gives them out joined once completed. */
export function memoryUpload(uploadMs = 0) {
  const parts: Buffer[] = [];
  let underWay = 0;
  let mostUnderWay = 0;
  let completed: Buffer | undefined;
  let isAborted = false;
  const upload: MultipartUpload = {
    uploadId: 'upload-1',
    async uploadPart(partNumber, body, signal) {
      mostUnderWay = Math.max(mostUnderWay, ++underWay);
      await sleep(uploadMs, undefined, { signal });
      underWay--;
      // Copied only now: whoever changes the bytes meanwhile is found out.
      parts[partNumber - 1] = Buffer.from(body);
      return { etag: `etag-${partNumber}` };
    },
    complete(all) {
      completed = Buffer.concat(parts.slice(0, all.length));
      return Promise.resolve();
    },
    abort() {
      isAborted = true;
      return Promise.resolve();
    },
  };
  return {
    upload,
    parts,
    object: () => completed,
    isAborted: () => isAborted,
    mostUnderWay: () => mostUnderWay,
  };
}

const WORDS = [
  'lamp',
  'desk, small',
  'say "chair"',
  '=SUM(A1)',
  '-5',
  'über',
  '東京',
  '😀',
  '',
  null,
];

/** Rows of every type, the same for the same row number, in batches of changing length. */
export function mixedRows(rowsExpected: number, rowsMade = rowsExpected): RowSource {
  return {
    columns: [
      { name: 'id', type: 'INTEGER' },
      { name: 'amount', type: 'DECIMAL', scale: 2 },
      { name: 'large', type: 'INTEGER' },
      { name: 'day', type: 'DATE' },
      { name: 'moment', type: 'TIMESTAMP' },
      { name: 'word', type: 'STRING' },
      { name: 'flag', type: 'BOOLEAN' },
    ],
    rowsExpected,
    // eslint-disable-next-line @typescript-eslint/require-await -- batches are asynchronous for all kinds
    async *batches({ fromRow, signal }) {
      let length = 1;
      for (let row = fromRow; row < rowsMade; row += length) {
        signal.throwIfAborted();
        length = Math.min(1 + ((row * 7) % 300), rowsMade - row);
        yield mixedBatch(row, length);
      }
    },
  };
}

function mixedBatch(firstRow: number, length: number): Batch {
  const rows = Array.from({ length }, (_, index) => firstRow + index);
  return {
    length,
    vectors: [
      { values: Int32Array.from(rows) },
      { values: Float64Array.from(rows, (row) => (row - 500) * 1_000_003) },
      { values: BigInt64Array.from(rows, (row) => BigInt(row % 1000) * 9_007_199_254_740_993n) },
      { values: Int32Array.from(rows, (row) => 19_000 + row) },
      { values: Float64Array.from(rows, (row) => 1.7e12 + row * 1_234_567) },
      { values: rows.map((row) => WORDS[row % WORDS.length] ?? null) },
      {
        values: Uint8Array.from(rows, (row) => row % 2),
        nulls: Uint8Array.from(rows, (row) => Number(row % 5 === 0)),
      },
    ],
  };
}
