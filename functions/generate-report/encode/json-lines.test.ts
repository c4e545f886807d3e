import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Column } from '../pipeline/batch.ts';
import { columnOf, encodeAll } from '../pipeline/test-pipeline.ts';
import { createJsonLinesEncoder } from './json-lines.ts';

const textOf = async (
  ...given: Parameters<typeof encodeAll> extends [unknown, ...infer R] ? R : never
) => (await encodeAll(createJsonLinesEncoder, ...given)).bytes.toString();

test('each row is an object with exact numbers and ISO 8601 texts', async () => {
  const columns: Column[] = [
    { name: 'id', type: 'INTEGER' },
    { name: 'net "amount"', type: 'DECIMAL', scale: 3 },
    { name: 'day', type: 'DATE' },
    { name: 'moment', type: 'TIMESTAMP' },
    { name: 'note', type: 'STRING' },
    { name: 'flag', type: 'BOOLEAN' },
  ];
  const nulls = Uint8Array.of(0, 1);
  const batch = {
    length: 2,
    vectors: [
      { values: BigInt64Array.of(9_223_372_036_854_775_807n, 0n), nulls },
      { values: Float64Array.of(-1, 0), nulls },
      { values: Int32Array.of(0, 0), nulls },
      { values: Float64Array.of(0, 0), nulls },
      { values: ['=1+1\n\u2028', null] },
      { values: Uint8Array.of(0, 0), nulls },
    ],
  };

  expect(await textOf(columns, [batch], 'Asia/Kathmandu')).toBe(
    '{"id":9223372036854775807,"net \\"amount\\"":-0.001,"day":"1970-01-01",' +
      '"moment":"1970-01-01T05:30:00.000+05:30","note":"=1+1\\n\u2028","flag":false}\n' +
      '{"id":null,"net \\"amount\\"":null,"day":null,"moment":null,"note":null,"flag":null}\n',
  );
});

test('any text is read back by JSON.parse, half surrogate pairs too', async () => {
  const unit = fc.oneof(
    fc.constantFrom('"', '\\', '\n', '\u0000', '\u007f', 'é', '東', '😀', '\ud83d', '\ude00'),
    fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
  );
  const texts = fc.array(
    fc.array(unit, { maxLength: 40 }).map((units) => units.join('')),
    { minLength: 1, maxLength: 10 },
  );

  await fc.assert(
    fc.asyncProperty(texts, async (all) => {
      const text = await textOf([{ name: 't', type: 'STRING' }], [columnOf(all)]);
      const lines = text.split('\n').slice(0, -1);
      expect(lines.map((line) => (JSON.parse(line) as { t: string }).t)).toEqual(all);
    }),
    { numRuns: 100 },
  );
});

test('any number is in the file with all its digits', async () => {
  const numbers = fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), { minLength: 1 });

  await fc.assert(
    fc.asyncProperty(numbers, fc.integer({ min: 0, max: 18 }), async (all, scale) => {
      const column = { name: 'n', type: 'DECIMAL', scale } as const;
      const text = await textOf([column], [columnOf(BigInt64Array.from(all))]);
      const read = text
        .split('\n')
        .slice(0, -1)
        .map((line) => {
          const digits = /^\{"n":(-?\d+(?:\.\d+)?)\}$/.exec(line)?.[1] ?? '';
          expect(Number(digits)).toBe((JSON.parse(line) as { n: number }).n);
          return BigInt(digits.replace('.', ''));
        });
      expect(read).toEqual(all);
    }),
    { numRuns: 100 },
  );
});

test('no rows are no bytes', async () => {
  expect(await textOf([{ name: 'a', type: 'DATE' }], [])).toBe('');
});
