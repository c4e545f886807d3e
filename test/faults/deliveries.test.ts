import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { isRefused } from '../../client/index.ts';
import { APPS } from '../support/apps.ts';
import { startReportSession, type ReportSession } from '../support/report-session.ts';
import { recordHistories, type Histories } from './histories.ts';
import { findFault } from './read-whole.ts';

/** Invocations that come twice, late or never, workers that sleep past their lease, requests that are repeated. */

const TEST_TIMEOUT_MS = 60_000;
const ROWS = 500;

let session: ReportSession;
let histories: Histories;

beforeAll(async () => {
  session = await startReportSession({ seed: false, app: APPS.brisk });
  histories = recordHistories(session.cloud);
});

afterAll(async () => {
  await session[Symbol.asyncDispose]();
});

afterEach(() => {
  session.cloud.faults.clear();
});

/** Orders a report while faults are on and reads its file; resolves with the report and how often a fault struck. */
async function produce(faults: readonly string[], delayMs: number) {
  const { cloud, reports } = session;
  cloud.faults.set([...faults, 'schedules:every=1s']);
  const { reportId } = await reports.generate({
    definition: { sample: { amountOfRows: ROWS, delayMs } },
  });
  const report = await reports.wait(reportId);
  const struck = cloud.faults.active()[0]?.struck ?? 0;
  expect(await findFault(report, ROWS)).toBeUndefined();
  expect(histories.faultOf(reportId)).toBeUndefined();
  return { report, struck };
}

/** What the report has in storage, once everybody who works on it has finished. */
async function filesOf(reportId: string): Promise<string[]> {
  await session.cloud.services.lambda.waitUntilIdle();
  return (await session.storedKeys()).filter((key) => key.includes(reportId));
}

test(
  'an invocation delivered twice at once is one attempt, one file, one end',
  async () => {
    const { report, struck } = await produce(['events:duplicate,match=generate'], 1_000);

    expect(struck).toBe(1);
    expect(report.attempt).toBe(1);
    expect(await filesOf(report.reportId)).toEqual([expect.stringMatching(/\/1\.csv$/)]);
  },
  TEST_TIMEOUT_MS,
);

test(
  'an invocation that is lost is found by the schedule, and the report is made',
  async () => {
    const { report, struck } = await produce(['events:drop,match=generate,first=1'], 0);

    expect(struck).toBe(1);
    expect(report.attempt).toBe(1);
  },
  TEST_TIMEOUT_MS,
);

test(
  'a worker that sleeps past its lease wakes up to find that it has nothing to publish',
  async () => {
    const { report, struck } = await produce(
      ['functions:freeze=7s,match=generate,first=1,after=700ms'],
      2_000,
    );

    expect(struck).toBe(1);
    expect(report.attempt).toBe(2);
    expect(await filesOf(report.reportId)).toEqual([expect.stringMatching(/\/2\.csv$/)]);
    // Nothing has changed since: the sleeper was refused.
    expect((await session.reports.get(report.reportId))?.version).toBe(report.version);
  },
  TEST_TIMEOUT_MS,
);

test(
  'a slow worker that gives signs of life is left alone, however long it takes',
  async () => {
    // More than two leases, with a look every second.
    const { report } = await produce([], 8_000);

    expect(report.attempt).toBe(1);
  },
  TEST_TIMEOUT_MS,
);

test(
  'a double click, and a request that the network makes Amplify repeat, are one report',
  async () => {
    const { cloud, reports } = session;
    const order = {
      reportId: crypto.randomUUID(),
      definition: { sample: { amountOfRows: 3 } },
    };
    // Done, and the answer lost: whoever asked can only ask again.
    cloud.faults.set(['graphql:cut-after,match=generateReport,first=2', 'graphql:fail=503,nth=9']);
    const answers = await Promise.allSettled([reports.generate(order), reports.generate(order)]);
    const again = await reports.generate(order);
    await reports.wait(order.reportId);
    const { items } = await reports.list({ first: 100 });

    expect(answers).toHaveLength(2);
    expect(again.reportId).toBe(order.reportId);
    expect(items.filter(({ reportId }) => reportId === order.reportId)).toHaveLength(1);
    expect(await filesOf(order.reportId)).toHaveLength(1);
    expect(histories.faultOf(order.reportId)).toBeUndefined();

    const other = { ...order, definition: { sample: { amountOfRows: 4 } } };
    const refusal: unknown = await reports.generate(other).catch((error: unknown) => error);
    expect(isRefused(refusal) && refusal.errorType).toBe('IdempotentParameterMismatch');
  },
  TEST_TIMEOUT_MS,
);

test(
  'a request that AppSync refuses with 503 is repeated by Amplify itself, and is one report',
  async () => {
    const { cloud, reports } = session;
    cloud.faults.set(['graphql:fail=503,match=generateReport,first=2']);
    const { reportId } = await reports.generate({ definition: { sample: { amountOfRows: 3 } } });

    expect(cloud.faults.active()[0]).toMatchObject({ seen: 3, struck: 2 });
    expect((await reports.wait(reportId)).result.rowCount).toBe(3);
  },
  TEST_TIMEOUT_MS,
);
