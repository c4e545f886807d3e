import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Batch, Column } from '../pipeline/batch.ts';
import { columnOf, encodeAll } from '../pipeline/test-pipeline.ts';
import { createCsvEncoder, type CsvOptions } from './csv-bytes.ts';

const RFC4180 = createCsvEncoder({ dialect: 'RFC4180' });
const EXCEL = createCsvEncoder({ dialect: 'EXCEL' });

const ORDERS: readonly Column[] = [
  { name: 'id', type: 'INTEGER', label: 'Order' },
  { name: 'amount', type: 'DECIMAL', scale: 2, label: 'Amount, net' },
  { name: 'ordered', type: 'DATE' },
  { name: 'changed', type: 'TIMESTAMP', label: 'Last change' },
  { name: 'note', type: 'STRING' },
  { name: 'paid', type: 'BOOLEAN' },
];
const TWO_ORDERS: Batch = {
  length: 2,
  vectors: [
    { values: Int32Array.of(1, -2) },
    { values: BigInt64Array.of(123_456_789_012_345_678n, -5n) },
    { values: Int32Array.of(19_814, 0), nulls: Uint8Array.of(0, 1) },
    { values: Float64Array.of(1_711_846_923_045, 0) },
    { values: ['=1+1', null] },
    { values: Uint8Array.of(1, 0) },
  ],
};

const textOf = async (...given: Parameters<typeof encodeAll>) =>
  (await encodeAll(...given)).bytes.toString();

/** Cells as another reader than ours finds them. */
async function cellsOf(csv: CsvOptions, texts: (string | null)[]): Promise<string[]> {
  const columns: Column[] = [
    { name: 'a', type: 'STRING' },
    { name: 'b', type: 'STRING' },
  ];
  const vector = { values: texts };
  const batch = { length: texts.length, vectors: [vector, vector] };
  const { bytes } = await encodeAll(createCsvEncoder(csv), columns, [batch]);
  const rows = parse(bytes, { bom: true, delimiter: csv.delimiter ?? ',' });
  expect(rows.shift()).toEqual(['a', 'b']);
  for (const [first, second] of rows) expect(second).toBe(first);
  return rows.map(([first]) => first ?? '');
}

test('RFC 4180 is plain: names as they are, ISO 8601 with the offset, exact numbers', async () => {
  expect(await textOf(RFC4180, ORDERS, [TWO_ORDERS], 'Europe/Berlin')).toBe(
    'id,amount,ordered,changed,note,paid\r\n' +
      '1,1234567890123456.78,2024-04-01,2024-03-31T03:02:03.045+02:00,=1+1,true\r\n' +
      '-2,-0.05,,1970-01-01T01:00:00.000+01:00,,false\r\n',
  );
});

test('EXCEL has a mark, names for people, the zone in the header and harmless texts', async () => {
  const { bytes, encoder } = await encodeAll(EXCEL, ORDERS, [TWO_ORDERS], 'Europe/Berlin');

  expect(bytes.toString()).toBe(
    '\uFEFFOrder,"Amount, net",ordered,Last change (Europe/Berlin),note,paid\r\n' +
      '1,1234567890123456.78,2024-04-01,2024-03-31 03:02:03,"\'=1+1",TRUE\r\n' +
      '-2,-0.05,,1970-01-01 01:00:00,,FALSE\r\n',
  );
  expect(encoder.warnings().map(({ code, count }) => [code, count])).toEqual([
    ['FORMULA_GUARDED', 1],
    ['LONG_NUMBERS', 1],
    ['MILLISECONDS_DROPPED', 1],
  ]);
});

test('the delimiter is quoted where it occurs, other ones are not', async () => {
  const columns: Column[] = [
    { name: 'a;b', type: 'STRING' },
    { name: 'c,d', type: 'INTEGER' },
  ];
  const batch = {
    length: 1,
    vectors: [{ values: ['x;y,z, longer than a short one'] }, { values: Int32Array.of(7) }],
  };

  expect(
    await textOf(createCsvEncoder({ dialect: 'RFC4180', delimiter: ';' }), columns, [batch]),
  ).toBe('"a;b";c,d\r\n"x;y,z, longer than a short one";7\r\n');
  expect(() =>
    createCsvEncoder({ dialect: 'EXCEL', delimiter: '-' as ',' })({
      columns,
      facts: { timeZone: 'UTC' } as never,
      rowsExpected: null,
    }),
  ).toThrow(RangeError);
});

test('what a spreadsheet would run is guarded, what parses as a number is not', async () => {
  const formulas = [
    '=1+1',
    '+49 170 1',
    '-cmd',
    '@SUM(A1)',
    '\tx',
    '\rx',
    '\nx',
    '＝1',
    '＠x',
    '-',
  ];
  const numbers = ['-5', '+5', '-.5', '-1.', '-1e9', '+1.25E-3'];
  const others = ['a=1', '', ' =1', "'=1", 'é=', '5-3', '﹦1'];
  const all = [...formulas, ...numbers, ...others];
  const guarded = [...formulas.map((text) => `'${text}`), ...numbers, ...others];

  expect(await cellsOf({ dialect: 'EXCEL' }, all)).toEqual(guarded);
  expect(await cellsOf({ dialect: 'RFC4180' }, all)).toEqual(all);
});

test('a long text that is almost a number is judged in no time', async () => {
  const text = `-${'1'.repeat(200_000)}x`;
  const startedAt = performance.now();
  const cells = await cellsOf({ dialect: 'EXCEL' }, [text]);

  expect(cells).toEqual([`'${text}`]);
  expect(performance.now() - startedAt).toBeLessThan(1000);
});

