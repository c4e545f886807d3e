import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReportError } from '../errors.ts';
import { checkQuery } from './query.ts';
import { engineLimits } from './limits.ts';
import { openSession, type SqlSession } from './session.ts';
import { temporaryDirectory, testSession } from './test-session.ts';

const AIRPORTS = {
  name: 'airports',
  key: 'datasets/airports.csv',
  format: 'csv',
  columns: [
    { name: 'iata', type: 'VARCHAR' },
    { name: 'latitude', type: 'DOUBLE' },
  ],
} as const;

let outside: Awaited<ReturnType<typeof temporaryDirectory>>;
let session: SqlSession & AsyncDisposable;
let own: string;
let input: string;
beforeAll(async () => {
  outside = await temporaryDirectory();
  input = path.join(outside.path, 'airports.csv');
  await writeFile(input, 'iata,latitude\nABE,40.65\n"007",1\n,\n"",2\n');
  await writeFile(path.join(outside.path, 'secret.csv'), 'secret\n1\n');
  session = await testSession({
    datasets: [{ dataset: AIRPORTS, path: input, etag: '1' }],
  });
  own = path.dirname(session.files.pipe);
  await symlink(path.join(outside.path, 'secret.csv'), path.join(own, 'link.csv'));
});
afterAll(async () => {
  await session[Symbol.asyncDispose]();
  await outside[Symbol.asyncDispose]();
});

/** Runs a statement as our own code could, without the check that it is one SELECT. */
async function rawly(sql: string): Promise<unknown> {
  return session.perform(async (connection) => (await connection.runAndReadAll(sql)).getRowsJson());
}

async function refusalOf(running: Promise<unknown>): Promise<string> {
  const error = (await running.catch((thrown: unknown) => thrown)) as ReportError;
  return `${error.message} ${(error.cause as Error | undefined)?.message}`;
}

test('datasets are tables whose declared types hold', async () => {
  expect(await rawly('SELECT * FROM airports ORDER BY iata')).toEqual([
    ['', 2],
    ['007', 1],
    ['ABE', 40.65],
    [null, null],
  ]);
});

const ESCAPES: readonly (readonly [what: string, sql: () => string])[] = [
  ['a file by read_text', () => "SELECT * FROM read_text('/etc/passwd')"],
  ['a file by read_blob', () => "SELECT * FROM read_blob('/proc/self/environ')"],
  ['a file by read_csv', () => "SELECT * FROM read_csv('/etc/passwd')"],
  ['a file by its name', () => `SELECT * FROM '${outside.path}/secret.csv'`],
  ['a file beside an input', () => `SELECT * FROM read_csv('${outside.path}/secret.csv')`],
  ['a traversal', () => `SELECT * FROM read_csv('${own}/../../secret.csv')`],
  [
    'a traversal from an input',
    () => `SELECT * FROM read_text('${input}/../${path.basename(outside.path)}/secret.csv')`,
  ],
  ['a sibling whose name begins alike', () => `SELECT * FROM read_text('${input}.txt')`],
  ['a symbolic link among its own files', () => `SELECT * FROM read_text('${own}/link.csv')`],
  ['a list of files', () => "SELECT * FROM glob('/etc/*')"],
  ['a pattern of files', () => "SELECT * FROM read_text('/etc/pass*')"],
  ['the network', () => "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')"],
  ['S3', () => "SELECT * FROM read_parquet('s3://bucket/x.parquet')"],
  ['another database', () => `ATTACH '${own}/other.duckdb'`],
  ['an extension by INSTALL', () => 'INSTALL httpfs'],
  ['an extension by LOAD', () => "LOAD '/tmp/x.duckdb_extension'"],
  ['a setting by SET', () => 'SET threads = 8'],
  ['a setting by SET GLOBAL', () => 'SET GLOBAL enable_external_access = true'],
  ['a setting by RESET', () => 'RESET memory_limit'],
  ['a setting by PRAGMA', () => "PRAGMA memory_limit = '10GB'"],
  ['the lock', () => 'SET lock_configuration = false'],
  ['an export', () => `EXPORT DATABASE '${own}/export'`],
  ['a copy elsewhere', () => `COPY (SELECT 1) TO '${own}/elsewhere.csv'`],
  ['a copy beside the inputs', () => `COPY (SELECT 1) TO '${outside.path}/new.csv'`],
  ['a copy from a file', () => "CREATE TEMP TABLE t (a VARCHAR); COPY t FROM '/etc/passwd'"],
  ['an import', () => `IMPORT DATABASE '${outside.path}'`],
];
test.each(ESCAPES)('%s is out of reach', async (_what, sql) => {
  await expect(refusalOf(rawly(sql()))).resolves.toMatch(
    /Permission Error|disabled by configuration|configuration has been locked|Cannot change/,
  );
});

