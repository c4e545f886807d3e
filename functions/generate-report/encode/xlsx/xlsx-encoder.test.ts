import { expect, test } from 'vitest';
import type { Column } from '../../pipeline/batch.ts';
import {
  chainedSha256,
  entryOf,
  facts,
  readWorkbook,
  writeWorkbook,
  type Value,
} from './test-support.ts';
import { createXlsxEncoder } from './xlsx-encoder.ts';

const DAY_MS = 86_400_000;
const columns: readonly Column[] = [
  { name: 'date', label: 'Date', type: 'DATE' },
  { name: 'shipped', label: 'Shipped', type: 'TIMESTAMP' },
  { name: 'item', label: 'Item', type: 'STRING' },
  { name: 'amount', label: 'Amount', type: 'DECIMAL', scale: 2 },
  { name: 'pieces', label: 'Pieces', type: 'INTEGER' },
  { name: 'paid', label: 'Paid', type: 'BOOLEAN' },
];
const rows: readonly (readonly Value[])[] = [
  [day('2026-02-03'), Date.UTC(2026, 6, 1, 10, 20, 30), 'Lamp', 123_456, 7, true],
  [day('2024-02-29'), Date.UTC(2026, 0, 1, 23, 30, 0, 5), 'Žluťoučký 山 🙂', -5, 0, false],
  [null, null, null, null, null, null],
];

test('every type is read back as what it was', async () => {
  const { file, warnings } = await writeWorkbook({ columns, rows });
  const sheet = (await readWorkbook(file)).worksheets[0];

  expect(sheet?.getRow(1).values).toEqual([
    ,
    'Date',
    'Shipped',
    'Item',
    'Amount',
    'Pieces',
    'Paid',
  ]);
  expect(sheet?.getRow(2).values).toEqual([
    ,
    new Date('2026-02-03T00:00:00Z'),
    new Date('2026-07-01T12:20:30Z'),
    'Lamp',
    1234.56,
    7,
    true,
  ]);
  expect(sheet?.getRow(3).values).toEqual([
    ,
    new Date('2024-02-29T00:00:00Z'),
    new Date('2026-01-02T00:30:00.005Z'),
    'Žluťoučký 山 🙂',
    -0.05,
    0,
    false,
  ]);
  expect(sheet?.getRow(4).values).toEqual([]);
  expect(sheet?.rowCount).toBe(4);
  expect(warnings).toEqual([]);
});

test('cells carry number formats and the header stays in sight above a filter', async () => {
  const { file } = await writeWorkbook({ columns, rows });
  const workbook = await readWorkbook(file);
  const sheet = workbook.worksheets[0];

  expect([1, 2, 3, 4, 5].map((column) => sheet?.getCell(2, column).numFmt)).toEqual([
    'yyyy-mm-dd',
    'yyyy-mm-dd hh:mm:ss',
    undefined,
    '#,##0.00',
    '0',
  ]);
  expect(sheet?.getCell('B3').numFmt).toBe('yyyy-mm-dd hh:mm:ss.000');
  expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
  expect(sheet?.autoFilter).toBe('A1:F4');
  expect(sheet?.getCell('A1').font.bold).toBe(true);
  expect(workbook.title).toBe('Sales by day');
  expect(workbook.created).toEqual(new Date('2026-02-03T04:05:06Z'));
});

test('columns are as wide as their header and first rows need', async () => {
  const texts = [
    { name: 'A', type: 'STRING' },
    { name: 'A longer name', type: 'STRING' },
  ] as const;
  const { file } = await writeWorkbook({ columns: texts, rows: [['x'.repeat(30), 'y']] });
  const sheet = (await readWorkbook(file)).worksheets[0];

  expect(sheet?.getColumn(1).width).toBeCloseTo(31.7, 1);
  expect(sheet?.getColumn(2).width).toBeCloseTo(17.7, 1);
});

test('the About sheet says what the report is, with a digest that can be checked', async () => {
  const { file } = await writeWorkbook({ columns, rows, blockBytes: 256 });
  const about = (await readWorkbook(file)).worksheets[1];
  const lines: unknown[][] = [];
  about?.eachRow((row) => lines.push((row.values as unknown[]).slice(1)));
  const digest = chainedSha256(entryOf(file, 'xl/worksheets/sheet1.xml'), 256);

  expect(about?.name).toBe('About');
  expect(lines).toEqual([
    ['Sales by day'],
    ['Definition', facts.definition],
    ['Data as of', '2026-02-03T04:05:06.789Z'],
    ['Time zone', 'Europe/Brussels (moments are in this zone; dates are as they are)'],
    ['Rows', 3],
    ['Report', '01JKE2'],
    ['SHA-256 of the data', digest],
    [undefined, expect.stringContaining('blocks of 256 bytes')],
    ['Column', 'Type', 'Number format'],
    ['Date', 'Date', 'yyyy-mm-dd'],
    ['Shipped', 'Date and time in Europe/Brussels', 'yyyy-mm-dd hh:mm:ss'],
    ['Item', 'Text'],
    ['Amount', 'Decimal number, 2 digits after the point', '#,##0.00'],
    ['Pieces', 'Whole number', '0'],
    ['Paid', 'True or false'],
  ]);
});

test('the same report is the same file, byte for byte, whenever it is made', async () => {
  const { file } = await writeWorkbook({ columns, rows });
  const sheet = entryOf(file, 'xl/worksheets/sheet1.xml');

  expect(chainedSha256(sheet, 524_288)).toBe(
    '7e85fbaf0e06fe83c8722166bdea019d135823f4ca347051a9d31f9a192f29dd',
  );
  expect((await writeWorkbook({ columns, rows, batchRows: 1 })).file.equals(file)).toBe(true);
});

test('a report without rows or columns is still a workbook', async () => {
  for (const few of [columns, []]) {
    const { file } = await writeWorkbook({ columns: few, rows: [] });
    const workbook = await readWorkbook(file);

    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['Sales by day', 'About']);
    expect(workbook.worksheets[0]?.actualRowCount).toBe(few.length > 0 ? 1 : 0);
  }
});

test('more rows than a sheet holds are refused before the run, and while writing when nobody knew', async () => {
  const one: readonly Column[] = [{ name: 'Flag', type: 'BOOLEAN' }];
  const create = createXlsxEncoder();
  const words = {
    code: 'TOO_LARGE_FOR_FORMAT',
    message:
      'The report has 1,048,576 rows; an Excel sheet holds 1,048,575 below its header. Choose CSV or Parquet, or a smaller range.',
  };

  expect(() => create({ columns: one, facts, rowsExpected: 1_048_576 })).toThrow(
    expect.objectContaining(words),
  );
  const tooWide = Array.from({ length: 16_385 }, () => one[0] as Column);
  expect(() => create({ columns: tooWide, facts, rowsExpected: 1 })).toThrow('16,385 columns');

  const encoder = create({ columns: one, facts, rowsExpected: null });
  const out = {
    buffer: Buffer.alloc(64 << 20),
    offset: 0,
    fullBytes: Infinity,
    isFull: false,
    ensure: () => undefined,
  };
  await encoder.begin(out);
  const length = 1_048_575;
  const batch = { length, vectors: [{ values: new Uint8Array(length) }] };
  await expect(encoder.write(batch, 0, out)).resolves.toBe(length);
  await expect(Promise.resolve(encoder.write(batch, 0, out))).rejects.toMatchObject(words);
});

function day(text: string): number {
  return Date.parse(`${text}T00:00:00Z`) / DAY_MS;
}
