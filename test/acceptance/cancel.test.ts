import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Report, ReportOrder } from '../../client/index.ts';
import * as documents from '../../schema/generated/documents.ts';
import { postRaw, type RawAnswer } from '../support/graphql-request.ts';
import { startReportSession, type ReportSession } from '../support/report-session.ts';
import { accessToken } from '../support/users.ts';

/** Cancelling wherever the work is: it takes two seconds at most, and nothing is left in the bucket. */

const WITHIN_MS = 2_000;
/** What a busy machine and reading the row every 50 ms may add. */
const SLACK_MS = 1_500;

let session: ReportSession;

beforeAll(async () => {
  session = await startReportSession();
}, 60_000);

afterAll(async () => {
  await session[Symbol.asyncDispose]();
});

async function cancel(reportId: string): Promise<RawAnswer> {
  const query = String(documents.CancelReportDocument);
  const body = JSON.stringify({ query, variables: { reportId } });
  return postRaw(session.cloud.apiOrigin, body, { authorization: await accessToken() });
}

const isRunning = ({ status }: Report) => status === 'RUNNING';
const hasRows = ({ progress }: Report) => (progress?.rowsWritten ?? 0) > 0;
const WHOLE_DATA = { fromDate: '2001-01-01', toDate: '2001-06-30' };

const CASES: readonly (readonly [string, ReportOrder, (report: Report) => boolean])[] = [
  [
    'while the source is slow',
    { definition: { sample: { amountOfRows: 500, delayMs: 60_000 } } },
    hasRows,
  ],
  [
    'while rows are encoded and parts uploaded',
    { definition: { sample: { amountOfRows: 10_000_000 } }, format: 'JSONL' },
    hasRows,
  ],
  [
    'in the middle of an SQL scan',
    { definition: { flightDetails: WHOLE_DATA }, format: 'CSV' },
    isRunning,
  ],
  [
    'while DuckDB writes and its bytes are compressed',
    { definition: { flightDetails: WHOLE_DATA }, format: 'CSV', gzip: true },
    hasRows,
  ],
  [
    'while a query becomes a workbook',
    { definition: { flightDetails: { ...WHOLE_DATA, toDate: '2001-02-28' } }, format: 'XLSX' },
    hasRows,
  ],
];

test.each(CASES)('%s', { timeout: 60_000 }, async (_, order, isThere) => {
  const { reportId } = await session.reports.generate(order);
  await session.until(reportId, isThere);
  const askedAt = performance.now();
  const answer = await cancel(reportId);
  expect(answer.body.data?.cancelReport).toMatchObject({ status: 'CANCELLING' });
  const ended = await session.until(reportId, ({ status }) => status === 'CANCELLED');

  expect(performance.now() - askedAt).toBeLessThan(WITHIN_MS + SLACK_MS);
  expect(ended).toMatchObject({ result: null, error: null });
  expect(await session.storedKeys()).toEqual([]);
});

test('a finished report is finished, and one that was never there is not found', async () => {
  const { reportId } = await session.reports.generate({
    definition: { sample: { amountOfRows: 1 } },
  });
  await session.reports.wait(reportId);

  expect((await cancel(reportId)).body.errors?.[0]?.errorType).toBe('AlreadyFinished');
  expect((await cancel(crypto.randomUUID())).body.errors?.[0]?.errorType).toBe('NotFound');
});
