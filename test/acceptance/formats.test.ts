import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReportOrder, ReportWithDownload } from '../../client/index.ts';
import * as read from '../support/read-file.ts';
import { startReportSession, type ReportSession } from '../support/report-session.ts';

/** Every kind in every format through the whole system, read back by readers we did not write. */

/** More than any column of these kinds has after its point. */
const DIGITS = 6;

let session: ReportSession;

beforeAll(async () => {
  session = await startReportSession();
}, 60_000);

afterAll(async () => {
  await session[Symbol.asyncDispose]();
});

/** Orders a report and downloads it; size and SHA-256 are those of the row. */
async function produce(order: ReportOrder): Promise<{ report: ReportWithDownload; bytes: Buffer }> {
  const { reportId } = await session.reports.generate(order);
  const report = await session.reports.wait(reportId);
  const bytes = Buffer.from(await (await fetch(report.download.url)).arrayBuffer());
  expect(bytes.length).toBe(report.result.byteSize);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(report.result.sha256);
  return { report, bytes };
}

const KINDS: readonly ReportOrder['definition'][] = [
  { sample: { amountOfRows: 250 } },
  { calendar: { fromDate: '2024-02-27', toDate: '2024-03-02' } },
  { flightDelays: { fromDate: '2001-03-01', toDate: '2001-03-07', minimumFlights: 500 } },
];

test.each(KINDS)('%j is the same in every format', { timeout: 60_000 }, async (definition) => {
  const csv = await produce({ definition, format: 'CSV' });
  const [names = [], ...rows] = read.readCsv(csv.bytes);
  expect(rows).toHaveLength(csv.report.result.rowCount);
  expect(rows.length).toBeGreaterThan(4);
  expect(csv.report.result.columns.map(({ name }) => name)).toEqual(names);
  const types = csv.report.result.columns.map(({ type }) => type);

  const { bytes: jsonl } = await produce({ definition, format: 'JSONL' });
  const fromJsonl = read.readJsonLines(jsonl).map((record) => Object.values(record).map(String));
  expect(fromJsonl.map((row) => row.map(plainNumber))).toEqual(
    rows.map((row) => row.map(plainNumber)),
  );

  const { bytes: parquet } = await produce({ definition, format: 'PARQUET' });
  const records = await read.readParquet(parquet);
  expect(Object.keys(records[0] ?? {})).toEqual(names);
  expect(
    records.map((record) => Object.values(record).map((cell) => plainNumber(cellText(cell)))),
  ).toEqual(rows.map((row) => row.map(plainNumber)));

  const { bytes: xlsx } = await produce({ definition, format: 'XLSX' });
  const [header, ...cells] = await read.readXlsx(xlsx);
  expect(header).toHaveLength(names.length);
  expect(cells.map((row) => row.map((cell) => plainNumber(cellText(cell))))).toEqual(
    rows.map((row) => row.map(plainNumber)),
  );
  const numbers = types.flatMap((type, column) =>
    type === 'DECIMAL' || type === 'INTEGER' ? [column] : [],
  );
  for (const column of numbers) expect(typeof cells[0]?.[column]).toBe('number');

  const { bytes: pdf } = await produce({ definition, format: 'PDF' });
  const pages = await read.readPdf(pdf);
  const text = pages.join(' ');
  expect(text).toContain(`Page 1 of ${pages.length}`);
  for (const [first = ''] of rows) expect(text).toContain(first);
});

/** `1.50` and `1.5` are one number, and so is what a reader makes of it in binary; texts stay. */
function plainNumber(text: string): string {
  return /^-?\d+(\.\d+)?$/.test(text) ? String(Number(Number(text).toFixed(DIGITS))) : text;
}

function cellText(cell: unknown): string {
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell);
}

test('a CSV file for Excel has its byte order mark and delimiter', async () => {
  const { bytes } = await produce({
    definition: { sample: { amountOfRows: 3 } },
    csv: { dialect: 'EXCEL', delimiter: ';' },
  });

  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  expect(read.readCsv(bytes, ';').map((row) => row.length)).toEqual([3, 3, 3, 3]);
});

test.each(['CSV', 'JSONL'] as const)(
  '%s compressed is the plain file, compressed',
  async (format) => {
    for (const definition of [KINDS[0], KINDS[2]]) {
      const order = { definition, format } as ReportOrder;
      const plain = await produce(order);
      const { bytes, report } = await produce({ ...order, gzip: true });

      expect(read.gunzip(bytes).equals(plain.bytes)).toBe(true);
      expect(report.download.filename).toMatch(/\.gz$/);
      expect(report.result.rowCount).toBe(plain.report.result.rowCount);
    }
  },
);

test('a report of no rows is a success with a header', async () => {
  const { report, bytes } = await produce({ definition: { sample: { amountOfRows: 0 } } });

  expect(report.result.rowCount).toBe(0);
  expect(bytes.toString()).toBe('Date,Item,Amount\r\n');
});

test('a period without data is a success with a header', async () => {
  const { report } = await produce({
    definition: { flightDelays: { fromDate: '2020-01-01', toDate: '2020-01-31' } },
  });

  expect(report.result.rowCount).toBe(0);
  expect(report.result.warnings).toMatchObject([{ code: 'NO_ROWS' }]);
});

const FAILURES: readonly (readonly [string, ReportOrder, string, RegExp])[] = [
  [
    'a workbook of too many rows',
    { definition: { sample: { amountOfRows: 1_048_576 } }, format: 'XLSX' },
    'TOO_LARGE_FOR_FORMAT',
    /1,048,575/,
  ],
  [
    'a document of too many rows',
    { definition: { sample: { amountOfRows: 50_001 } }, format: 'PDF' },
    'TOO_LARGE_FOR_FORMAT',
    /50,000/,
  ],
  [
    'a time zone that is none',
    { definition: { sample: { amountOfRows: 1 } }, timeZone: 'Mars/Olympus' },
    'INVALID_DATA',
    /time zone/,
  ],
];

test.each(FAILURES)('%s fails in words and leaves nothing', async (_, order, code, message) => {
  const before = await session.storedKeys();
  const { reportId } = await session.reports.generate(order);
  const failed = await session.until(reportId, ({ status }) => status === 'FAILED');

  expect(failed.error).toMatchObject({ code });
  expect(failed.error?.message).toMatch(message);
  expect(JSON.stringify(failed.error)).not.toMatch(/\/tmp|\bs3\b|bucket|\.ts\b|\n\s+at /i);
  expect(await session.storedKeys()).toEqual(before);
});

test('datasets that are not there are told as unavailable, and other kinds go on', async () => {
  await using bare = await startReportSession({ seed: false });
  const { reportId } = await bare.reports.generate({
    definition: { flightDelays: { fromDate: '2001-03-01', toDate: '2001-03-07' } },
  });
  const failed = await bare.until(reportId, ({ status }) => status === 'FAILED');

  expect(failed.error).toMatchObject({ code: 'SOURCE_UNAVAILABLE', retryable: true });
}, 60_000);
