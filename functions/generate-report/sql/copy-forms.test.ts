import { zstdDecompressSync } from 'node:zlib';
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCsvEncoder, type CsvOptions } from '../encode/csv-bytes.ts';
import { createJsonLinesEncoder } from '../encode/json-lines.ts';
import type { Column } from '../pipeline/batch.ts';
import type { CreateEncoder, Warning } from '../pipeline/encoder.ts';
import { createOut } from '../pipeline/out.ts';
import { csvForm, jsonLinesForm, parquetForm, type CopyForm } from './copy-forms.ts';
import { createByteSource } from './copy-to-fifo.ts';
import { countRows } from './count.ts';
import { createSqlRowSource } from './row-source.ts';
import type { SqlSession } from './session.ts';
import { allBytes, encoderOptions, testQuery, testSession } from './test-session.ts';

const COLUMNS = [
  { name: 'n', type: 'INTEGER' },
  { name: 'a "text"', type: 'STRING', label: 'A, text' },
  { name: 'money', type: 'DECIMAL', scale: 2, label: 'Money' },
  { name: 'rate', type: 'DECIMAL', scale: 16 },
  { name: 'day', type: 'DATE' },
  { name: 'at', type: 'TIMESTAMP', label: 'At' },
  { name: 'instant', type: 'TIMESTAMP' },
  { name: 'yes', type: 'BOOLEAN' },
] as const satisfies readonly Column[];

const TEXTS = [
  ...['plain', '', ' spaces ', 'a,b', 'a;b', 'a"b', 'a\nb', 'a\r\nb', 'tab\there', "it's", '|'],
  ...['é', '漢字', '😀', 'longer than twelve bytes', '漢字漢字漢字漢字', '\\N', 'NULL', 'null'],
  ...['\u0001\u0008\u000c\u001f\u007f', '\u2028', 'a\u0000b'],
];
const FORMULAS = [
  '=1+1',
  '+a',
  '-a',
  '@x',
  '\t=1',
  '\r=1',
  '\n=1',
  '＝1',
  '＋1',
  '－1',
  '＠1',
  '-',
];
const NUMBERS = ['-5', '+5', '-.5', '-5.', '-1e5', '-1E+5', '-1.5e-7'];
const NO_NUMBERS = ['-1,5', '-1_000', '-inf', '-0x1', '-1e', '+-1', '-1 ', '-١'];
/** Numbers, moments and flags for the rows, in turn. */
const INTEGERS = ['0', '-1', '2147483648', '9007199254740993', '-9223372036854775808', 'NULL'];
const MONEY = ['0', '-0.05', '12.5', '9999999999999999.99', '9999999999999.99', 'NULL'];
const RATES = ['0', '0.1', '-99.1234567890123456', '0.0999999999999999', 'NULL'];
const DAYS = ['1970-01-01', '0001-01-01', '9999-12-31', '1969-12-31', '2024-02-29'];
const MOMENTS = [
  ...['2024-07-01 12:00:00', '2024-01-01 00:00:00.123', '1969-12-31 23:59:59.999'],
  ...['2024-03-31 00:59:59', '2024-03-31 01:00:00', '2024-10-27 00:30:00', '1850-01-01 00:00:00'],
];

let session: SqlSession & AsyncDisposable;
beforeAll(async () => (session = await testSession()));
afterAll(() => session[Symbol.asyncDispose]());

const at = (values: readonly string[], index: number): string =>
  values[index % values.length] ?? '';
const text = (value: string): string =>
  value === '' ? "''" : Array.from(value, (c) => `chr(${c.codePointAt(0)})`).join(' || ');

/** A query whose rows have `texts`, and after them a null. */
function everything(texts: readonly string[]): string {
  const rows = [...texts.map(text), 'NULL'].map((value, row) => {
    const moment = `TIMESTAMP '${at(MOMENTS, row)}'`;
    const others = `DATE '${at(DAYS, row)}', ${moment}, timezone('UTC', ${moment}), ${row % 2 === 0}`;
    return `(${row}, ${at(INTEGERS, row)}, ${value}, ${at(MONEY, row)}, ${at(RATES, row)}, ${others})`;
  });
  const nothing = `(${rows.length}, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`;
  const names = ['row', ...COLUMNS.map(({ name }) => `"${name.replaceAll('"', '""')}"`)];
  return `SELECT * EXCLUDE row FROM (VALUES ${[...rows, nothing].join(', ')}) AS v(${names.join()}) ORDER BY row`;
}

