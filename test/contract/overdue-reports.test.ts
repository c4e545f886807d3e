import { afterAll, beforeAll, expect, test } from 'vitest';
import * as documents from '../../schema/generated/documents.ts';
import { errorType, fieldOf, RESULT, startRowsBed, type RowsBed } from '../support/rows-bed.ts';

/** What becomes of reports nobody answers for, by IAM-signed requests as recovery sends them. */

const LEASE_SECONDS = 60;
const LONG_AGO = LEASE_SECONDS * 1.3;

let bed: RowsBed;

beforeAll(async () => {
  bed = await startRowsBed();
});

afterAll(async () => {
  await bed[Symbol.asyncDispose]();
});

const start = (reportId: string, invocationId = 'invocation-1') =>
  bed.asRole(documents.ReportStartedDocument, { reportId, invocationId });
const overdue = (reportId: string, failedInvocationId?: string) =>
  bed.asRole(documents.ReportOverdueDocument, { reportId, failedInvocationId });
const progress = (reportId: string, attempt: number) =>
  bed.asRole(documents.ReportProgressedDocument, {
    reportId,
    attempt,
    progress: { phase: 'writing', rowsWritten: 4, rowsExpected: 10, bytesWritten: 1 },
  });
const succeed = (reportId: string, attempt: number, rowCount = 10) =>
  bed.asRole(documents.ReportReadyDocument, {
    reportId,
    attempt,
    status: 'SUCCEEDED',
    result: { ...RESULT, rowCount },
  });

test('a report that somebody answers for is left alone', async () => {
  const reportId = await bed.order();
  expect(errorType(await overdue(reportId))).toBe('NotOverdue');

  await start(reportId);
  expect(errorType(await overdue(reportId))).toBe('NotOverdue');
  expect(errorType(await overdue(crypto.randomUUID()))).toBe('NotFound');
});

test('a lost attempt goes back to the queue, and whoever had it can change nothing any more', async () => {
  const reportId = await bed.order();
  await start(reportId);
  await progress(reportId, 1);
  bed.clock.forward(LONG_AGO);

  expect(fieldOf(await overdue(reportId))).toMatchObject({
    status: 'QUEUED',
    attempt: 1,
    startedAt: null,
    progress: null,
  });
  expect(errorType(await progress(reportId, 1))).toBe('StaleAttempt');
  expect(errorType(await succeed(reportId, 1))).toBe('StaleAttempt');
  expect(errorType(await overdue(reportId))).toBe('NotOverdue');

  expect(fieldOf(await start(reportId))).toMatchObject({ status: 'RUNNING', attempt: 2 });
  expect(errorType(await succeed(reportId, 1))).toBe('StaleAttempt');
  expect(fieldOf(await succeed(reportId, 2))).toMatchObject({ status: 'SUCCEEDED', attempt: 2 });
});

test('a lease that has run out is recovery’s to take: a second delivery does not claim what is left lying about', async () => {
  const reportId = await bed.order();
  await start(reportId, 'invocation-1');
  bed.clock.forward(LONG_AGO);

  expect(errorType(await start(reportId, 'invocation-2'))).toBe('AlreadyClaimed');
  await overdue(reportId);
  expect(fieldOf(await start(reportId, 'invocation-2'))).toMatchObject({ attempt: 2 });
});

test('a sign of life renews the lease: a slow worker is not lost', async () => {
  const reportId = await bed.order();
  await start(reportId);
  for (let beat = 0; beat < 3; beat++) {
    bed.clock.forward(LEASE_SECONDS / 2);
    await progress(reportId, 1);
    expect(errorType(await overdue(reportId))).toBe('NotOverdue');
  }
});

test('an invocation that Lambda has given up is not waited for', async () => {
  const reportId = await bed.order();
  await start(reportId, 'invocation-1');

  expect(errorType(await overdue(reportId, 'another-invocation'))).toBe('NotOverdue');
  expect(fieldOf(await overdue(reportId, 'invocation-1'))).toMatchObject({ status: 'QUEUED' });
});

test('the third lost attempt fails the report in words, with what to do', async () => {
  const reportId = await bed.order();
  for (let attempt = 1; attempt < 3; attempt++) {
    await start(reportId, `invocation-${attempt}`);
    await overdue(reportId, `invocation-${attempt}`);
  }
  await start(reportId, 'invocation-3');

  expect(fieldOf(await overdue(reportId, 'invocation-3'))).toMatchObject({
    status: 'FAILED',
    attempt: 3,
    error: {
      code: 'WORKER_LOST',
      message: 'The report was started 3 times and was interrupted each time.',
      retryable: true,
      action: 'Run the report again.',
    },
  });
  expect(errorType(await start(reportId))).toBe('AlreadyFinished');
});

test('a report that nobody takes up is started again, ever more patiently, and then fails', async () => {
  const reportId = await bed.order();
  // Lambda says of each invocation that it has failed: no lease need run out.
  for (let redrive = 0; redrive < 5; redrive++) {
    expect(fieldOf(await overdue(reportId, `invocation-${redrive}`))).toMatchObject({
      status: 'QUEUED',
      attempt: 0,
    });
  }

  expect(fieldOf(await overdue(reportId, 'invocation-6'))).toMatchObject({
    status: 'FAILED',
    error: {
      code: 'WORKER_LOST',
      message: 'The report could not be started, although it was tried several times.',
    },
  });
});

test('a cancellation whose worker is lost is a cancellation', async () => {
  const reportId = await bed.order();
  await start(reportId);
  await bed.asOwner(documents.CancelReportDocument, { reportId });

  expect(fieldOf(await overdue(reportId, 'invocation-1'))).toMatchObject({ status: 'CANCELLED' });
});

test('two recoveries at once move a report once', async () => {
  const reportId = await bed.order();
  await start(reportId);
  const answers = await Promise.all([
    overdue(reportId, 'invocation-1'),
    overdue(reportId, 'invocation-1'),
    overdue(reportId, 'invocation-1'),
  ]);

  // A later one may find it QUEUED and count a further start; none may take it to an end.
  const { body } = await bed.asOwner(documents.GetReportDocument, { reportId });
  expect(body.data?.getReport).toMatchObject({ status: 'QUEUED', attempt: 1 });
  expect(answers.filter((answer) => !errorType(answer)).length).toBeGreaterThanOrEqual(1);
});

test('a success with other rows than were promised is refused, and the row says so by its field', async () => {
  const reportId = await bed.order();
  await start(reportId);
  await progress(reportId, 1);
  const refused = await succeed(reportId, 1, 9);

  expect(errorType(refused)).toBe('BadRequest');
  expect(refused.body.errors?.[0]?.message).toBe(
    'result.rowCount: is 9 where 10 rows were expected',
  );
  expect(errorType(await succeed(reportId, 1))).toBeUndefined();
});

test('a file whose time is over makes its report EXPIRED, with the definition still there', async () => {
  const reportId = await bed.order();
  await start(reportId);
  const finished = fieldOf(await succeed(reportId, 1));
  expect(errorType(await overdue(reportId))).toBe('NotOverdue');
  bed.clock.forward(7 * 86_400 + 1);

  expect(fieldOf(await overdue(reportId))).toMatchObject({
    status: 'EXPIRED',
    definition: finished.definition,
    finishedAt: finished.finishedAt,
    expiresAt: finished.expiresAt,
    result: { rowCount: 10 },
  });
  expect(errorType(await overdue(reportId))).toBe('NotOverdue');
});
