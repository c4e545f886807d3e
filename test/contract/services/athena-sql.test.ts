import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { athenaTarget, fetchBytes, results, rowsOf, run, start } from './athena-target.ts';

/** What Athena answers to a SELECT: results, parameters, the dialect. `TARGET=aws` asks AWS. */

type Target = Awaited<ReturnType<typeof athenaTarget>>;
let target: Target;
beforeAll(async () => {
  target = await athenaTarget();
});
afterAll(() => target[Symbol.asyncDispose]());

describe('results', () => {
  test('begin with the names of the columns, and tell their types', async () => {
    const sql =
      "SELECT id, place, value, measured, CAST(value AS decimal(10,2)) AS money, true AS yes, DATE '2026-01-02' AS day FROM readings WHERE id >= 998 ORDER BY id";
    const { QueryExecutionId = '' } = await run(target, sql);
    const { ResultSet, UpdateCount } = await results(target, QueryExecutionId);

    expect(UpdateCount).toBe(0);
    expect(
      ResultSet?.Rows?.map(({ Data }) => Data?.map(({ VarCharValue }) => VarCharValue)),
    ).toEqual([
      ['id', 'place', 'value', 'measured', 'money', 'yes', 'day'],
      ['998', 'Cork', '499.0', '2026-01-01 10:38:00.000', '499.00', 'true', '2026-01-02'],
      ['999', undefined, '499.5', '2026-01-01 10:39:00.000', '499.50', 'true', '2026-01-02'],
    ]);
    expect(
      ResultSet?.ResultSetMetadata?.ColumnInfo?.map(({ Name, Type, Precision, Scale }) => [
        Name,
        Type,
        Precision,
        Scale,
      ]),
    ).toEqual([
      ['id', 'bigint', 19, 0],
      ['place', 'varchar', 2147483647, 0],
      ['value', 'double', 17, 0],
      ['measured', 'timestamp', 3, 0],
      ['money', 'decimal', 10, 2],
      ['yes', 'boolean', 0, 0],
      ['day', 'date', 0, 0],
    ]);
  });

  test('are a CSV file with every value in quotes and nothing for null', async () => {
    const { ResultConfiguration } = await run(
      target,
      `SELECT 'a "b"' AS q, CAST(NULL AS varchar) AS n, '' AS e`,
    );
    const bytes = await fetchBytes(target, ResultConfiguration?.OutputLocation ?? '');

    expect(bytes.toString()).toBe('"q","n","e"\n"a ""b""",,""\n');
  });

  test('come in pages, and a full page has a token', async () => {
    const { QueryExecutionId = '' } = await run(target, 'SELECT id FROM readings ORDER BY id');
    const sizes: number[] = [];
    const seen: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await results(target, QueryExecutionId, { MaxResults: 400, NextToken });
      const { Rows = [] } = page.ResultSet ?? {};
      sizes.push(Rows.length);
      seen.push(...Rows.map(({ Data }) => Data?.[0]?.VarCharValue));
      ({ NextToken } = page);
    } while (NextToken);

    expect(sizes).toEqual([400, 400, 201]);
    expect(seen).toEqual(['id', ...Array.from({ length: 1000 }, (_, index) => String(index))]);
  });

  test('of too many at once are refused', async () => {
    const { QueryExecutionId = '' } = await run(target, 'SELECT 1');

    await expect(results(target, QueryExecutionId, { MaxResults: 1001 })).rejects.toMatchObject({
      message: 'MaxResults is more than maximum allowed length 1000',
    });
  });
});

describe('parameters', () => {
  test('are expressions where they can be, and texts where they name something or are none', async () => {
    expect(
      await rowsOf(target, 'SELECT ?, ?, ?, ?, ?, ?', [
        '1 + 1',
        "'it''s'",
        'place',
        "it's",
        "DATE '2026-01-02'",
        '2026-01-02',
      ]),
    ).toEqual([['2', "it's", 'place', "it's", '2026-01-02', '2023']]);
  });

  test('never become a part of the statement', async () => {
    const attack = "x' OR 1=1 OR 'a'='a";

    expect(await rowsOf(target, 'SELECT count(*) FROM readings WHERE place = ?', [attack])).toEqual(
      [['0']],
    );
  });

  test('must be as many as there are question marks, outside texts and comments', async () => {
    const sql = "SELECT '?', ? -- ?";

    expect(await rowsOf(target, sql, ['1'])).toEqual([['?', '1']]);
    const { Status } = await run(target, 'SELECT ?, ?', { ExecutionParameters: ['1'] });
    expect(Status?.StateChangeReason).toMatch(
      /^INVALID_PARAMETER_USAGE: .*Incorrect number of parameters: expected 2 but found 1$/,
    );
    expect(await rowsOf(target, 'SELECT 1', ['2'])).toEqual([['1']]);
  });
});

