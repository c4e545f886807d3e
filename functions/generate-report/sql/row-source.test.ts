import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Batch, Column, Vector } from '../pipeline/batch.ts';
import { createSqlRowSource } from './row-source.ts';
import type { SqlSession } from './session.ts';
import { testQuery, testSession } from './test-session.ts';

const never = new AbortController().signal;
let session: SqlSession & AsyncDisposable;
beforeAll(async () => (session = await testSession()));
afterAll(() => session[Symbol.asyncDispose]());

async function batchesOf(
  sql: string,
  columns: readonly Column[],
  options = { fromRow: 0, signal: never },
): Promise<Batch[]> {
  const query = await testQuery(session, sql, columns);
  const source = createSqlRowSource({ session, query, rowsExpected: 0 });
  return Array.fromAsync(source.batches(options));
}

/** A column's values over all batches, null where there is none. */
function column(batches: readonly Batch[], index: number): (string | number | bigint | null)[] {
  return batches.flatMap(({ length, vectors }) =>
    Array.from({ length }, (_, row) => valueAt(vectors[index], row)),
  );
}

function valueAt(vector: Vector | undefined, row: number): string | number | bigint | null {
  if (vector?.nulls?.[row] === 1) return null;
  return vector?.values[row] ?? null;
}

async function valuesOf(type: Column['type'], values: string, scale = 0) {
  const sql = `SELECT a FROM (VALUES ${values}) AS v(row, a) ORDER BY row`;
  const batches = await batchesOf(sql, [{ name: 'a', type, scale }]);
  return { values: column(batches, 0), array: batches[0]?.vectors[0]?.values };
}

test('whole numbers come in the smallest array that holds them exactly', async () => {
  const small = await valuesOf('INTEGER', '(1, 0), (2, -2147483648), (3, NULL), (4, 2147483647)');
  const large = await valuesOf('INTEGER', '(1, 9007199254740991), (2, -2147483649), (3, NULL)');
  const huge = await valuesOf('INTEGER', '(1, 9007199254740992), (2, 9223372036854775807), (3, 0)');

  expect(small.values).toEqual([0, -2147483648, null, 2147483647]);
  expect(small.array).toBeInstanceOf(Int32Array);
  expect(large.values).toEqual([9007199254740991, -2147483649, null]);
  expect(large.array).toBeInstanceOf(Float64Array);
  expect(huge.values).toEqual([9007199254740992n, 9223372036854775807n, 0n]);
  expect(huge.array).toBeInstanceOf(BigInt64Array);
});

test('decimals are whole numbers of their last digit', async () => {
  const cents = await valuesOf('DECIMAL', '(1, 12.5), (2, -0.05), (3, NULL), (4, 0.015)', 2);
  const exact = await valuesOf('DECIMAL', '(1, 9999999999999999.99), (2, 0)', 2);

  expect(cents.values).toEqual([1250, -5, null, 2]);
  expect(exact.values).toEqual([999999999999999999n, 0n]);
});

test('dates are days, timestamps milliseconds with or without a zone, booleans 0 and 1', async () => {
  const days = await valuesOf('DATE', "(1, DATE '1970-01-02'), (2, DATE '0001-01-01'), (3, NULL)");
  const local = await valuesOf('TIMESTAMP', "(1, TIMESTAMP '1969-12-31 23:59:59.5'), (2, NULL)");
  const zoned = await valuesOf('TIMESTAMP', "(1, TIMESTAMPTZ '2024-07-01 12:00:00+02')");
  const flags = await valuesOf('BOOLEAN', '(1, true), (2, NULL), (3, false)');

  expect(days.values).toEqual([1, Date.parse('0001-01-01') / 86_400_000, null]);
  expect(days.array).toBeInstanceOf(Int32Array);
  expect(local.values).toEqual([-500, null]);
  expect(zoned.values).toEqual([Date.parse('2024-07-01T10:00:00Z')]);
  expect(flags.values).toEqual([1, null, 0]);
  expect(flags.array).toBeInstanceOf(Uint8Array);
});