const NOT_ONE_SELECT: readonly (readonly [what: string, sql: () => string])[] = [
  ['two statements', () => 'SELECT 1 AS a ORDER BY 1; SELECT 2'],
  ['a statement after a comment', () => 'SELECT 1 AS a ORDER BY 1; -- x\nDROP VIEW airports'],
  ['a copy over an input', () => `COPY (SELECT 1) TO '${input}'`],
  ['a table of its own', () => 'CREATE TABLE t AS SELECT 1'],
  ['a change', () => 'DROP VIEW airports'],
  ['a setting', () => 'SET VARIABLE x = 1'],
  [
    'a way out of the brackets',
    () => 'SELECT 1 AS a) AS q; DROP VIEW airports; SELECT * FROM (SELECT 1',
  ],
  ['a plan', () => 'EXPLAIN SELECT 1'],
  ['nothing', () => ''],
  ['a comment', () => '-- nothing'],
];
test.each(NOT_ONE_SELECT)('%s is no query', async (_what, sql) => {
  const columns = [{ name: 'a', type: 'INTEGER' }] as const;
  const refusal = checkQuery(session, { sql: sql(), columns, parameters: {} });

  await expect(refusal).rejects.toMatchObject({
    code: 'INTERNAL',
    message: 'The query of this kind of report has a mistake.',
  });
  expect(await rawly('SELECT count(*) FROM airports')).toEqual([['4']]);
});

test('a comment at the end of a query hides nothing of ours', async () => {
  const columns = [{ name: 'a', type: 'INTEGER' }] as const;
  const sql = 'SELECT 1 AS a ORDER BY a -- the end';

  await expect(checkQuery(session, { sql, columns, parameters: {} })).resolves.toMatchObject({
    unordered: 'SELECT 1 AS a',
  });
});

test.each([
  ['WITH', 'WITH x AS (SELECT 1 AS a) SELECT a FROM x ORDER BY a'],
  ['a materialised WITH', 'WITH x AS MATERIALIZED (SELECT 1 AS a) SELECT a FROM x ORDER BY a'],
  [
    'a recursive WITH',
    'WITH RECURSIVE x(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM x WHERE a < 3) SELECT a FROM x ORDER BY a',
  ],
  ['UNION', '(SELECT 1 AS a UNION ALL SELECT 2) ORDER BY a'],
  ['FROM first', 'FROM (SELECT 1 AS a) ORDER BY a'],
  ['LIMIT', 'SELECT range::INTEGER AS a FROM range(5) ORDER BY a DESC LIMIT 2'],
  ['a number beyond 2^53', 'SELECT 9223372036854775807 AS a ORDER BY a'],
])('a query with %s can be counted without its order', async (_what, sql) => {
  const columns = [{ name: 'a', type: 'INTEGER' }] as const;
  const { unordered } = await checkQuery(session, { sql, columns, parameters: {} });
  const ordered = await rawly(sql);

  expect(await rawly(`SELECT * FROM (${unordered}) ORDER BY 1`)).toEqual(
    await rawly(`SELECT * FROM (${sql}) ORDER BY 1`),
  );
  expect(ordered).not.toEqual([]);
  expect(unordered === sql).toBe(sql.includes('LIMIT'));
});

const MISTAKES: readonly (readonly [what: string, sql: string, cause: RegExp])[] = [
  ['no order', 'SELECT 1 AS a', /no ORDER BY/],
  ['an order only inside', 'SELECT * FROM (SELECT 1 AS a ORDER BY 1)', /no ORDER BY/],
  ['other columns', 'SELECT 1 AS b ORDER BY 1', /has the columns b, not a/],
  ['more columns', 'SELECT 1 AS a, 2 AS b ORDER BY 1', /has the columns a,b, not a/],
  [
    'an unknown parameter',
    'SELECT $nope::INTEGER AS a ORDER BY 1',
    /no value for the parameter nope/,
  ],
  ['an inherited parameter', 'SELECT $constructor::INTEGER AS a ORDER BY 1', /constructor/],
  ['an unknown column', 'SELECT nope AS a FROM airports ORDER BY 1', /Binder Error/],
  ['an unknown table', 'SELECT 1 AS a FROM nope ORDER BY 1', /Catalog Error/],
  ['no SQL', 'give me everything', /Parser Error/],
];
test.each(MISTAKES)('a query with %s is refused without its words', async (_what, sql, cause) => {
  const columns = [{ name: 'a', type: 'INTEGER' }] as const;
  const refusal = await checkQuery(session, { sql, columns, parameters: {} }).catch(
    (error: unknown) => error as ReportError,
  );

  expect(refusal).toMatchObject({
    code: 'INTERNAL',
    message: 'The query of this kind of report has a mistake.',
  });
  expect(String((refusal as ReportError).cause)).toMatch(cause);
});

