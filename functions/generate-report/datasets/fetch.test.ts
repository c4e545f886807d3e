import { readdir, readFile, truncate, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryDirectory } from '../sql/test-session.ts';
import type { Dataset, DatasetStore } from './dataset.ts';
import { createDatasetCache } from './fetch.ts';

const CSV: Dataset = {
  name: 'rates',
  key: 'datasets/rates.csv',
  format: 'csv',
  columns: [
    { name: 'day', type: 'DATE' },
    { name: 'rate', type: 'DECIMAL(9,4)' },
  ],
};
const PARQUET: Dataset = { ...CSV, name: 'flights', key: 'datasets/f.parquet', format: 'parquet' };
const CONTENT = 'day,rate\n2001-01-01,1.2345\n';
const never = new AbortController().signal;

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
beforeEach(async () => (directory = await temporaryDirectory()));
afterEach(() => directory[Symbol.asyncDispose]());

/** A store of one object that counts what it is asked. */
function storeOf(content: string | undefined, more: Partial<DatasetStore> = {}) {
  const asked = { head: 0, get: 0 };
  const object = { content, etag: '"1"' };
  const store: DatasetStore = {
    head() {
      asked.head++;
      if (object.content === undefined) return Promise.resolve(undefined);
      return Promise.resolve({ etag: object.etag, byteSize: object.content.length });
    },
    get(_key, etag) {
      asked.get++;
      if (object.content === undefined || etag !== object.etag) return Promise.resolve(undefined);
      return Promise.resolve(chunksOf(object.content));
    },
    ...more,
  };
  return { asked, object, cache: createDatasetCache({ store, directory: directory.path }) };
}

// eslint-disable-next-line @typescript-eslint/require-await -- storage is asynchronous
async function* chunksOf(content: string): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += 7) yield Buffer.from(content.slice(at, at + 7));
}

test('a dataset is fetched once and then only asked for its version', async () => {
  const { asked, cache } = storeOf(CONTENT);
  const first = await cache.fetch(CSV, never);
  const second = await cache.fetch(CSV, never);

  expect(await readFile(first.path, 'utf8')).toBe(CONTENT);
  expect(second).toEqual(first);
  expect(asked).toEqual({ head: 2, get: 1 });
});

test('a new version is fetched beside the old one, which may be in use', async () => {
  const { object, cache } = storeOf(CONTENT);
  const old = await cache.fetch(CSV, never);
  Object.assign(object, { content: `${CONTENT}2001-01-02,2\n`, etag: '"2"' });
  const fresh = await cache.fetch(CSV, never);

  expect(fresh.etag).toBe('"2"');
  expect(fresh.path).not.toBe(old.path);
  expect(await readFile(old.path, 'utf8')).toBe(CONTENT);
});

test('a version unused for an hour is removed when another comes', async () => {
  const { object, cache } = storeOf(CONTENT);
  const old = await cache.fetch(CSV, never);
  const longAgo = new Date(Date.now() - 3_700_000);
  await utimes(old.path, longAgo, longAgo);
  await writeFile(path.join(directory.path, 'ratesheet.0.csv'), '');
  await utimes(path.join(directory.path, 'ratesheet.0.csv'), longAgo, longAgo);
  object.etag = '"2"';
  const fresh = await cache.fetch(CSV, never);

  expect(await readdir(directory.path)).toEqual(
    [path.basename(fresh.path), 'ratesheet.0.csv'].sort(),
  );
});

test('a file that lost its end on this machine is fetched again', async () => {
  const { asked, cache } = storeOf(CONTENT);
  const { path: file } = await cache.fetch(CSV, never);
  await truncate(file, 12);
  await cache.fetch(CSV, never);

  expect(asked.get).toBe(2);
  expect(await readFile(file, 'utf8')).toBe(CONTENT);
});

test('an object replaced between the two requests is fetched in its new version', async () => {
  const { object, cache, asked } = storeOf(CONTENT, {
    head: () => {
      const { etag } = object;
      object.etag = '"2"';
      return Promise.resolve({ etag, byteSize: CONTENT.length });
    },
  });

  expect((await cache.fetch(CSV, never)).etag).toBe('"2"');
  expect(asked.get).toBe(2);
});

test('two reports at once get the same whole file', async () => {
  const { cache } = storeOf(CONTENT);
  const [one, two] = await Promise.all([cache.fetch(CSV, never), cache.fetch(CSV, never)]);

  expect(one.path).toBe(two.path);
  expect(await readFile(one.path, 'utf8')).toBe(CONTENT);
  expect(await readdir(directory.path)).toHaveLength(1);
});

const down = (): Promise<never> => Promise.reject(new Error('connect ECONNREFUSED bucket-name'));
const FAILURES: readonly (readonly [string, Dataset, Parameters<typeof storeOf>, string])[] = [
  ['is missing', CSV, [undefined], 'SOURCE_UNAVAILABLE'],
  ['cannot be asked for', CSV, [CONTENT, { head: down }], 'SOURCE_UNAVAILABLE'],
  ['cannot be read', CSV, [CONTENT, { get: down }], 'SOURCE_UNAVAILABLE'],
  [
    'ends early',
    CSV,
    [CONTENT, { get: () => Promise.resolve(chunksOf(CONTENT.slice(0, -1))) }],
    'SOURCE_UNAVAILABLE',
  ],
  [
    'is always replaced',
    CSV,
    [CONTENT, { get: () => Promise.resolve(undefined) }],
    'SOURCE_UNAVAILABLE',
  ],
  ['has other columns', CSV, ['day,price\n2001-01-01,1\n'], 'INVALID_DATA'],
  ['is empty', CSV, [''], 'INVALID_DATA'],
  ['is no Parquet', PARQUET, [CONTENT], 'INVALID_DATA'],
  ['is the first half of a Parquet', PARQUET, ['PAR1 and no end'], 'INVALID_DATA'],
  ['is an empty Parquet', PARQUET, [''], 'INVALID_DATA'],
];
test.each(FAILURES)('a dataset that %s fails in words', async (_what, dataset, store, code) => {
  const { cache } = storeOf(...store);
  const said =
    code === 'INVALID_DATA'
      ? `The dataset "${dataset.name}" is damaged or does not have the expected columns.`
      : `The dataset "${dataset.name}" cannot be reached.`;

  await expect(cache.fetch(dataset, never)).rejects.toMatchObject({ code, message: said });
  expect(await readdir(directory.path)).toEqual([]);
});

test('an abort ends a fetch with its reason', async () => {
  const stopping = new AbortController();
  const stuck = new Readable({ read() {} });
  stuck.push(CONTENT);
  const { cache } = storeOf(CONTENT, { get: () => Promise.resolve(stuck) });
  const reason = new Error('cancelled');
  setTimeout(() => stopping.abort(reason), 20);

  await expect(cache.fetch(CSV, stopping.signal)).rejects.toBe(reason);
  expect(await readdir(directory.path)).toEqual([]);
  expect(stuck.destroyed).toBe(true);
});

test('what must be there is asked for, and not fetched', async () => {
  const there = storeOf(CONTENT);
  await there.cache.require(CSV, never);

  expect(there.asked).toEqual({ head: 1, get: 0 });
  await expect(storeOf(undefined).cache.require(CSV, never)).rejects.toMatchObject({
    code: 'SOURCE_UNAVAILABLE',
    message: 'The dataset "rates" cannot be reached.',
  });
});