test('any text is read back by another reader, in every dialect', async () => {
  const unit = fc.oneof(
    fc.constantFrom(
      '"',
      ',',
      ';',
      '\r',
      '\n',
      '=',
      '-',
      '1',
      'e',
      '.',
      '\t',
      'é',
      '東',
      '😀',
      '\0',
    ),
    fc.integer({ min: 0, max: 0xd7ff }).map((code) => String.fromCharCode(code)),
  );
  const texts = fc.array(
    fc.array(unit, { maxLength: 40 }).map((units) => units.join('')),
    { minLength: 1, maxLength: 10 },
  );
  const delimiters = fc.constantFrom(',' as const, ';' as const, '\t' as const, '|' as const);

  await fc.assert(
    fc.asyncProperty(texts, delimiters, async (all, delimiter) => {
      expect(await cellsOf({ dialect: 'RFC4180', delimiter }, all)).toEqual(all);
      const cells = await cellsOf({ dialect: 'EXCEL', delimiter }, all);
      cells.forEach((cell, index) => {
        expect([all[index], `'${all[index] ?? ''}`]).toContain(cell);
        // What is left as it was is no formula, or a number.
        if (cell === all[index] && /^[=+\-@\t\r]/.test(cell)) expect(Number(cell)).not.toBeNaN();
      });
    }),
    { numRuns: 100 },
  );
});

test('half a surrogate pair becomes the replacement character and is counted', async () => {
  const texts = ['ok 😀', '\ud83d', `long enough for the other way \ude00`, 'quoted, \ud83d'];
  const { bytes, encoder } = await encodeAll(
    RFC4180,
    [{ name: 'a', type: 'STRING' }],
    [columnOf(texts)],
  );

  expect(bytes.toString()).toBe(
    'a\r\nok 😀\r\n\uFFFD\r\nlong enough for the other way \uFFFD\r\n"quoted, \uFFFD"\r\n',
  );
  expect(encoder.warnings()).toMatchObject([{ code: 'TEXT_REPLACED', count: 3 }]);
});

test('a null differs from an empty text, and in a file of one column is not an empty line', async () => {
  const one: Column = { name: 'a', type: 'STRING' };
  const texts = { values: ['', null] };
  const two = { length: 2, vectors: [texts, texts] };

  expect(await textOf(RFC4180, [one, { ...one, name: 'b' }], [two])).toBe('a,b\r\n"",""\r\n,\r\n');
  expect(await textOf(RFC4180, [one], [columnOf(['', null])])).toBe('a\r\n""\r\n""\r\n');
});

test('a text longer than any buffer is written whole', async () => {
  const text = '東"'.repeat(100_000);
  const { bytes } = await encodeAll(RFC4180, [{ name: 'a', type: 'STRING' }], [columnOf([text])]);

  expect(parse(bytes)).toEqual([['a'], [text]]);
});

test('every kind of array a column may come in reads the same', async () => {
  const columns = (type: Column['type']): Column[] => [{ name: 'a', type }];
  const same = async (type: Column['type'], ...all: Batch['vectors'][number]['values'][]) =>
    new Set(
      await Promise.all(all.map((values) => textOf(RFC4180, columns(type), [columnOf(values)]))),
    );

  expect(
    await same(
      'INTEGER',
      Int32Array.of(7, 0),
      Float64Array.of(7, 0),
      BigInt64Array.of(7n, 0n),
      Uint8Array.of(7, 0),
    ),
  ).toEqual(new Set(['a\r\n7\r\n0\r\n']));
  expect(await same('DATE', Int32Array.of(1), Float64Array.of(1))).toEqual(
    new Set(['a\r\n1970-01-02\r\n']),
  );
  expect(await same('TIMESTAMP', Float64Array.of(-1), BigInt64Array.of(-1n))).toEqual(
    new Set(['a\r\n1969-12-31T23:59:59.999Z\r\n']),
  );
});

test.each([
  ['INTEGER', Float64Array.of(1.5)],
  ['DECIMAL', Float64Array.of(Number.NaN)],
  ['INTEGER', Float64Array.of(2 ** 60)],
  ['TIMESTAMP', Float64Array.of(Number.POSITIVE_INFINITY)],
  ['DATE', Int32Array.of(2 ** 30)],
  ['DATE', Float64Array.of(0.5)],
] as const)('a value that is not a %s fails with the name of its column', async (type, values) => {
  const writing = encodeAll(RFC4180, [{ name: 'Amount', type }], [columnOf(values)]);

  await expect(writing).rejects.toMatchObject({
    code: 'INVALID_DATA',
    message: expect.stringContaining('Amount') as string,
  });
});

test('where a null is, any number may stand', async () => {
  const nulls = Uint8Array.of(1);
  const cell = async (type: Column['type']) =>
    textOf(RFC4180, [{ name: 'a', type }], [columnOf(Float64Array.of(Number.NaN), nulls)]);

  for (const type of ['INTEGER', 'DECIMAL', 'DATE', 'TIMESTAMP'] as const) {
    expect(await cell(type)).toBe('a\r\n""\r\n');
  }
});

test('no rows are a header, or with no header nothing', async () => {
  const columns: Column[] = [{ name: 'a', type: 'DATE' }];

  expect(await textOf(RFC4180, columns, [])).toBe('a\r\n');
  expect(await textOf(createCsvEncoder({ dialect: 'RFC4180', header: false }), columns, [])).toBe(
    '',
  );
});