describe('the dialect', () => {
  test.each([
    ['7 / 2, 7 / 2.0, -7 / 2', ['3', '3.5', '-3']],
    ['CAST(2.5 AS bigint), CAST(-2.5 AS integer), CAST(1.5 AS varchar)', ['3', '-3', '1.5']],
    ['CAST(12345678.9 AS varchar), CAST(1e-5 AS varchar)', ['1.23456789E7', '1.0E-5']],
    ["CAST(TIMESTAMP '2026-01-02 03:04:05' AS varchar)", ['2026-01-02 03:04:05.000']],
    ["concat('a', 'b', 'c'), 'a' || NULL, concat('a', NULL)", ['abc', undefined, undefined]],
    ['greatest(1, 2), least(2, NULL)', ['2', undefined]],
    ["date_format(TIMESTAMP '2026-01-02 03:04:05', '%H:%i %d.%m.%Y')", ['03:04 02.01.2026']],
    ["format_datetime(TIMESTAMP '2026-01-02 03:04:05', 'yyyy-MM-dd HH:mm')", ['2026-01-02 03:04']],
    ["date_diff('day', TIMESTAMP '2026-01-01 23:00:00', TIMESTAMP '2026-01-02 01:00:00')", ['0']],
    ["DATE '2026-01-31' + INTERVAL '1' DAY > DATE '2026-01-31'", ['true']],
    ['element_at(array_sort(ARRAY[3, NULL, 1]), 1), cardinality(ARRAY[1, 2])', ['1', '2']],
    ['element_at(ARRAY[1], 2), element_at(ARRAY[1, 2], -1)', [undefined, '2']],
    [
      "regexp_like('abc', 'b'), regexp_extract('a1', '\\d'), regexp_extract('a', '\\d')",
      ['true', '1', undefined],
    ],
    ["regexp_replace('a1b2', '(\\d)', '<$1>'), replace('aXb', 'X')", ['a<1>b<2>', 'ab']],
    ["split('a,b', ',')[2], strpos('abc', 'c'), lpad('7', 3, '0')", ['b', '3', '007']],
    ["try_cast('x' AS bigint), nullif(1, 1), if(1 > 2, 3, 4)", [undefined, undefined, '4']],
    ["array_join(transform(ARRAY[1, 2], x -> x * 2), '-')", ['2-4']],
  ])('gives what Trino does: SELECT %s', async (list, expected) => {
    expect(await rowsOf(target, `SELECT ${list}`)).toEqual([expected]);
  });

  test('groups, counts and orders as Trino does', async () => {
    const sql = `
      WITH known AS (SELECT * FROM readings WHERE place IS NOT NULL)
      SELECT place, count(*) AS n, count_if(value >= 250) AS large, sum(id) AS ids,
        approx_percentile(value, 0.5) AS middle, array_agg(id ORDER BY id)[1] AS first,
        count(*) FILTER (WHERE id < 10) AS few
      FROM known GROUP BY place HAVING count(*) > 249 ORDER BY n DESC, place DESC LIMIT 2`;

    expect(await rowsOf(target, sql)).toEqual([
      ['Cork', '250', '125', '125000', '249.0', '2', '2'],
      ['Bern', '250', '125', '124750', '248.5', '1', '3'],
    ]);
  });

  test('finds a table by its whole name, and joins', async () => {
    const sql = `SELECT r.place, q.amount FROM "awsdatacatalog"."${target.database}"."readings" AS r
      JOIN ${target.database}.quoted q ON q.id = r.id ORDER BY q.id`;

    expect(await rowsOf(target, sql)).toEqual([
      ['Bern', '1.5'],
      ['Cork', '0.0'],
      ['Delft', '-0.25'],
    ]);
  });

  test('reads texts in quotes, with quotes, commas and empty fields', async () => {
    expect(await rowsOf(target, 'SELECT note, length(note) FROM quoted ORDER BY id')).toEqual([
      ['a "word", quoted', '16'],
      ['', '0'],
      ['plain', '5'],
    ]);
  });

  test.each([
    ['SELECT id::varchar FROM readings', "line 1:10: mismatched input '::'"],
    ['SELECT * EXCLUDE (id) FROM readings', "line 1:10: mismatched input 'EXCLUDE'"],
    ['SELECT place FROM readings GROUP BY ALL', "line 1:37: mismatched input 'ALL'"],
    ["SELECT 1 FROM readings WHERE place ILIKE 'a%'", "line 1:36: mismatched input 'ILIKE'"],
  ])('does not have what only DuckDB has: %s', async (sql, message) => {
    await expect(start(target, sql)).rejects.toMatchObject({
      AthenaErrorCode: 'MALFORMED_QUERY',
      message: expect.stringContaining(message) as string,
    });
  });
});
