import { expect, test } from 'vitest';
import type { Report } from '../../../client/index.ts';
import { chartableColumns, chartPoints } from './chart-points.ts';
import { canReadWhole, readChartRows } from './chart-source.ts';
import { parseCsv, parseJsonLines } from './parse-rows.ts';

const columns = [
  { name: 'Date', type: 'DATE' },
  { name: 'Item', type: 'STRING' },
  { name: 'Count', type: 'INTEGER' },
  { name: 'Amount', type: 'DECIMAL' },
];
const rows = [
  ['2024-01-02', 'Lamp', '2', '1.50'],
  ['2024-01-01', 'Desk', '1', '10'],
  ['2024-01-02', 'Rug', '', '2.25'],
];

test('figures of a day are added up in the order of time, and the words say so', () => {
  expect(chartPoints(columns, rows, 'Amount')).toEqual({
    across: 'time',
    x: [Date.UTC(2024, 0, 1) / 1000, Date.UTC(2024, 0, 2) / 1000],
    y: [10, 3.75],
    labels: ['1 Jan 2024', '2 Jan 2024'],
    words: 'Amount, added up by Date: 2 points, from 3.75 to 10.',
  });
});

test('without a day, figures stand by name; an empty cell is no figure', () => {
  const points = chartPoints(
    columns.slice(1),
    rows.map((row) => row.slice(1)),
    'Count',
  );

  expect(points.labels).toEqual(['Lamp', 'Desk']);
  expect(points.words).toBe('Count by Item: 2 points, from 1 to 2.');
});

test('of many names the largest are shown, and of how many', () => {
  const many = Array.from({ length: 40 }, (_, at) => [`n${at}`, String(at)]);
  const points = chartPoints(
    [
      { name: 'Name', type: 'STRING' },
      { name: 'N', type: 'INTEGER' },
    ],
    many,
    'N',
  );

  expect(points.y).toHaveLength(30);
  expect(points.y[0]).toBe(39);
  expect(points.words).toContain('the 30 largest of 40');
});

test('figures alone are shown row by row', () => {
  const points = chartPoints([{ name: 'N', type: 'INTEGER' }], [['3'], ['1']], 'N');

  expect(points).toMatchObject({
    across: 'rows',
    x: [1, 2],
    y: [3, 1],
    labels: ['Row 1', 'Row 2'],
  });
});

test('only numbers can be charted, decimals first', () => {
  expect(chartableColumns(columns).map(({ name }) => name)).toEqual(['Amount', 'Count']);
});

test('CSV is read with quotes, line ends and any delimiter', () => {
  expect(parseCsv('a;b\r\n"x;""y"";\nz";1\r\n;2\r\n', ';')).toEqual([
    ['x;"y";\nz', '1'],
    ['', '2'],
  ]);
});

test('JSON Lines are read by column', () => {
  const text = '{"Item":"Lamp","Date":"2024-01-01","Amount":1.5}\n{"Item":null}\n';

  expect(parseJsonLines(text, columns)).toEqual([
    ['2024-01-01', 'Lamp', null, '1.5'],
    [null, null, null, null],
  ]);
});

const report = {
  reportId: '01A',
  format: 'CSV',
  csv: { dialect: 'EXCEL', delimiter: ',' },
  gzip: false,
  result: { rowCount: 3, byteSize: 100, columns },
  preview: { columns: columns.map(({ name }) => name), rows: rows.slice(0, 2) },
} as unknown as Report;
const { signal } = new AbortController();

test('a small file is read whole, past its byte order mark', async () => {
  const text = '\uFEFFDate,Item,Count,Amount\r\n2024-01-01,Lamp,1,2\r\n';
  const openFile = () => Promise.resolve({ stream: new Blob([text]).stream() });

  expect(await readChartRows(report, openFile, signal)).toEqual({
    columns,
    rows: [['2024-01-01', 'Lamp', '1', '2']],
    which: 'all 1 row',
  });
});

test('when the file cannot be read, or not by a page, the first rows stand for it', async () => {
  const refuse = () => Promise.reject(new Error('no'));
  const which = 'the first 2 of 3 rows';

  expect(await readChartRows(report, refuse, signal)).toMatchObject({ which });
  expect(canReadWhole({ ...report, gzip: true })).toBe(false);
  expect(canReadWhole({ ...report, format: 'XLSX' })).toBe(false);
  expect(await readChartRows({ ...report, format: 'PDF' }, refuse, signal)).toMatchObject({
    which,
  });
  expect(await readChartRows({ ...report, preview: null }, refuse, signal)).toBeUndefined();
});
