import { afterAll, expect, test } from 'vitest';
import { fromJodaPattern, fromMysqlFormat } from './date-formats.ts';
import { createSqlParser } from './parser.ts';
import { parseStatement } from './statement.ts';
import { translate } from './translate.ts';

const parser = createSqlParser();
afterAll(() => parser[Symbol.asyncDispose]());

const namesOf = (sql: string) => parser.parse(parseStatement(sql));
const refusal = (sql: string): unknown => {
  try {
    return parseStatement(sql);
  } catch (error) {
    return (error as Error).message;
  }
};

test('a statement is told apart by its first word, whatever stands before it', () => {
  expect(parseStatement(' -- why\n /* and how */ select 1 ;\n')).toMatchObject({
    kind: 'SELECT',
    text: '-- why\n /* and how */ select 1',
  });
  expect(parseStatement("unload (SELECT ')' AS a) to 's3://b/x/' with (FORMAT='json')")).toEqual({
    kind: 'UNLOAD',
    text: "unload (SELECT ')' AS a) to 's3://b/x/' with (FORMAT='json')",
    query: "SELECT ')' AS a",
    queryAt: 8,
    unload: {
      destination: 's3://b/x/',
      format: 'JSON',
      compression: 'GZIP',
      fieldDelimiter: '\u0001',
    },
  });
});

test.each([
  ['', "line 1:1: mismatched input '<EOF>'"],
  ['DROP TABLE x', 'Queries of this type are not supported.'],
  ["SELECT 'a", 'line 1:8: mismatched input a quotation that does not end'],
  [
    "UNLOAD (SELECT 1) TO 's3://b/' WITH (format = 'ORC')",
    'The local Athena does not have the UNLOAD format ORC',
  ],
  [
    "UNLOAD (SELECT 1) TO 's3://b/' WITH (format = 'XML')",
    'Athena does not have the UNLOAD format XML',
  ],
  [
    "UNLOAD (SELECT 1) TO 's3://b/' WITH (format = 'PARQUET', partitioned_by = 'a')",
    'does not have the UNLOAD property partitioned_by',
  ],
  [
    "UNLOAD (SELECT 1) TO 's3://b/' WITH (format = 'PARQUET', field_delimiter = ',')",
    'field_delimiter is for the format TEXTFILE',
  ],
  [
    "UNLOAD (SELECT 1) TO 's3://b/' WITH (format = 'TEXTFILE', field_delimiter = '||')",
    'must be a single character',
  ],
  [
    "UNLOAD (SELECT 1) TO 's3://b/' WITH (format = 'JSON', compression = 'SNAPPY')",
    'JSON cannot be compressed by SNAPPY',
  ],
  [
    "UNLOAD (SELECT 1) TO 's3://b/' WITH (format = 'JSON') LIMIT 1",
    "mismatched input 'LIMIT'. Expecting: the end",
  ],
])('%s is refused', (sql, message) => {
  expect(refusal(sql)).toContain(message);
});

test('tables, columns and functions of a query are found wherever they stand', async () => {
  const { tables, columns, functions } = await namesOf(`
    WITH ends AS (SELECT f.Origin AS place, count(*) AS n FROM Flights f GROUP BY f.origin)
    SELECT e.place, upper(a.name) FROM ends e
    JOIN "awsdatacatalog"."Shop"."Airports" a ON a.iata = e.place
    WHERE n > (SELECT avg(delay) FROM delays) AND EXISTS (SELECT 1 FROM Shop.gates)`);

  expect(tables.map(({ catalog, database, name }) => [catalog, database, name])).toEqual(
    expect.arrayContaining([
      [undefined, undefined, 'flights'],
      ['awsdatacatalog', 'shop', 'airports'],
      [undefined, undefined, 'delays'],
      [undefined, 'shop', 'gates'],
    ]),
  );
  expect(tables).toHaveLength(4);
  expect([...(columns ?? [])].sort()).toEqual(['delay', 'iata', 'n', 'name', 'origin', 'place']);
  expect(functions.map(({ name }) => name).sort()).toEqual(['avg', 'upper']);
  expect((await namesOf('SELECT * FROM t')).columns).toBeUndefined();
});

test('what the parser makes of operators and keywords is no function of the query', async () => {
  const sql = `SELECT a || 'x', a LIKE 'b%', ARRAY[1][1], INTERVAL '1' DAY, EXTRACT(year FROM d),
    count(*), x AT TIME ZONE 'UTC' FROM t`;

  expect((await namesOf(sql)).functions).toEqual([]);
});

test.each([
  ['1 + 1', true],
  ["DATE '2026-01-01'", true],
  ['now()', true],
  ['place', false],
  ['t.x + 1', false],
  ["it's", false],
  ["'2026-01-01'::date", false],
  ['(SELECT 1)', true],
  ['(SELECT a FROM t)', false],
  ['1) FROM t WHERE (1', false],
])('whether %s is an expression that names nothing: %s', async (text, expected) => {
  expect(await parser.isConstant(text)).toBe(expected);
});

test.each([
  ["date_format(d, '%Y')", "strftime(d, '%Y')"],
  ['concat(a, concat(b, c))', '((a) || (((b) || (c))))'],
  ['CAST(a AS varchar(3))', 'left(athena_text(a), 3)'],
  ['CAST(a AS decimal(10, 2))', 'cast(a AS DECIMAL(10,2))'],
  ['TRY_CAST(a AS array(bigint))', 'try_cast(a AS BIGINT[])'],
  ['count(*) FILTER (WHERE a > 1.5)', 'count(*) FILTER (WHERE a > 1.5e0)'],
  [
    'x FROM UNNEST(sequence(1, 2)) AS transform(x)',
    'x FROM UNNEST(generate_series(1, 2)) AS transform(x)',
  ],
  ["'concat(a, b)'", "'concat(a, b)'"],
])('%s becomes %s', (sql, expected) => {
  expect(translate(`SELECT ${sql}`)).toBe(`SELECT ${expected}`);
});

test('date formats are translated letter by letter, or refused', () => {
  expect(fromMysqlFormat('%Y-%m-%d %H:%i:%s %%')).toBe('%Y-%m-%d %H:%M:%S %%');
  expect(fromJodaPattern("yyyy-MM-dd'T'HH:mm:ss.SSS ''%")).toBe("%Y-%m-%dT%H:%M:%S.%g '%%");
  expect(() => fromMysqlFormat('%D')).toThrow('NOT_SUPPORTED: The local Athena does not have');
  expect(() => fromJodaPattern('ww')).toThrow('the date format ww');
});
