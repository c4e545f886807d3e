import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as documents from '../../schema/generated/documents.ts';
import { ERROR, errorType, RESULT, startRowsBed, type RowsBed } from '../support/rows-bed.ts';

/** The generator's side of the API, by IAM-signed requests: who may change a report, and when. */

let bed: RowsBed;
let reportId: string;

beforeAll(async () => {
  bed = await startRowsBed();
});

afterAll(async () => {
  await bed[Symbol.asyncDispose]();
});

beforeEach(async () => {
  reportId = await bed.order();
});

const asGenerator = (document: unknown, variables: object = {}) =>
  bed.asRole(document, { reportId, ...variables });
const asOwner = (document: unknown, variables: object) => bed.asOwner(document, variables);
const start = (variables = {}) => asGenerator(documents.ReportStartedDocument, variables);
const progress = (attempt: number, rowsWritten: number) =>
  asGenerator(documents.ReportProgressedDocument, {
    attempt,
    progress: { phase: 'writing', rowsWritten, rowsExpected: 10, bytesWritten: 1 },
  });
const succeed = (attempt: number) =>
  asGenerator(documents.ReportReadyDocument, { attempt, status: 'SUCCEEDED', result: RESULT });

test('a report is claimed once', async () => {
  const [first, second] = await Promise.all([start(), start()]);
  const types = [errorType(first), errorType(second)];

  expect(types.sort()).toEqual(['AlreadyClaimed', undefined]);
});

test('progress is the holder\u2019s alone, with percent worked out', async () => {
  await start();
  const mine = await progress(1, 4);

  expect(mine.body.data?.reportProgressed).toMatchObject({
    status: 'RUNNING',
    version: 3,
    progress: { rowsWritten: 4, percent: 40 },
  });
  expect(errorType(await progress(2, 5))).toBe('StaleAttempt');
});

test('success is stored once; repeating it is harmless, changing it is refused', async () => {
  await start();
  const first = await succeed(1);
  const again = await succeed(1);
  const failed = await asGenerator(documents.ReportReadyDocument, {
    attempt: 1,
    status: 'FAILED',
    error: ERROR,
  });

  expect(first.body.data?.reportReady).toMatchObject({ status: 'SUCCEEDED', version: 3 });
  expect(again.body.data?.reportReady).toMatchObject({ status: 'SUCCEEDED', version: 3 });
  expect(errorType(failed)).toBe('AlreadyFinished');
  expect(errorType(await start())).toBe('AlreadyFinished');
  expect(errorType(await progress(1, 9))).toBe('AlreadyFinished');
});

test('success without a result, failure without an error, and other statuses are refused', async () => {
  await start();
  const ready = (variables: object) =>
    asGenerator(documents.ReportReadyDocument, { attempt: 1, ...variables });

  expect(errorType(await ready({ status: 'SUCCEEDED' }))).toBe('BadRequest');
  expect(errorType(await ready({ status: 'FAILED' }))).toBe('BadRequest');
  expect(errorType(await ready({ status: 'RUNNING' }))).toBe('BadRequest');
  expect(errorType(await ready({ status: 'CANCELLED' }))).toBe('StaleAttempt');
});

test('a further invocation of an attempt is claimed once for each hop, in order', async () => {
  await start();

  expect(errorType(await start({ attempt: 1, hop: 2 }))).toBe('StaleAttempt');
  expect(errorType(await start({ attempt: 1, hop: 1 }))).toBeUndefined();
  expect(errorType(await start({ attempt: 1, hop: 1 }))).toBe('StaleAttempt');
  expect(errorType(await start({ attempt: 1, hop: 2 }))).toBeUndefined();
  expect(errorType(await start({ attempt: 2, hop: 3 }))).toBe('StaleAttempt');
});

test('a report that is not there is not found', async () => {
  reportId = crypto.randomUUID();

  expect(errorType(await start())).toBe('NotFound');
});

test('estimates follow what past reports of the kind and format have shown', async () => {
  const input = { definition: { sample: { amountOfRows: 1000 } }, format: 'JSONL' };
  const estimate = async () =>
    (await asOwner(documents.EstimateReportDocument, { input })).body.data?.estimateReport;
  expect(await estimate()).toMatchObject({
    rows: 1000,
    byteSize: 24_000,
    basedOnReports: 0,
    fits: true,
  });

  reportId = crypto.randomUUID();
  await asOwner(documents.GenerateReportDocument, { input: { ...input, reportId } });
  await start();
  await asGenerator(documents.ReportReadyDocument, {
    attempt: 1,
    status: 'SUCCEEDED',
    result: { ...RESULT, rowCount: 1000, byteSize: 50_000 },
  });

  expect(await estimate()).toMatchObject({ rows: 1000, byteSize: 50_000, basedOnReports: 1 });
});

test('an estimate says beforehand that a format is too small, and what to choose', async () => {
  const input = { definition: { sample: { amountOfRows: 2_000_000 } }, format: 'XLSX' };
  const { body } = await asOwner(documents.EstimateReportDocument, { input });

  expect(body.data?.estimateReport).toMatchObject({
    fits: false,
    problem:
      'XLSX holds at most 1,048,575 rows and this report has about 2,000,000. Choose CSV, JSONL or PARQUET, or a smaller report.',
  });
});

test('an estimate of one state’s flights is of that state’s share, and none are where no flight begins', async () => {
  const estimate = async (state: string | null) => {
    const flightDetails = {
      fromDate: '2001-01-01',
      toDate: '2001-06-30',
      ...(state ? { state } : {}),
    };
    const input = { definition: { flightDetails } };
    const { body } = await asOwner(documents.EstimateReportDocument, { input });
    return (body.data?.estimateReport as { rows: number } | undefined)?.rows ?? NaN;
  };
  const all = await estimate(null);

  expect(Math.abs(all - 3_000_000)).toBeLessThan(1_000);
  // As the query counts them: SELECT count(*) … WHERE a.state = 'CA' gives 370,248.
  expect(Math.abs((await estimate('CA')) - 370_248)).toBeLessThan(500);
  expect(await estimate('DE')).toBe(0);
});

test('statistics are nobody\u2019s report', async () => {
  const { body } = await asOwner(documents.GetReportDocument, { reportId: 'sample#JSONL' });

  expect(body.data).toEqual({ getReport: null });
});
