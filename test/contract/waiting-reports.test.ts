import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as documents from '../../schema/generated/documents.ts';
import {
  ERROR,
  errorType,
  fieldOf,
  RESULT,
  startRowsBed,
  type RowsBed,
} from '../support/rows-bed.ts';

/** A report whose query runs elsewhere: nobody of ours works on it, and nobody takes it for lost. */

const LEASE_SECONDS = 60;
const LONG_AGO = LEASE_SECONDS * 1.3;
const MAX_LOOKS = 240;

let bed: RowsBed;
let reportId: string;

beforeAll(async () => {
  bed = await startRowsBed();
});

afterAll(async () => {
  await bed[Symbol.asyncDispose]();
});

beforeEach(async () => {
  const definition = { flightDetails: { fromDate: '2001-01-01', toDate: '2001-01-02' } };
  reportId = await bed.order({ definition, engine: 'ATHENA' });
});

const start = (variables: object = {}) =>
  bed.asRole(documents.ReportStartedDocument, { reportId, invocationId: 'i1', ...variables });
const progress = (more: object = {}, attempt = 1) =>
  bed.asRole(documents.ReportProgressedDocument, {
    reportId,
    attempt,
    progress: { phase: 'querying', rowsWritten: 0, bytesWritten: 0, ...more },
  });
const wait = (attempt = 1) => progress({ waitingFor: 'query-1' }, attempt);
const overdue = (failedInvocationId?: string) =>
  bed.asRole(documents.ReportOverdueDocument, { reportId, failedInvocationId });
const ready = (variables: object) =>
  bed.asRole(documents.ReportReadyDocument, { reportId, attempt: 1, ...variables });
const cancel = () => bed.asOwner(documents.CancelReportDocument, { reportId });

test('a report that waits is looked after at each lease’s end, and its attempt goes on', async () => {
  await start();
  await wait();
  expect(errorType(await overdue())).toBe('NotOverdue');

  for (let look = 0; look < 5; look++) {
    bed.clock.forward(LONG_AGO);
    expect(fieldOf(await overdue())).toMatchObject({
      status: 'RUNNING',
      attempt: 1,
      waitingFor: 'query-1',
      progress: { phase: 'querying' },
    });
    expect(errorType(await overdue())).toBe('NotOverdue');
  }
});

test('whoever works does not wait: with any other progress, a lost attempt is lost again', async () => {
  await start();
  await wait();
  await progress({ phase: 'writing' });
  bed.clock.forward(LONG_AGO);

  expect(fieldOf(await overdue())).toMatchObject({ status: 'QUEUED' });
});

test('an invocation that has failed while its report waits costs no attempt', async () => {
  await start();
  await wait();

  expect(fieldOf(await overdue('i1'))).toMatchObject({ status: 'RUNNING', attempt: 1 });
});

test('one of several wakes goes on, and a late look at the query does not say that it still waits', async () => {
  await start();
  await wait();
  const hop = { attempt: 1, hop: 1 };
  const wakes = await Promise.all([start(hop), start(hop), start(hop)]);

  expect(wakes.map(errorType).sort()).toEqual(['StaleAttempt', 'StaleAttempt', undefined]);
  expect(errorType(await wait())).toBe('StaleAttempt');
  bed.clock.forward(LONG_AGO);
  expect(fieldOf(await overdue())).toMatchObject({ status: 'QUEUED', waitingFor: null });
});

test('a cancellation of one that waits is not taken for done until its attempt says so', async () => {
  await start();
  await wait();
  await cancel();
  bed.clock.forward(LONG_AGO);

  expect(fieldOf(await overdue())).toMatchObject({ status: 'CANCELLING', waitingFor: 'query-1' });
  expect(fieldOf(await wait())).toMatchObject({ status: 'CANCELLING' });
  expect(fieldOf(await ready({ status: 'CANCELLED' }))).toMatchObject({ status: 'CANCELLED' });
  expect(errorType(await wait())).toBe('AlreadyFinished');
});

test('what it waits for is the machinery’s to know, not its owner’s', async () => {
  const query = `query Waits($reportId: ID!) { getReport(reportId: $reportId) { status waitingFor } }`;
  await start();
  await wait();
  const { body } = await bed.asOwner(query, { reportId });

  expect(body.data?.getReport).toMatchObject({ waitingFor: null });
  expect(body.errors?.[0]).toMatchObject({ errorType: 'Unauthorized' });
});

test('a file without SHA-256 must have S3’s own checksum', async () => {
  const { sha256: _, ...joined } = { ...RESULT, engine: 'ATHENA', bytesScanned: 4096 };
  await start();
  const refused = await ready({ status: 'SUCCEEDED', result: joined });

  expect(refused.body.errors?.[0]).toMatchObject({
    errorType: 'BadRequest',
    message: 'result.sha256: may be null only when result.crc64nvme is there',
  });
  const result = { ...joined, crc64nvme: 'rosUhgp5mIg=' };
  expect(fieldOf(await ready({ status: 'SUCCEEDED', result }))).toMatchObject({
    status: 'SUCCEEDED',
    result: { sha256: null, crc64nvme: 'rosUhgp5mIg=', engine: 'ATHENA', bytesScanned: 4096 },
  });
});

test('a query that may not read as much fails its report in words of its own', async () => {
  await start();
  await wait();
  const error = { ...ERROR, code: 'SCAN_LIMIT', retryable: false };

  expect(fieldOf(await ready({ status: 'FAILED', error }))).toMatchObject({
    status: 'FAILED',
    error: { code: 'SCAN_LIMIT', retryable: false },
  });
});

// The last: hours later the owner's token is over.
test('a query that never ends is given up after 240 looks, and the next attempt may look as often', async () => {
  await start();
  await wait();
  for (let look = 0; look < MAX_LOOKS; look++) {
    bed.clock.forward(LONG_AGO);
    expect(fieldOf(await overdue())).toMatchObject({ status: 'RUNNING' });
  }
  bed.clock.forward(LONG_AGO);

  expect(fieldOf(await overdue())).toMatchObject({ status: 'QUEUED', waitingFor: null });
  await start();
  await wait(2);
  bed.clock.forward(LONG_AGO);
  expect(fieldOf(await overdue())).toMatchObject({ status: 'RUNNING', attempt: 2 });
});
