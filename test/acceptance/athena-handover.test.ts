import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Report } from '../../client/index.ts';
import { startAthenaSession, type AthenaSession } from '../support/athena-session.ts';

/** Reports by Athena whose generator has too little time, or hears too late that they are to stop. */

const TEST_TIMEOUT_MS = 90_000;
const QUARTER = { flightDetails: { fromDate: '2001-01-01', toDate: '2001-03-31' } } as const;
/** Three million rows: work for some seconds on any machine. */
const HALF_YEAR = { flightDetails: { fromDate: '2001-01-01', toDate: '2001-06-30' } } as const;
const LEAST_TIMEOUT_MS = 1000;
const LOOKS = 'schedules:every=1s';

let session: AthenaSession;

beforeAll(async () => {
  session = await startAthenaSession();
}, 60_000);

afterEach(() => session.cloud.faults.clear());

afterAll(async () => {
  await session[Symbol.asyncDispose]();
});

test(
  'a file that is not finished in one invocation is gone on with in further ones, and is the same',
  { timeout: TEST_TIMEOUT_MS },
  async () => {
    const { lambda } = session.cloud.services;
    const allow = (timeoutMs: number) => lambda.createFunction({ ...session.generator, timeoutMs });
    const order = { definition: HALF_YEAR, format: 'JSONL', engine: 'ATHENA' } as const;
    const { report: unhurried } = await session.make(order);
    const { finishedAt, result } = unhurried;
    const [query] = await session.queriesOf(unhurried.reportId);
    const tookMs = Date.parse(finishedAt ?? '') - Number(query?.Status?.CompletionDateTime);

    // Enough for a query's start, and too little for the file, however fast this machine is.
    allow(Math.max(LEAST_TIMEOUT_MS, Math.ceil(tookMs * 0.35)));
    const { reportId } = await session.reports.generate(order);
    const hasBegun = ({ progress }: Report) => /reading|writing/.test(progress?.phase ?? '');
    await session.until(reportId, hasBegun);
    // Holds from the next invocation on: time for the snapshot, and for rows.
    allow(Math.ceil(tookMs * 3));
    const hurried = await session.reports
      .wait(reportId)
      .finally(() => lambda.createFunction(session.generator));

    expect(session.handovers(reportId)).toBeGreaterThan(0);
    const bytes = Buffer.from(await (await fetch(hurried.download.url)).arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(result.sha256);
    expect(hurried).toMatchObject({
      attempt: 1,
      result: { sha256: result.sha256, rowCount: result.rowCount, engine: 'ATHENA' },
    });
    expect(await session.queriesOf(reportId)).toHaveLength(1);
    const left = await session.filesOf(reportId);
    expect(left.filter((key) => !key.startsWith('snapshots/'))).toEqual([
      expect.stringMatching(/^reports\/.*\/1\.jsonl$/),
    ]);
  },
);

test('a cancellation that wakes nobody is found by the next look', async () => {
  session.cloud.faults.set(['queries:hold=10m', 'events:drop,match=generate,nth=2', LOOKS]);
  const { reportId } = await session.reports.generate({ definition: QUARTER, engine: 'ATHENA' });
  await session.until(reportId, ({ progress }) => progress?.phase === 'querying');
  await session.reports.cancel(reportId);
  await session.until(reportId, ({ status }) => status === 'CANCELLED');

  const [query] = await session.queriesOf(reportId);
  expect(query?.Status?.State).toBe('CANCELLED');
  await expect.poll(() => session.filesOf(reportId)).toEqual([]);
});

test(
  'a report that is cancelled while its file is made has none, and nothing of its query stays',
  { timeout: TEST_TIMEOUT_MS },
  async () => {
    session.cloud.faults.set(['s3:hang=3s,match=/parts/,by=generate']);
    const { reportId } = await session.reports.generate({ definition: QUARTER, engine: 'ATHENA' });
    await session.until(reportId, ({ progress }) => progress?.phase === 'reading');
    await session.reports.cancel(reportId);
    const ended = await session.until(reportId, ({ status }) => status === 'CANCELLED');

    expect(ended).toMatchObject({ result: null, attempt: 1 });
    await expect.poll(() => session.filesOf(reportId)).toEqual([]);
  },
);
