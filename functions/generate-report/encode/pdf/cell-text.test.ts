import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Column, Vector } from '../../pipeline/batch.ts';
import { createTimeZone } from '../../pipeline/time-zone.ts';
import { createCellText } from './cell-text.ts';
import { createTotals } from './totals.ts';

const UTC = createTimeZone('UTC');
const BERLIN = createTimeZone('Europe/Berlin');

function texts(column: Partial<Column>, vector: Vector, zone = UTC): string[] {
  const write = createCellText({ name: 'x', type: 'STRING', ...column }, zone);
  return Array.from({ length: vector.values.length }, (_, row) => write(vector, row));
}

test('decimals keep every digit and are grouped', () => {
  const values = BigInt64Array.of(-9_223_372_036_854_775_808n, 0n, -5n, 123_456n, 99_999n);

  expect(texts({ type: 'DECIMAL', scale: 2 }, { values })).toEqual([
    '-92,233,720,368,547,758.08',
    '0.00',
    '-0.05',
    '1,234.56',
    '999.99',
  ]);
});

test('whole numbers are grouped only where they are summed: a year is not', () => {
  const values = Int32Array.of(2024, -1_234_567);

  expect(texts({ type: 'INTEGER' }, { values })).toEqual(['2024', '-1234567']);
  expect(texts({ type: 'INTEGER', summed: true }, { values })).toEqual(['2,024', '-1,234,567']);
});

test('nulls are empty, truths are words, texts are as they are', () => {
  const nulls = Uint8Array.of(0, 1, 0);

  expect(texts({ type: 'BOOLEAN' }, { values: Uint8Array.of(1, 0, 0), nulls })).toEqual([
    'Yes',
    '',
    'No',
  ]);
  expect(texts({ type: 'STRING' }, { values: ['=1+1', null, ''] })).toEqual(['=1+1', '', '']);
});

test('dates are never shifted by the zone', () => {
  const values = Int32Array.of(0, -1, 19_723, -719_528);
  const expected = ['1970-01-01', '1969-12-31', '2024-01-01', '0000-01-01'];

  expect(texts({ type: 'DATE' }, { values }, BERLIN)).toEqual(expected);
});

test('timestamps are what the clocks of the zone show, on both sides of a change', () => {
  const values = Float64Array.from(
    ['2024-03-31T00:59:59Z', '2024-03-31T01:00:00Z', '2024-07-01T12:00:00.007Z'].map((text) =>
      Date.parse(text),
    ),
  );

  expect(texts({ type: 'TIMESTAMP' }, { values }, BERLIN)).toEqual([
    '2024-03-31 01:59:59',
    '2024-03-31 03:00:00',
    '2024-07-01 14:00:00.007',
  ]);
});

test('a value the type cannot hold is INVALID_DATA and names the column', () => {
  const half = { values: Float64Array.of(0.5) };
  const never = { values: Float64Array.of(Number.NaN) };
  const failure = { code: 'INVALID_DATA', message: expect.stringContaining('column x') as string };

  expect(() => texts({ type: 'DECIMAL', scale: 2 }, half)).toThrow(
    expect.objectContaining(failure),
  );
  expect(() => texts({ type: 'TIMESTAMP' }, never)).toThrow(expect.objectContaining(failure));
  expect(() => texts({ type: 'DATE' }, never)).toThrow(expect.objectContaining(failure));
});

test('without its commas a decimal is the number it was made from', () => {
  fc.assert(
    fc.property(
      fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
      fc.integer({ min: 0, max: 9 }),
      (value, scale) => {
        const [text = ''] = texts({ type: 'DECIMAL', scale }, { values: BigInt64Array.of(value) });

        expect(text).toMatch(/^-?\d{1,3}(,\d{3})*(\.\d+)?$/);
        expect(BigInt(text.replaceAll(/[,.]/g, ''))).toBe(value);
        expect(text.split('.')[1]?.length ?? 0).toBe(scale);
      },
    ),
  );
});

test('totals are exact beyond 2^53, leave nulls out and label the first column without one', () => {
  const columns: Column[] = [
    { name: 'n', type: 'INTEGER', summed: true },
    { name: 'year', type: 'INTEGER' },
    { name: 'amount', type: 'DECIMAL', scale: 2, summed: true },
  ];
  const totals = createTotals(columns);
  const vectors: Vector[] = [
    { values: Float64Array.of(1, 2, 4), nulls: Uint8Array.of(0, 1, 0) },
    { values: Int32Array.of(2024, 2024, 2024) },
    { values: BigInt64Array.of(9_007_199_254_740_993n, 9_007_199_254_740_993n, -1n) },
  ];
  for (const row of [0, 1, 2]) totals.add(vectors, row);

  expect(totals.texts()).toEqual(['5', 'Total', '180,143,985,094,819.85']);
});