interface Written {
  readonly bytes: Buffer;
  readonly warnings: readonly Warning[];
}

async function byCopy(sql: string, form: CopyForm, columns: readonly Column[]): Promise<Written> {
  const query = await testQuery(session, sql, columns);
  const rowsExpected = await countRows(session, query);
  const source = createByteSource({ session, query, form, rowsExpected });
  const bytes = await allBytes(source.bytes(new AbortController().signal));
  return { bytes, warnings: source.warnings() };
}

async function byEncoder(
  sql: string,
  create: CreateEncoder,
  columns: readonly Column[],
  timeZone: string,
): Promise<Written> {
  const query = await testQuery(session, sql, columns);
  const source = createSqlRowSource({ session, query, rowsExpected: 0 });
  const encoder = create(encoderOptions(columns, { timeZone }));
  const out = createOut(1 << 20);
  await encoder.begin(out);
  const options = { fromRow: 0, signal: new AbortController().signal };
  for await (const batch of source.batches(options)) await encoder.write(batch, 0, out);
  await encoder.end(out);
  return { bytes: out.buffer.subarray(0, out.offset), warnings: encoder.warnings() };
}

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Europe/London'];

describe.each(ZONES)('in %s', (timeZone) => {
  const options = encoderOptions(COLUMNS, { timeZone });
  const sql = everything([...TEXTS, ...NUMBERS]);

  test.each<CsvOptions>([
    { dialect: 'RFC4180' },
    { dialect: 'RFC4180', delimiter: '\t', header: false },
    { dialect: 'EXCEL', delimiter: ';' },
    { dialect: 'EXCEL', delimiter: '|' },
  ])('DuckDB writes CSV as our encoder does: %o', async (csv) => {
    const copied = await byCopy(sql, csvForm(csv, options), COLUMNS);
    const encoded = await byEncoder(sql, createCsvEncoder(csv), COLUMNS, timeZone);

    expect(copied.bytes.toString()).toBe(encoded.bytes.toString());
    expect(copied.warnings).toEqual(encoded.warnings);
  });

  test('DuckDB writes JSON Lines as our encoder does, up to the case of \\u001F', async () => {
    const copied = await byCopy(sql, jsonLinesForm(options), COLUMNS);
    const encoded = await byEncoder(sql, createJsonLinesEncoder, COLUMNS, timeZone);

    const lowered = copied.bytes
      .toString()
      .replaceAll(/\\u00[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
    expect(lowered).toBe(encoded.bytes.toString());
    expect(copied.warnings).toEqual([]);
  });
});

test('formulas are guarded and counted as our encoder does, up to the quotes', async () => {
  const sql = everything([...FORMULAS, ...NUMBERS, ...NO_NUMBERS, ...TEXTS]);
  const csv = { dialect: 'EXCEL' } as const;
  const copied = await byCopy(sql, csvForm(csv, encoderOptions(COLUMNS)), COLUMNS);
  const encoded = await byEncoder(sql, createCsvEncoder(csv), COLUMNS, 'UTC');
  const guards = FORMULAS.length + NO_NUMBERS.length;

  expect(copied.bytes.toString().split(/(?:^|,)"?'[=+\-@\t\r\n＝＋－＠]/)).toHaveLength(guards + 1);
  expect(withoutQuotesOfGuards(copied.bytes)).toBe(withoutQuotesOfGuards(encoded.bytes));
  expect(copied.warnings).toEqual(encoded.warnings);
  expect(copied.warnings).toContainEqual(
    expect.objectContaining({ code: 'FORMULA_GUARDED', count: guards }),
  );
});

test('what is changed is counted exactly by several threads, and from 0 for each file', async () => {
  await using threaded = await testSession({ memoryMib: 4096 });
  const columns = [{ name: 'a', type: 'STRING' }] as const;
  const sql = `SELECT CASE WHEN range % 3 = 0 THEN '=' ELSE 'x' END || range AS a FROM range(400000) ORDER BY range`;
  const form = csvForm({ dialect: 'EXCEL' }, encoderOptions(columns));

  for (const file of ['first', 'second']) {
    const query = await testQuery(threaded, sql, columns);
    const source = createByteSource({ session: threaded, query, form, rowsExpected: 400_000 });
    await allBytes(source.bytes(new AbortController().signal));
    expect([file, source.warnings()]).toEqual([
      file,
      [expect.objectContaining({ code: 'FORMULA_GUARDED', count: 133_334 })],
    ]);
  }
});

/** Our encoder quotes each guarded text, DuckDB those that need it. */
function withoutQuotesOfGuards(bytes: Buffer): string {
  return bytes.toString().replaceAll(/"('[^",]*)"/g, '$1');
}

test('a text with # is quoted by DuckDB, which any reader takes for the same', async () => {
  const columns = [{ name: 'a', type: 'STRING' }] as const;
  const sql = "SELECT '#1' AS a ORDER BY a";
  const csv = { dialect: 'RFC4180' } as const;

  const { bytes } = await byCopy(sql, csvForm(csv, encoderOptions(columns)), columns);
  expect(bytes.toString()).toBe('a\r\n"#1"\r\n');
});

test.each([
  ['STRING', "(NULL), (''), ('x')"],
  ['INTEGER', '(NULL), (1)'],
  ['BOOLEAN', '(NULL), (true)'],
] as const)('nulls of a single column are no empty lines: %s', async (type, values) => {
  const columns = [{ name: 'a', type }] as const;
  const sql = `SELECT a FROM (VALUES ${values}) AS v(a) ORDER BY a`;
  for (const dialect of ['RFC4180', 'EXCEL'] as const) {
    const { bytes } = await byCopy(sql, csvForm({ dialect }, encoderOptions(columns)), columns);
    const encoded = await byEncoder(sql, createCsvEncoder({ dialect }), columns, 'UTC');
    expect(bytes.toString()).toBe(encoded.bytes.toString());
  }
});

test('an unknown time zone is invalid data in words', () => {
  const options = encoderOptions(COLUMNS, { timeZone: "Europe/'; --" });

  expect(() => csvForm({ dialect: 'RFC4180' }, options)).toThrow(
    expect.objectContaining({ code: 'INVALID_DATA' }) as Error,
  );
  expect(() => jsonLinesForm(options)).toThrow(
    expect.objectContaining({ code: 'INVALID_DATA' }) as Error,
  );
});

test('another reader finds every value and type in the Parquet file', async () => {
  const { bytes } = await byCopy(everything(['漢字', '']), parquetForm(), COLUMNS);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  const compressors = { ZSTD: (input: Uint8Array) => new Uint8Array(zstdDecompressSync(input)) };
  const rows = await parquetReadObjects({ file, compressors });
  const { schema } = await parquetMetadataAsync(file);

  expect(schema.slice(1).map(({ name, converted_type }) => [name, converted_type])).toEqual([
    ['n', 'INT_64'],
    ['a "text"', 'UTF8'],
    ['money', 'DECIMAL'],
    ['rate', 'DECIMAL'],
    ['day', 'DATE'],
    ['at', 'TIMESTAMP_MICROS'],
    ['instant', 'TIMESTAMP_MICROS'],
    ['yes', undefined],
  ]);
  expect(schema[6]?.logical_type).toMatchObject({ isAdjustedToUTC: true });
  expect(rows).toHaveLength(4);
  expect(rows[0]).toMatchObject({
    'a "text"': '漢字',
    n: 0n,
    money: 0,
    day: new Date('1970-01-01'),
    at: new Date('2024-07-01T12:00:00Z'),
    instant: new Date('2024-07-01T12:00:00Z'),
    yes: true,
  });
  expect(rows[1]).toMatchObject({ n: -1n, 'a "text"': '', money: -0.05, yes: false });
  expect(Object.values(rows[3] ?? {}).every((value) => value === null || value === undefined)).toBe(
    true,
  );
});
