import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeBigDecimal, writeDecimal, writeInteger, writePadded } from './byte-numbers.ts';

const buffer = Buffer.alloc(128, '#');

function written(write: (offset: number) => number): string {
  const end = write(3);
  expect(buffer.toString('latin1', 0, 3)).toBe('###');
  return buffer.toString('latin1', 3, end);
}

test('whole numbers are written as JavaScript writes them', () => {
  const edges = [0, -0, 9, 10, 99_999, 100_000, 999_999_999, 1e9, 2 ** 31 - 1, 2 ** 31, -(2 ** 31)];
  const numbers = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.constantFrom(...edges));

  fc.assert(
    fc.property(numbers, (value) => {
      expect(written((offset) => writeInteger(buffer, offset, value))).toBe(
        BigInt(value).toString(),
      );
    }),
    { numRuns: 2000 },
  );
});

test('decimals of any scale are exact, by either way of writing them', () => {
  const cases = fc.tuple(fc.maxSafeInteger(), fc.integer({ min: 0, max: 20 }));

  fc.assert(
    fc.property(cases, ([value, scale]) => {
      const text = written((offset) => writeDecimal(buffer, offset, value, scale));
      const sameText = written((offset) => writeBigDecimal(buffer, offset, BigInt(value), scale));
      const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];

      expect(text).toBe(sameText);
      expect(fraction).toHaveLength(scale);
      expect(whole).toMatch(/^(?:0|[1-9]\d*)$/);
      expect(BigInt(`${sign}1`) * BigInt(`${whole}${fraction}`)).toBe(BigInt(value));
    }),
    { numRuns: 2000 },
  );
});

test('small negative amounts keep their sign and zero has none', () => {
  expect(written((offset) => writeDecimal(buffer, offset, -5, 2))).toBe('-0.05');
  expect(written((offset) => writeDecimal(buffer, offset, -0, 2))).toBe('0.00');
  expect(written((offset) => writeBigDecimal(buffer, offset, -5n, 2))).toBe('-0.05');
  expect(written((offset) => writePadded(buffer, offset, 7, 12))).toBe('000000000007');
});
