import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ContentOptions } from '../content.ts';
import type { Batch, RowSource } from '../pipeline/batch.ts';
import { openParquetOfRows } from './parquet-of-rows.ts';

let workDirectory: string;

beforeEach(async () => {
  workDirectory = await mkdtemp(path.join(tmpdir(), 'parquet-'));
});

afterEach(async () => {
  await rm(workDirectory, { recursive: true });
});

const BATCH: Batch = {
  length: 4,
  vectors: [
    { values: ['plain', '', null, 'a,"b"\nc'] },
    { values: new BigInt64Array([1n, -2n, 9_007_199_254_740_993n, 0n]) },
    { values: new Int32Array([150, -5, 0, 0]), nulls: new Uint8Array([0, 0, 0, 1]) },
    { values: new Int32Array([0, 11_382, -1, 19_723]) },
    { values: new Uint8Array([1, 0, 1, 0]) },
  ],
};

function source(rowsExpected = BATCH.length): RowSource {
  return {
    columns: [
      { name: 'Text', type: 'STRING' },
      { name: 'Count', type: 'INTEGER' },
      { name: 'Amount', type: 'DECIMAL', scale: 2 },
      { name: 'Day', type: 'DATE' },
      { name: 'Yes', type: 'BOOLEAN' },
    ],
    rowsExpected,
    async *batches() {
      yield await Promise.resolve(BATCH);
    },
  };
}

function options(): ContentOptions {
  return {
    order: {
      kind: 'test',
      parameters: {},
      format: 'PARQUET',
      csv: { dialect: 'RFC4180' },
      gzip: false,
      engine: 'NODE',
      facts: { title: '', definition: '', asOf: '', timeZone: 'Europe/Berlin', reportId: 'r' },
    },
    continuable: false,
    datasets: { fetch: () => Promise.reject(new Error('no dataset is needed')) },
    snapshots: { save: () => Promise.resolve(), load: () => Promise.resolve(false) },
    workDirectory,
    memoryMib: 1024,
    timeoutMs: 20_000,
    signal: AbortSignal.timeout(20_000),
  };
}

test('rows made in TypeScript are the same in Parquet: exact numbers, nulls and empty texts apart', async () => {
  const chunks: Buffer[] = [];
  {
    await using content = await openParquetOfRows(source(), options());
    if (content.kind !== 'bytes') throw new Error('not bytes');
    for await (const chunk of content.source.bytes(AbortSignal.timeout(20_000))) {
      chunks.push(Buffer.from(chunk));
    }
  }
  const bytes = Uint8Array.from(Buffer.concat(chunks));
  const compressors = { ZSTD: (input: Uint8Array) => new Uint8Array(zstdDecompressSync(input)) };

  expect(await parquetReadObjects({ file: bytes.buffer, compressors })).toEqual([
    { Text: 'plain', Count: 1n, Amount: 1.5, Day: new Date('1970-01-01'), Yes: true },
    { Text: '', Count: -2n, Amount: -0.05, Day: new Date('2001-03-01'), Yes: false },
    {
      Text: null,
      Count: 9_007_199_254_740_993n,
      Amount: 0,
      Day: new Date('1969-12-31'),
      Yes: true,
    },
    { Text: 'a,"b"\nc', Count: 0n, Amount: null, Day: new Date('2024-01-01'), Yes: false },
  ]);
  expect(await readdir(workDirectory)).toEqual([]);
});

test('a source that gives fewer rows than it announced is found out, and leaves nothing', async () => {
  await expect(openParquetOfRows(source(5), options())).rejects.toMatchObject({
    code: 'ROW_COUNT_MISMATCH',
  });
  expect(await readdir(workDirectory)).toEqual([]);
});
