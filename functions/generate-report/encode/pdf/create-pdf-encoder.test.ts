import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Column } from '../../pipeline/batch.ts';
import { createPdfEncoder } from './create-pdf-encoder.ts';
import { readPdf, squash, type ReadPage } from './testing/read-pdf.ts';
import { batchOf, FACTS, writePdf } from './testing/write-pdf.ts';

const SALES: Column[] = [
  { name: 'day', label: 'Day', type: 'DATE' },
  { name: 'year', label: 'Year', type: 'INTEGER' },
  { name: 'item', label: 'Item', type: 'STRING' },
  { name: 'count', label: 'Count', type: 'INTEGER', summed: true },
  { name: 'amount', label: 'Amount (EUR)', type: 'DECIMAL', scale: 2, summed: true },
];
const ITEMS = ['Lamp', 'Desk', 'Chair'];

/** Rows of SALES from `first` on. */
function salesBatch(first: number, length: number) {
  const numbers = Array.from({ length }, (_, row) => first + row);
  return batchOf(
    length,
    { values: Int32Array.from(numbers, (n) => 19_723 + (n % 366)) },
    { values: Int32Array.from(numbers, () => 2024) },
    { values: numbers.map((n) => `${ITEMS[n % 3]} ${n}`) },
    { values: Int32Array.from(numbers, (n) => n * 7) },
    { values: Float64Array.from(numbers, (n) => n * 331 - 5_000) },
  );
}

function linesOf(pages: readonly ReadPage[]): string[] {
  return pages.flatMap(({ lines }) => lines.map(squash));
}

function inflatedStreams(bytes: Buffer): string {
  const parts = bytes
    .toString('latin1')
    .split(/\bstream\n/)
    .slice(1);
  const inflated = parts.map((part) => inflateSync(Buffer.from(part, 'latin1')).toString('latin1'));
  return inflated.join('\n');
}

const FACT_LINES = [
  'Flights&delays',
  'Flightsfrom2001-01-01to2001-03-31',
  'DATAASOFTIMEZONEROWSREPORT',
];

test('the text of a small report is just this, and its cells are tagged', async () => {
  const { bytes, warnings } = await writePdf({ columns: SALES, batches: [salesBatch(19, 3)] });

  const { pages, taggedRows, info } = await readPdf(bytes);

  expect(linesOf(pages)).toEqual([
    ...FACT_LINES,
    '2026-11-2102:00:00Europe/Berlin301KAJ3QWERTYUIOPASDFGHJKLZ',
    'DayYearItemCountAmount(EUR)',
    '2024-01-202024Desk19133' + '12.89',
    '2024-01-212024Chair20140' + '16.20',
    '2024-01-222024Lamp21147' + '19.51',
    'Total42048.60',
    'Flights&delaysPage1of1',
  ]);
  expect(taggedRows).toEqual([
    ['Day', 'Year', 'Item', 'Count', 'Amount (EUR)'],
    ['2024-01-20', '2024', 'Desk 19', '133', '12.89'],
    ['2024-01-21', '2024', 'Chair 20', '140', '16.20'],
    ['2024-01-22', '2024', 'Lamp 21', '147', '19.51'],
    ['Total', '', '', '420', '48.60'],
  ]);
  expect(info).toMatchObject({
    Title: 'Flights & delays',
    Producer: 'AppSync Reports with PDFKit',
    CreationDate: 'D:20261121010000Z',
    Language: 'en',
  });
  expect(warnings).toEqual([]);
});

test('numbers end at their column’s right edge', async () => {
  const { bytes } = await writePdf({ columns: SALES, batches: [salesBatch(0, 20)] });

  const { pages } = await readPdf(bytes);
  const rights = (pages[0]?.lines ?? [])
    .filter((line) => line.length === 5)
    .map((line) => Math.round(line[4]?.right ?? 0));

  expect(rights.length).toBe(21); // the header too
  expect(new Set(rights).size).toBe(1);
});

test('5,000 rows are all there, with the header and the number on each page, and exact totals', async () => {
  const batches = [0, 1700, 3400].map((first) => salesBatch(first, Math.min(1700, 5000 - first)));
  const { bytes, parts } = await writePdf({ columns: SALES, batches, partBytes: 50_000 });

  const { pages } = await readPdf(bytes);
  const header = 'DayYearItemCountAmount(EUR)';
  const expected = Array.from({ length: 5000 }, (_, n) => {
    const day = new Date(Date.UTC(2024, 0, 1 + (n % 366))).toISOString().slice(0, 10);
    const amount = ((n * 331 - 5_000) / 100).toLocaleString('en-US', { minimumFractionDigits: 2 });
    return `${day}2024${ITEMS[n % 3]}${n}${(n * 7).toLocaleString('en-US')}${amount}`;
  });
  const [first, ...rest] = pages.map(({ lines }) => lines.map(squash));

  expect(first?.[4]).toBe(header);
  expect(rest.every((lines) => lines[0] === header)).toBe(true);
  expect([first, ...rest].map((lines) => lines?.at(-1))).toEqual(
    pages.map((_, index) => `Flights&delaysPage${index + 1}of${pages.length}`),
  );
  const rows = [first?.slice(5, -1), ...rest.map((lines) => lines.slice(1, -1))].flat();
  expect(rows.slice(0, -1)).toEqual(expected);
  expect(rows.at(-1)).toBe(
    `Total${((7 * 5000 * 4999) / 2).toLocaleString('en-US')}` +
      ((331 * 5000 * 4999) / 200 - 250_000).toLocaleString('en-US', { minimumFractionDigits: 2 }),
  );
  expect(parts).toBeGreaterThan(2);
});

