import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Column } from '../pipeline/batch.ts';
import { csvForm, jsonLinesForm, parquetForm, type CopyForm } from './copy-forms.ts';
import { createByteSource, type ByteSource } from './copy-to-fifo.ts';
import { countRows } from './count.ts';
import { makeFifo, type MakeFifo } from './pipe.ts';
import type { SqlSession } from './session.ts';
import { allBytes, encoderOptions, testQuery, testSession } from './test-session.ts';

const COLUMNS = [
  { name: 'n', type: 'INTEGER' },
  { name: 'text', type: 'STRING' },
] as const satisfies readonly Column[];
const ROWS = 60_000;
const NUMBERED = `SELECT range AS n, repeat('x', 100) || range AS text FROM range(${ROWS}) ORDER BY n`;
const CSV = csvForm({ dialect: 'RFC4180' }, encoderOptions(COLUMNS));
const never = new AbortController().signal;

/** As where coreutils are not installed. */
const noMkfifo: MakeFifo = () =>
  Promise.reject(Object.assign(new Error('spawn mkfifo ENOENT'), { code: 'ENOENT' }));
const WAYS: readonly (readonly [string, MakeFifo])[] = [
  ['a FIFO', makeFifo],
  ['a file', noMkfifo],
];

let session: SqlSession & AsyncDisposable;
beforeAll(async () => (session = await testSession()));
afterAll(() => session[Symbol.asyncDispose]());

async function sourceOf(
  sql: string,
  more: { form?: CopyForm; makeFifo?: MakeFifo; rowsExpected?: number; session?: SqlSession } = {},
): Promise<ByteSource> {
  const query = await testQuery(more.session ?? session, sql, COLUMNS);
  const rowsExpected = more.rowsExpected ?? (await countRows(more.session ?? session, query));
  return createByteSource({ session, query, form: CSV, ...more, rowsExpected });
}

describe.each(WAYS)('by way of %s', (_way, make) => {
  const given = { makeFifo: make };

  test('every row comes once and in order', async () => {
    const source = await sourceOf(NUMBERED, given);
    const bytes = await allBytes(source.bytes(never));
    const rows = parse(bytes, { columns: true, record_delimiter: '\r\n' }) as unknown as {
      n: string;
      text: string;
    }[];

    expect(rows).toHaveLength(ROWS);
    expect(rows.every(({ n, text }, row) => n === `${row}` && text.endsWith(`x${row}`))).toBe(true);
    expect(source.rowsWritten()).toBe(ROWS);
    expect(source.rowsExpected).toBe(ROWS);
  });

  test('no rows make a file of its header', async () => {
    const source = await sourceOf(`${NUMBERED} LIMIT 0`, given);

    expect((await allBytes(source.bytes(never))).toString()).toBe('n,text\r\n');
    expect(source.rowsWritten()).toBe(0);
  });

  test('a failure in the middle is an error and never a short file', async () => {
    const failing = `SELECT range AS n, CASE WHEN range < 45000 THEN repeat('x', 100)
      ELSE error('secret') END AS text FROM range(${ROWS}) ORDER BY n`;
    const source = await sourceOf(failing, { ...given, rowsExpected: ROWS });

    await expect(allBytes(source.bytes(never))).rejects.toMatchObject({
      code: 'INVALID_DATA',
      message: expect.not.stringContaining('secret') as string,
    });
  });

  test('fewer rows than were counted are an error', async () => {
    const source = await sourceOf(NUMBERED, { ...given, rowsExpected: ROWS + 1 });

    await expect(allBytes(source.bytes(never))).rejects.toMatchObject({
      code: 'ROW_COUNT_MISMATCH',
      message: '60000 rows were written where 60001 were expected.',
    });
  });

  test('an abort while DuckDB waits for the reader ends all within two seconds', async () => {
    const stopping = new AbortController();
    const reason = new Error('cancelled');
    const source = await sourceOf(NUMBERED, given);
    const startedAt = performance.now();
    const reading = (async () => {
      for await (const _chunk of source.bytes(stopping.signal)) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        stopping.abort(reason);
      }
    })();

    await expect(reading).rejects.toBe(reason);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  test('a reader that leaves early stops the query, and the session can go on', async () => {
    const source = await sourceOf(NUMBERED, given);
    for await (const chunk of source.bytes(never)) if (chunk.length > 100) break;

    const again = await sourceOf('SELECT 1 AS n, NULL::VARCHAR AS text ORDER BY n', given);
    expect((await allBytes(again.bytes(never))).toString()).toBe('n,text\r\n1,\r\n');
    expect(await readdir(path.dirname(session.files.copy))).not.toContain('rows.copy');
  });
});

test('a session can be closed although a reader never came back', async () => {
  await using closing = await testSession();
  const source = await sourceOf(NUMBERED, { session: closing });
  const reading = source.bytes(never);
  await reading.next();
  await reading.next();

  await closing[Symbol.asyncDispose]();
  await expect(reading.next()).rejects.toThrow('the session is closed');
});

test('an abort during the sort, before the first byte, ends it within two seconds', async () => {
  const sorting = `SELECT range AS n, md5(range::VARCHAR) AS text FROM range(20000000) ORDER BY text`;
  const source = await sourceOf(sorting);
  const stopping = new AbortController();
  setTimeout(() => stopping.abort(new Error('cancelled')), 300);
  const startedAt = performance.now();

  await expect(allBytes(source.bytes(stopping.signal))).rejects.toThrow('cancelled');
  expect(performance.now() - startedAt).toBeLessThan(2_300);
});

test('the whole session ending too late is SOURCE_TIMEOUT for the reader', async () => {
  await using limited = await testSession({ timeoutMs: 300 });
  const sorting = `SELECT range AS n, md5(range::VARCHAR) AS text FROM range(20000000) ORDER BY text`;
  const query = await testQuery(limited, sorting, COLUMNS);
  const source = createByteSource({ session: limited, query, form: CSV, rowsExpected: 1 });

  await expect(allBytes(source.bytes(never))).rejects.toMatchObject({ code: 'SOURCE_TIMEOUT' });
});

test('rows are estimated from the bytes while they come', async () => {
  const source = await sourceOf(NUMBERED);
  const seen: number[] = [];
  for await (const _chunk of source.bytes(never)) seen.push(source.rowsWritten());

  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen.some((rows) => rows > ROWS * 0.1 && rows < ROWS * 0.9)).toBe(true);
  expect(seen.at(-1)).toBeGreaterThan(ROWS * 0.8);
  expect(seen.at(-1)).toBeLessThanOrEqual(ROWS);
});

test.each([
  ['CSV', CSV],
  ['JSON Lines', jsonLinesForm(encoderOptions(COLUMNS))],
  ['Parquet', parquetForm()],
])('%s is the same by way of a FIFO and of a file', async (_format, form) => {
  const one = await sourceOf(NUMBERED, { form });
  const two = await sourceOf(NUMBERED, { form, makeFifo: noMkfifo });
  const bytes = await allBytes(one.bytes(never));

  expect(bytes.equals(await allBytes(two.bytes(never)))).toBe(true);
  expect(bytes.length).toBeGreaterThan(100_000);
});
