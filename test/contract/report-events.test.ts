import { afterAll, beforeAll, expect, test } from 'vitest';
import * as documents from '../../schema/generated/documents.ts';
import {
  ERROR,
  errorType,
  fieldOf,
  RESULT,
  startRowsBed,
  type RowsBed,
} from '../support/rows-bed.ts';

/** Which changes of a report put an event on the bus, and which do not. */

let bed: RowsBed;

beforeAll(async () => {
  bed = await startRowsBed();
});

afterAll(async () => {
  await bed[Symbol.asyncDispose]();
});

/** Types and ids of a report's events, oldest first. */
function told(reportId: string): string[] {
  return bed.cloud.services.eventBuses.recent
    .map(({ event }) => ({ type: event['detail-type'], detail: event.detail }))
    .filter(({ detail }) => (detail as { reportId: string }).reportId === reportId)
    .map(({ type, detail }) => `${type} ${(detail as { eventId: string }).eventId}`);
}

const idOf = (reportId: string, status: string, version: number): string =>
  `${bed.owner}/${reportId}/${status}/${version}`;
const start = (reportId: string) => bed.asRole(documents.ReportStartedDocument, { reportId });
const end = (reportId: string, outcome: object) =>
  bed.asRole(documents.ReportReadyDocument, { reportId, attempt: 1, ...outcome });
const succeed = (reportId: string) => end(reportId, { status: 'SUCCEEDED', result: RESULT });
const cancel = (reportId: string) => bed.asOwner(documents.CancelReportDocument, { reportId });
const remove = (reportId: string) => bed.asOwner(documents.DeleteReportDocument, { reportId });

test('orders, claims and refusals are told to nobody; a failure is, once', async () => {
  const reportId = await bed.order();
  await start(reportId);
  expect(told(reportId)).toEqual([]);

  await end(reportId, { status: 'FAILED', error: ERROR });
  await succeed(reportId); // refused: it has failed

  expect(told(reportId)).toEqual([`Report Failed ${idOf(reportId, 'FAILED', 3)}`]);
});

test('an ending that is announced again is told again under the same id', async () => {
  const reportId = await bed.order();
  await start(reportId);
  await succeed(reportId);
  await succeed(reportId);
  const event = `Report Succeeded ${idOf(reportId, 'SUCCEEDED', 3)}`;

  expect(told(reportId)).toEqual([event, event]);
});

test('a report cancelled in the queue is told at once and once; a running one when it stops', async () => {
  const queued = await bed.order();
  await cancel(queued);
  await cancel(queued);
  const running = await bed.order();
  await start(running);
  await cancel(running);
  expect(told(running)).toEqual([]);
  await end(running, { status: 'CANCELLED' });

  expect(told(queued)).toEqual([`Report Cancelled ${idOf(queued, 'CANCELLED', 2)}`]);
  expect(told(running)).toEqual([`Report Cancelled ${idOf(running, 'CANCELLED', 4)}`]);
});

test('a deleted report is told as deleted and not as expired', async () => {
  const reportId = await bed.order();
  await start(reportId);
  await succeed(reportId);
  expect(errorType(await remove(reportId))).toBeUndefined();

  expect(told(reportId).map((text) => text.split(' ')[1])).toEqual(['Succeeded', 'Deleted']);
});

test.each(['fail', 'throttle', 'cut-after'])(
  'a bus that cannot be reached (%s) costs the event and not the ending',
  async (action) => {
    const reportId = await bed.order();
    await start(reportId);
    bed.cloud.faults.set([`eventbridge-source:${action}`]);
    const answer = await succeed(reportId);
    bed.cloud.faults.set([]);

    expect(answer.body.errors).toBeUndefined();
    expect(fieldOf(answer)).toMatchObject({ status: 'SUCCEEDED' });
    expect(told(reportId)).toHaveLength(action === 'cut-after' ? 1 : 0);
  },
);

test('what recovery starts again is told to nobody, what it ends is; and so is a file whose days are over', async () => {
  const reportId = await bed.order();
  const lost = await bed.order();
  for (let attempt = 1; attempt <= 3; attempt++) {
    const invocationId = `invocation-${attempt}`;
    await bed.asRole(documents.ReportStartedDocument, { reportId: lost, invocationId });
    expect(told(lost)).toEqual([]);
    await bed.asRole(documents.ReportOverdueDocument, {
      reportId: lost,
      failedInvocationId: invocationId,
    });
  }
  await start(reportId);
  await succeed(reportId);
  bed.clock.forward(8 * 86_400);
  await bed.asRole(documents.ReportOverdueDocument, { reportId });

  expect(told(lost)).toEqual([`Report Failed ${idOf(lost, 'FAILED', 7)}`]);
  expect(told(reportId)).toEqual([
    `Report Succeeded ${idOf(reportId, 'SUCCEEDED', 3)}`,
    `Report Expired ${idOf(reportId, 'EXPIRED', 4)}`,
  ]);
});
