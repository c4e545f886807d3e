import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Report, ReportOrder } from '../../client/index.ts';
import { startAthenaSession, type AthenaSession } from '../support/athena-session.ts';
import { ROOT_CREDENTIALS } from '../support/cloud.ts';

/** Reports that wait for a query which is stopped, fails, reads too much, ends unheard or twice, or whose generator is killed. */

const TEST_TIMEOUT_MS = 60_000;
const ROWS = 16_575;
const DEFINITION = { flightDetails: { fromDate: '2001-01-03', toDate: '2001-01-03' } } as const;
const ORDER: ReportOrder = { definition: DEFINITION, engine: 'ATHENA' };
/** A cancelled report ends within two seconds; a busy machine and reading every 50 ms may add to it. */
const CANCELLED_WITHIN_MS = 2_000 + 1_500;
const LOOKS = 'schedules:every=1s';

let session: AthenaSession;

beforeAll(async () => {
  session = await startAthenaSession();
}, 60_000);

afterEach(() => session.cloud.faults.clear());

afterAll(async () => {
  await session[Symbol.asyncDispose]();
});

const order = async (): Promise<string> => (await session.reports.generate(ORDER)).reportId;
const isWaiting = ({ progress }: Report): boolean => progress?.phase === 'querying';
const hasFailed = ({ status }: Report): boolean => status === 'FAILED';

test('a report that waits is cancelled: its query stops, and nothing is left', async () => {
  session.cloud.faults.set(['queries:hold=10m']);
  const reportId = await order();
  await session.until(reportId, isWaiting);
  const askedAt = performance.now();
  await session.reports.cancel(reportId);
  const ended = await session.until(reportId, ({ status }) => status === 'CANCELLED');

  expect(performance.now() - askedAt).toBeLessThan(CANCELLED_WITHIN_MS);
  expect(ended).toMatchObject({ result: null, error: null, attempt: 1 });
  const [query] = await session.queriesOf(reportId);
  expect(query?.Status).toMatchObject({ State: 'CANCELLED' });
  await expect.poll(() => session.filesOf(reportId)).toEqual([]);
});
