import { afterAll, beforeAll, expect, test } from 'vitest';
import { isFailed } from '../../client/index.ts';
import { APPS } from '../support/apps.ts';
import { startReportSession, type ReportSession } from '../support/report-session.ts';
import { findFault } from './read-whole.ts';
import { untilAnswered } from './run-reports.ts';

/** Each outside call of a report's whole life fails once, one after the other, and each time the report ends well. */

const ROWS = 300;
const TEST_TIMEOUT_MS = 240_000;
const GIVE_UP_MS = 60_000;
const MOST_CALLS = 80;
/** Recovery reads its index all the time: those calls are not part of the report's life. */
const ALL_CALLS = 'of=s3+lambda+graphql+dynamodb-source+lambda-source';

let session: ReportSession;

beforeAll(async () => {
  session = await startReportSession({ seed: false, app: APPS.brisk });
});

afterAll(async () => {
  await session[Symbol.asyncDispose]();
});

/** One report while its n-th call fails; resolves with how many calls there were. */
async function runFailing(action: string, n: number): Promise<number> {
  const { cloud, reports } = session;
  cloud.faults.set([`calls:${action},nth=${n},${ALL_CALLS}`, 'schedules:every=1s']);
  const reportId = crypto.randomUUID();
  const order = {
    reportId,
    definition: { sample: { amountOfRows: ROWS, delayMs: 300 } },
  };
  const signal = AbortSignal.timeout(GIVE_UP_MS);
  await untilAnswered(() => reports.generate(order), signal);
  const waited = () =>
    reports.wait(reportId, { signal }).catch((error: unknown) => {
      if (isFailed(error)) return error.report;
      throw error;
    });
  const report = await untilAnswered(waited, signal);
  const seen = cloud.faults.active()[0]?.seen ?? 0;
  cloud.faults.clear();

  const about = `call ${n}, ${action}`;
  const keys = (await session.storedKeys()).filter((key) => key.includes(reportId));
  if (report.status === 'SUCCEEDED') {
    const fresh = await reports.wait(reportId);
    expect([about, await findFault(fresh, ROWS)]).toEqual([about, undefined]);
    expect([about, ...keys]).toEqual([about, expect.stringMatching(/\.csv$/)]);
  } else {
    expect([about, report.status, report.error?.retryable]).toEqual([about, 'FAILED', true]);
    expect([about, ...keys]).toEqual([about]);
  }
  return seen;
}

test.each(['fail', 'cut-after'])(
  'whichever call is hit by %s, the report ends with a whole file or none',
  { timeout: TEST_TIMEOUT_MS },
  async (action) => {
    let n = 1;
    while ((await runFailing(action, n)) >= n) {
      n++;
      expect(n).toBeLessThan(MOST_CALLS);
    }

    // Ordering, claiming, storing and announcing take at least this many.
    expect(n).toBeGreaterThan(12);
  },
);
