import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Batch } from '../pipeline/batch.ts';
import { encodeAll, mixedRows } from '../pipeline/test-pipeline.ts';
import { createCsvEncoder } from './csv-bytes.ts';
import { createGzipEncoder } from './gzip.ts';
import { createJsonLinesEncoder } from './json-lines.ts';

const CSV = createCsvEncoder({ dialect: 'EXCEL' });

test('unpacked it is what the other encoder writes, in order, whatever the number of members', async () => {
  const source = mixedRows(80_000);
  const batches: Batch[] = [];
  const reading = source.batches({ fromRow: 0, signal: new AbortController().signal });
  for await (const batch of reading) batches.push(batch);
  const plain = await encodeAll(CSV, source.columns, batches);
  const packed = await encodeAll(createGzipEncoder(CSV), source.columns, batches);

  expect(plain.bytes.length).toBeGreaterThan(6 * 1024 * 1024);
  expect(gunzipSync(packed.bytes).equals(plain.bytes)).toBe(true);
  expect(membersIn(packed.bytes)).toBeGreaterThanOrEqual(3);
  expect(packed.encoder.warnings()).toEqual(plain.encoder.warnings());
  expect(packed.encoder.extension).toBe('csv.gz');
});

test('a file with nothing in it is a gzip file all the same', async () => {
  const { bytes } = await encodeAll(
    createGzipEncoder(createJsonLinesEncoder),
    [{ name: 'a', type: 'DATE' }],
    [],
  );

  expect(gunzipSync(bytes)).toHaveLength(0);
});

/** Members begin with a fixed header, whose chance of standing elsewhere in these bytes is nil. */
function membersIn(bytes: Buffer): number {
  const header = bytes.subarray(0, 10);
  let count = 0;
  for (let at = bytes.indexOf(header); at >= 0; at = bytes.indexOf(header, at + 1)) count++;
  return count;
}
