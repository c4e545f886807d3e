import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReportFormat } from '../../schema/generated/types.ts';
import * as read from '../support/read-file.ts';
import { startAthenaSession, type AthenaSession } from '../support/athena-session.ts';

/** Reports whose rows a query of Athena makes, through the whole cloud, beside the same ones by the generator's own engine. */

const TEST_TIMEOUT_MS = 60_000;
const DETAILS = { flightDetails: { fromDate: '2001-01-03', toDate: '2001-01-06' } } as const;
/** Of more rows than one file of a query has here. */
const QUARTER = { flightDetails: { fromDate: '2001-01-01', toDate: '2001-03-31' } } as const;
const DELAYS = {
  flightDelays: { fromDate: '2001-01-01', toDate: '2001-06-30', minimumFlights: 10 },
} as const;

let session: AthenaSession;

beforeAll(async () => {
  session = await startAthenaSession();
}, 60_000);

afterAll(async () => {
  await session[Symbol.asyncDispose]();
});

const CASES: readonly (readonly [ReportFormat, boolean, typeof DETAILS | typeof DELAYS])[] = [
  ['CSV', false, DETAILS],
  ['CSV', true, DETAILS],
  ['JSONL', false, DETAILS],
  ['PARQUET', false, DETAILS],
  ['CSV', false, DELAYS],
  ['JSONL', false, DELAYS],
];

test.each(CASES)(
  'the same %s file by both engines (gzip %s) of %j',
  { timeout: TEST_TIMEOUT_MS },
  async (format, gzip, definition) => {
    const here = await session.make({ definition, format, gzip, engine: 'DUCKDB' });
    const there = await session.make({ definition, format, gzip, engine: 'ATHENA' });

    expect(there.bytes.equals(here.bytes)).toBe(true);
    const { sha256, rowCount, byteSize, columns } = here.report.result;
    expect(rowCount).toBeGreaterThan(100);
    expect(there.report).toMatchObject({
      engine: 'ATHENA',
      attempt: 1,
      result: { sha256, rowCount, byteSize, columns, engine: 'ATHENA', crc64nvme: null },
    });
    expect(here.report).toMatchObject({ engine: 'DUCKDB', result: { bytesScanned: null } });
    const [query, ...others] = await session.queriesOf(there.report.reportId);
    expect(others).toEqual([]);
    expect(query?.Status?.State).toBe('SUCCEEDED');
    expect(there.report.result.bytesScanned).toBe(query?.Statistics?.DataScannedInBytes);
    expect(await session.filesOf(there.report.reportId)).toEqual([
      expect.stringMatching(/^reports\//),
    ]);
  },
);

test('a workbook and a PDF file have the same rows', { timeout: TEST_TIMEOUT_MS }, async () => {
  const make = (format: ReportFormat, engine: 'DUCKDB' | 'ATHENA') =>
    session.make({ definition: DELAYS, format, engine });
  // Reports are named in such files by their ids and times, in which they differ.
  const workbooks = await Promise.all([make('XLSX', 'DUCKDB'), make('XLSX', 'ATHENA')]);
  const [here, there] = await Promise.all(workbooks.map(({ bytes }) => read.readXlsx(bytes)));
  const documents = await Promise.all([make('PDF', 'DUCKDB'), make('PDF', 'ATHENA')]);

  expect(here?.length).toBeGreaterThan(100);
  expect(there).toEqual(here);
  const [pagesHere, pagesThere] = await Promise.all(
    documents.map(({ bytes }) => read.readPdf(bytes)),
  );
  expect(pagesThere?.length).toBe(pagesHere?.length);
  expect(pagesThere?.at(-2)).toBe(pagesHere?.at(-2));
});

test.each([
  ['its rows are told by the query’s statistics', []],
  ['its rows are counted when no statistics come', ['athena:fail,match=RuntimeStatistics']],
])(
  'a file of more rows than are put in order is joined inside storage, and %s',
  { timeout: TEST_TIMEOUT_MS },
  async (_, faults) => {
    const { faults: set, services } = session.cloud;
    const { generator } = session;
    const environment = { ...generator.environment, JOIN_ABOVE_ROWS: '1000000' };
    services.lambda.createFunction({ ...generator, environment });
    set.set(faults);
    const joined = await session.make({ definition: QUARTER, engine: 'ATHENA' }).finally(() => {
      services.lambda.createFunction(generator);
      set.clear();
    });
    const ordered = await session.make({ definition: QUARTER, engine: 'DUCKDB' });

    const linesOf = ({ bytes }: { bytes: Buffer }) => bytes.toString('latin1').split('\r\n');
    const [head, ...lines] = linesOf(joined);
    const [expectedHead, ...expectedLines] = linesOf(ordered);
    expect(head).toBe(expectedHead);
    expect(lines.sort().join('\n') === expectedLines.sort().join('\n')).toBe(true);
    const { rowCount, byteSize, contentType, columns } = ordered.report.result;
    expect(rowCount).toBeGreaterThan(1_000_000);
    expect(joined.report.result).toMatchObject({
      rowCount,
      byteSize,
      contentType,
      columns,
      engine: 'ATHENA',
      sha256: null,
      crc64nvme: expect.stringMatching(/^[A-Za-z0-9+/]{11}=$/) as string,
      warnings: [expect.objectContaining({ code: 'NOT_ORDERED' })],
    });
    expect(joined.report.result.bytesScanned).toBeGreaterThan(0);
    expect(await session.filesOf(joined.report.reportId)).toEqual([
      expect.stringMatching(/^reports\/.*\/1\.csv$/),
    ]);
  },
);

test('an empty report is a success, and says so', { timeout: TEST_TIMEOUT_MS }, async () => {
  const definition = { flightDetails: { ...DETAILS.flightDetails, state: 'DE' } };
  const { report, bytes } = await session.make({ definition, engine: 'ATHENA' });

  expect(report.result).toMatchObject({ rowCount: 0, warnings: [{ code: 'NO_ROWS' }] });
  expect(bytes.toString().trimEnd().split('\r\n')).toHaveLength(1);
});
