import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { createRedactor } from './redact.ts';

const LINK =
  'https://files.s3.amazonaws.com/reports/o/r/1.csv?X-Amz-Expires=900&X-Amz-Credential=ASIAQWERTYUIOPASDFGH%2F20261125&X-Amz-Signature=5f0c9a';
const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl';

const shown = (value: unknown, texts?: readonly string[]): string =>
  JSON.stringify(createRedactor(texts)(value));

/** What DuckDB really says of a statement. */
async function duckDbError(sql: string): Promise<Error> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  return connection.runAndReadAll(sql).then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => error as Error,
  );
}

test('a link loses its query, wherever it stands, and keeps its path', () => {
  const text = shown({ note: `see ${LINK} now`, list: [LINK] });

  expect(text).toContain('/reports/o/r/1.csv?[hidden]');
  expect(text).not.toMatch(/5f0c9a|ASIA/);
});

test('tokens and keys are hidden in texts, and whole fields by their names', () => {
  const text = shown({
    reason: `Bearer ${TOKEN} of ASIAQWERTYUIOPASDFGH`,
    authorization: 'AWS4-HMAC-SHA256 …',
    download: { url: LINK },
    sessionToken: 'short',
  });

  expect(text).not.toMatch(/eyJ|ASIAQ|AWS4|short|X-Amz/);
});

test('parameters and rows are hidden, their counts are not', () => {
  const fields = {
    definition: { sample: { amountOfRows: 7 } },
    parameters: { name: 'Ada' },
    preview: { rows: [['Ada']] },
    rows: 12,
    rowsWritten: 5,
  };

  expect(createRedactor()(fields)).toEqual({
    definition: '[hidden]',
    parameters: '[hidden]',
    preview: '[hidden]',
    rows: 12,
    rowsWritten: 5,
  });
});

test('a sensitive value is hidden wherever it stands: in texts, in errors, as a number', () => {
  const fields = { note: 'for Ada Lovelace', error: new Error('no Ada Lovelace'), account: 4711 };
  const text = shown(fields, ['Ada Lovelace', '4711', '']);

  expect(text).not.toMatch(/Lovelace|4711/);
  expect(text).toContain('for [hidden]');
});

test.each([
  "SELECT CAST('a secret cell' AS INTEGER)",
  'SELECT CAST(v AS TINYINT) FROM (VALUES (31415926)) AS t(v)',
  "SELECT strptime('a secret cell', '%Y')",
  'SELECT error(\'Invalid: "a secret cell"\')',
])('what DuckDB says of %s keeps no cell', async (sql) => {
  const error = await duckDbError(sql);
  expect(error.message).toMatch(/a secret cell|31415926/);

  expect(shown({ error: new Error('outer', { cause: error }) })).not.toMatch(/secret|31415926/);
});

test('an error keeps its name, code, first words, frames and causes', () => {
  const cause = Object.assign(new TypeError('socket hang up\nline two'), { code: 'ECONNRESET' });
  const error = createRedactor()(new Error('outer', { cause })) as Record<string, unknown>;

  expect(error).toMatchObject({
    name: 'Error',
    message: 'outer',
    cause: { name: 'TypeError', code: 'ECONNRESET', message: 'socket hang up' },
  });
  expect(error.stack).toContain('redact.test.ts');
});

test('a cause that goes in a circle ends, and a long text is cut', () => {
  const error = new Error('round');
  error.cause = error;

  expect(shown(error).length).toBeLessThan(20_000);
  expect(shown('x'.repeat(5_000)).length).toBeLessThan(2_100);
});