test('any texts come back as they were, repeated ones included', async () => {
  const texts = fc.array(fc.option(fc.string({ unit: 'grapheme', maxLength: 40 })), {
    minLength: 1,
    maxLength: 30,
  });
  await fc.assert(
    fc.asyncProperty(texts, fc.integer({ min: 1, max: 200 }), async (values, repeats) => {
      const rows = Array.from({ length: repeats }, () => values).flat();
      await session.perform(async (connection) => {
        await connection.run('CREATE OR REPLACE TEMP TABLE texts (row INTEGER, a VARCHAR)');
        const appender = await connection.createAppender('texts');
        rows.forEach((text, row) => {
          appender.appendInteger(row);
          if (text === null) appender.appendNull();
          else appender.appendVarchar(text);
          appender.endRow();
        });
        appender.closeSync();
      });
      const sql = 'SELECT a FROM texts ORDER BY row';
      const batches = await batchesOf(sql, [{ name: 'a', type: 'STRING' }]);

      expect(column(batches, 0)).toEqual(rows);
    }),
    { numRuns: 30 },
  );
});

test('batches outlive the query and the session’s memory', async () => {
  const sql = "SELECT range AS a, 'text ' || range AS b FROM range(30000) ORDER BY a";
  const columns: Column[] = [
    { name: 'a', type: 'INTEGER' },
    { name: 'b', type: 'STRING' },
  ];
  const batches = await batchesOf(sql, columns);
  await batchesOf('SELECT md5(range::VARCHAR) AS b FROM range(100000) ORDER BY b', [
    { name: 'b', type: 'STRING' },
  ]);

  expect(column(batches, 0)).toEqual(Array.from({ length: 30_000 }, (_, row) => row));
  expect(column(batches, 1)).toEqual(Array.from({ length: 30_000 }, (_, row) => `text ${row}`));
  expect(Math.max(...batches.map(({ length }) => length))).toBeLessThanOrEqual(2048);
});

test.each([0, 1, 2047, 2048, 9999, 10_000, 20_000])(
  'reading goes on from row %i',
  async (fromRow) => {
    const sql = 'SELECT range AS a FROM range(10000) ORDER BY hash(range), range';
    const columns = [{ name: 'a', type: 'INTEGER' }] as const;
    const all = column(await batchesOf(sql, columns), 0);
    const rest = column(await batchesOf(sql, columns, { fromRow, signal: never }), 0);

    expect(rest).toEqual(all.slice(fromRow));
  },
);

test('an abort in the middle of reading ends it with its reason', async () => {
  const stopping = new AbortController();
  const query = await testQuery(session, 'SELECT range AS a FROM range(100000000) ORDER BY a', [
    { name: 'a', type: 'INTEGER' },
  ]);
  const source = createSqlRowSource({ session, query, rowsExpected: 0 });
  const reason = new Error('cancelled');
  setTimeout(() => stopping.abort(reason), 200);
  const startedAt = performance.now();
  const reading = (async () => {
    for await (const _batch of source.batches({ fromRow: 0, signal: stopping.signal })) {
      // Reads until it is stopped.
    }
  })();

  await expect(reading).rejects.toBe(reason);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

test.each([
  ['STRING', '1'],
  ['INTEGER', "'1'"],
  ['INTEGER', '1.5'],
  ['DATE', "TIMESTAMP '2024-01-01 00:00:00'"],
  ['TIMESTAMP', "DATE '2024-01-01'"],
  ['BOOLEAN', '1'],
  ['DECIMAL', "'1'"],
] as const)('a column declared %s that is %s is a mistake of the query', async (type, value) => {
  const reading = batchesOf(`SELECT ${value} AS a ORDER BY a`, [{ name: 'a', type }]);

  await expect(reading).rejects.toMatchObject({ code: 'INTERNAL' });
});

test.each([
  ['DECIMAL', '12345678901234567890::DOUBLE'],
  ['INTEGER', '9223372036854775808'],
] as const)('a value that does not fit %s exactly is invalid data', async (type, value) => {
  const reading = batchesOf(`SELECT ${value} AS a ORDER BY a`, [{ name: 'a', type, scale: 2 }]);

  await expect(reading).rejects.toMatchObject({ code: 'INVALID_DATA' });
});
