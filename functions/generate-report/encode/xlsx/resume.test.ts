import { expect, test } from 'vitest';
import type { Column } from '../../pipeline/batch.ts';
import { createOut } from '../../pipeline/out.ts';
import { entryOf, facts, readWorkbook, writeWorkbook, type Value } from './test-support.ts';
import { createXlsxEncoder } from './xlsx-encoder.ts';

const columns: readonly Column[] = [
  { name: 'Id', type: 'INTEGER' },
  { name: 'Item', type: 'STRING' },
  { name: 'Amount', type: 'DECIMAL', scale: 2 },
];
const rows: readonly (readonly Value[])[] = Array.from({ length: 3000 }, (_, row) => [
  row % 500 === 1 ? 9_000_000_000_000_000 + (row % 7) : row,
  `item ${Math.imul(row, 0x9e3779b1) >>> 0} <山>`,
  row * 7919,
]);
const blockBytes = 4096;

test('a file continued in another process after every part is the same, byte for byte', async () => {
  const whole = await writeWorkbook({ columns, rows, blockBytes, partBytes: 1 << 30 });
  for (const partBytes of [1, 3000, 20_000]) {
    const hopped = await writeWorkbook({ columns, rows, blockBytes, partBytes, hops: true });

    expect(hopped.states.length).toBeGreaterThan(2);
    expect(hopped.file.equals(whole.file)).toBe(true);
    expect(hopped.warnings).toEqual(whole.warnings);
  }
  expect(whole.warnings).toMatchObject([{ code: 'NUMBER_AS_TEXT', count: 6 }]);
});

test('neither parts nor batches show in the file', async () => {
  const whole = await writeWorkbook({ columns, rows, blockBytes });
  const other = await writeWorkbook({ columns, rows, blockBytes, partBytes: 1000, batchRows: 7 });

  expect(other.file.equals(whole.file)).toBe(true);
});

test('the state at the end of a part is small', async () => {
  const { states } = await writeWorkbook({
    columns,
    rows,
    blockBytes,
    partBytes: 20_000,
    hops: true,
  });

  expect(Math.max(...states.map((state) => state.length))).toBeLessThan(1500);
});

test('a state taken in the middle of a part is exact too', async () => {
  const whole = await writeWorkbook({ columns, rows: rows.slice(0, 3), blockBytes });
  const create = createXlsxEncoder({ blockBytes });
  const options = { columns, facts, rowsExpected: 3 };
  const out = createOut(1 << 20);
  let encoder = create(options);
  await encoder.begin(out);
  for (const row of rows.slice(0, 3)) {
    const state = JSON.stringify(await encoder.save?.(out));
    encoder = create(options);
    encoder.restore?.(JSON.parse(state));
    const [id, item, amount] = row as [number, string, number];
    const vectors = [
      { values: Int32Array.of(id % 9_000_000_000_000) },
      { values: [item] },
      { values: Int32Array.of(amount) },
    ];
    if (id > 1e9) vectors[0] = { values: Float64Array.of(id) as never };
    await encoder.write({ length: 1, vectors }, 0, out);
  }
  await encoder.end(out);

  expect(out.buffer.subarray(0, out.offset).equals(whole.file)).toBe(true);
});

test('a state of another version is not taken for this one', () => {
  const encoder = createXlsxEncoder()({ columns, facts, rowsExpected: null });

  expect(() => encoder.restore?.({ version: 0 })).toThrow('version 0');
});

test('rows longer than the room there is come out whole', async () => {
  // Each of these characters becomes seven bytes.
  const long = Array.from({ length: 5 }, (_, row) => [row, `${row}\u0001`.repeat(16_000), 0]);
  const { file } = await writeWorkbook({
    columns,
    rows: long,
    blockBytes,
    partBytes: 1,
    hops: true,
  });
  const xml = entryOf(file, 'xl/worksheets/sheet1.xml').toString();

  const texts = [...xml.matchAll(/<t[^>]*>((?:._x0001_)+)<\/t>/g)].map(([, text]) => text);
  expect(texts).toEqual(long.map(([row]) => `${row}_x0001_`.repeat(16_000)));
  expect((await readWorkbook(file)).worksheets[0]?.rowCount).toBe(6);
});