test('parameters are bound and never part of the text', async () => {
  const evil = "'; DROP VIEW airports; --";
  const sql = 'SELECT $text::VARCHAR AS a ORDER BY 1';
  const columns = [{ name: 'a', type: 'STRING' }] as const;
  const query = { sql, columns, parameters: { text: { type: 'VARCHAR', value: evil } as const } };

  await checkQuery(session, query);
  expect(await rawly('SELECT count(*) FROM airports')).toEqual([['4']]);
});

test('a session that ends leaves nothing behind, even one that could not open', async () => {
  await using directory = await temporaryDirectory();
  const options = {
    workDirectory: directory.path,
    memoryMib: 512,
    signal: new AbortController().signal,
    timeoutMs: 10_000,
  };
  const missing = { dataset: AIRPORTS, path: `${directory.path}/missing.csv`, etag: '1' };
  await mkdir(path.join(directory.path, 'kept'));

  await (await openSession({ ...options, datasets: [] }))[Symbol.asyncDispose]();
  await expect(openSession({ ...options, datasets: [missing] })).rejects.toMatchObject({
    code: 'SOURCE_UNAVAILABLE',
    message: 'The data of the report could not be read.',
  });

  expect(await readdir(directory.path)).toEqual(['kept']);
});

const SLOW = 'SELECT count(*) FROM range(3000000000) a, range(1000) b WHERE a.range % 7 = b.range';

test('a running query stops soon after an abort, and with its reason', async () => {
  const stopping = new AbortController();
  await using aborted = await testSession({ signal: stopping.signal });
  const running = aborted.perform((connection) => connection.run(SLOW));
  const reason = new Error('cancelled by its owner');
  setTimeout(() => stopping.abort(reason), 100);
  const startedAt = performance.now();

  await expect(running).rejects.toBe(reason);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  await expect(aborted.perform((connection) => connection.run('SELECT 1'))).rejects.toBe(reason);
});

test('what takes too long fails with SOURCE_TIMEOUT in words', async () => {
  await using limited = await testSession({ timeoutMs: 150 });

  await expect(limited.perform((connection) => connection.run(SLOW))).rejects.toMatchObject({
    code: 'SOURCE_TIMEOUT',
    message: expect.stringMatching(/could not be read within 1 seconds?/) as string,
  });
});

test('one operation can be stopped and the session goes on', async () => {
  const stopping = new AbortController();
  const running = session.perform((connection) => connection.run(SLOW), stopping.signal);
  setTimeout(() => stopping.abort(new Error('enough')), 50);

  await expect(running).rejects.toThrow('enough');
  expect(await rawly('SELECT 42')).toEqual([[42]]);
});

test.each([0, 1, 2, 5])('an abort %i ms after the start is not lost', async (delayMs) => {
  const stopping = new AbortController();
  const running = session.perform(async (connection) => {
    const statement = await connection.prepare(SLOW);
    return statement.run();
  }, stopping.signal);
  if (delayMs === 0) stopping.abort(new Error('enough'));
  else setTimeout(() => stopping.abort(new Error('enough')), delayMs);

  await expect(running).rejects.toThrow('enough');
});

test('progress is known while a query runs', async () => {
  const { snapshot } = session.files;
  await rawly(
    `COPY (FROM range(1000000)) TO '${snapshot}' (FORMAT parquet, ROW_GROUP_SIZE 20000, USE_TMP_FILE false)`,
  );
  const seen: number[] = [];
  const polling = setInterval(() => seen.push(session.progress() ?? 0), 10);
  await rawly(`SELECT max(md5(md5(range::VARCHAR))) FROM '${snapshot}'`);
  clearInterval(polling);
  // A last look may come after the end, when nothing is known any more.
  const known = seen.slice(0, seen.lastIndexOf(Math.max(...seen)) + 1);

  expect(known).toEqual(known.toSorted((a, b) => a - b));
  expect(seen.some((share) => share > 0.05 && share < 0.95)).toBe(true);
});

test('what does not fit on the disk fails in words and leaves the session usable', async () => {
  await using small = await testSession({ memoryMib: 0, maxSpillMib: 1 });
  const groups =
    'SELECT count(*) FROM (SELECT md5(range::VARCHAR) FROM range(5000000) GROUP BY ALL)';

  await expect(small.perform((connection) => connection.run(groups))).rejects.toMatchObject({
    code: 'TOO_LARGE_FOR_FORMAT',
    message: expect.not.stringMatching(/[/\\]|GROUP|SELECT/) as string,
  });
  await small.perform((connection) => connection.run('SELECT 1'));
});

test('memory is that of the function less what Node needs, and threads are its vCPUs', () => {
  expect(engineLimits(1769)).toEqual({ memoryLimit: '1419MiB', threads: 1 });
  expect(engineLimits(3538)).toEqual({ memoryLimit: '3188MiB', threads: 2 });
  expect(engineLimits(10_240)).toEqual({ memoryLimit: '9890MiB', threads: 5 });
  expect(engineLimits(256)).toEqual({ memoryLimit: '128MiB', threads: 1 });
});