test('the same rows and facts give the same bytes, however they are batched and parted', async () => {
  const whole = await writePdf({ columns: SALES, batches: [salesBatch(0, 700)] });
  const pieces = await writePdf({
    columns: SALES,
    batches: Array.from({ length: 100 }, (_, index) => salesBatch(index * 7, 7)),
    partBytes: 2_000,
  });

  expect(pieces.bytes.equals(whole.bytes)).toBe(true);
});

test('a number of rows not known before is on the first page all the same', async () => {
  const batches = [salesBatch(0, 1234)];
  const { bytes } = await writePdf({ columns: SALES, batches, rowsExpected: null });

  const { pages, taggedRows } = await readPdf(bytes);

  expect(linesOf(pages)[3]).toContain('Berlin1,23401KAJ');
  expect(taggedRows).toEqual([]);
});

test('no rows are a page that says so', async () => {
  const { bytes } = await writePdf({ columns: SALES, batches: [] });

  const { pages } = await readPdf(bytes);

  expect(linesOf(pages).slice(4)).toEqual([
    'DayYearItemCountAmount(EUR)',
    'Therearenorows.',
    'Flights&delaysPage1of1',
  ]);
});

test('texts of many scripts are drawn; characters no font has are counted and still copied', async () => {
  const names = [
    'Zoë Łukasz',
    'Ακρόπολη',
    'Пётр',
    'דוד',
    'محمد',
    'Հայ',
    'ქართ',
    '😀',
    'e\u0301',
    '山田',
  ];
  const columns: Column[] = [{ name: 'name', type: 'STRING' }];
  const { bytes, warnings } = await writePdf({
    columns,
    batches: [batchOf(names.length, { values: names })],
  });

  const { taggedRows } = await readPdf(bytes);

  expect(taggedRows.slice(1).flat()).toEqual([...names.slice(0, 9), '\uFFFD\uFFFD']);
  expect(warnings).toEqual([
    { code: 'GLYPHS_MISSING', count: 2, message: expect.stringContaining('no font') as string },
  ]);
  // Read here and not by pdf.js, which takes no notice of it; poppler and Acrobat do.
  expect(inflatedStreams(bytes)).toContain('/ActualText <feff5c717530>'); // 山田
});

test('control characters, halves of pairs and line ends do not break the file', async () => {
  const values = ['a\u0000b', '\uD800x', 'a\r\nb\tc', '(\\) <> %', '\u200Bz\uFEFF', '  .'];
  const { bytes } = await writePdf({
    columns: [{ name: 'text', type: 'STRING' }],
    batches: [batchOf(values.length, { values })],
  });

  const { taggedRows } = await readPdf(bytes);

  expect(taggedRows.slice(1).flat()).toEqual([
    'a\uFFFDb',
    '\uFFFDx',
    'a b c',
    '(\\) <> %',
    'z',
    '.',
  ]);
});

test('long text is wrapped, and cut text is counted', async () => {
  const values = ['word '.repeat(100).trim(), 'word '.repeat(2_000)];
  const { bytes, warnings } = await writePdf({
    columns: [{ name: 'text', type: 'STRING' }],
    batches: [batchOf(2, { values })],
  });

  const { taggedRows } = await readPdf(bytes);

  expect(taggedRows[1]?.[0]).toBe(values[0]);
  expect(taggedRows[2]?.[0]).toMatch(/^(word )+.*…$/);
  expect(warnings).toMatchObject([{ code: 'TEXT_CUT', count: 1 }]);
});

test('a number wider than the rows looked at first keeps all its digits', async () => {
  const amounts = BigInt64Array.from({ length: 210 }, (_, row) => (row < 209 ? 1n : 2n ** 62n));
  const columns: Column[] = Array.from({ length: 20 }, (_, index) => ({
    name: `c${index}`,
    type: 'DECIMAL',
    scale: 2,
  }));
  const { bytes } = await writePdf({
    columns,
    batches: [batchOf(210, ...columns.map(() => ({ values: amounts })))],
  });

  const { taggedRows } = await readPdf(bytes);

  const last = taggedRows.at(-1)?.map((cell) => cell.replaceAll(/\s/g, ''));
  expect(last).toEqual(columns.map(() => '46,116,860,184,273,879.04'));
});

test('more rows than a PDF holds are refused before the run, in words that name the way out', () => {
  const options = { columns: SALES, facts: FACTS, rowsExpected: 50_001 };

  expect(() => createPdfEncoder()(options)).toThrow(
    expect.objectContaining({
      code: 'TOO_LARGE_FOR_FORMAT',
      message:
        'A PDF holds at most 50,000 rows and this report has 50,001. Choose CSV or XLSX instead, or narrow the report.',
    }),
  );
  expect(() => createPdfEncoder()({ ...options, rowsExpected: 50_000 })).not.toThrow();
});

test('a count that was not known is refused at the first row too many', async () => {
  const write = (rows: number) =>
    writePdf({
      columns: SALES,
      batches: [salesBatch(0, rows)],
      rowsExpected: null,
      pdf: { maxRows: 300 },
    });

  await expect(write(300)).resolves.toBeDefined();
  await expect(write(301)).rejects.toMatchObject({ code: 'TOO_LARGE_FOR_FORMAT' });
});

test('more columns than a page has room for are refused', () => {
  const columns = Array.from({ length: 25 }, (): Column => ({ name: 'x', type: 'STRING' }));

  expect(() => createPdfEncoder()({ columns, facts: FACTS, rowsExpected: 1 })).toThrow(
    expect.objectContaining({ code: 'TOO_LARGE_FOR_FORMAT' }),
  );
});

test('timers get their turn while a large batch is drawn', async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 1);

  await writePdf({ columns: SALES, batches: [salesBatch(0, 3000)] });
  clearInterval(timer);

  expect(turns).toBeGreaterThan(3);
});
