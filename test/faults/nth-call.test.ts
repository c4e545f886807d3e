import { afterAll, beforeAll, expect, test } from 'vitest';
import { APPS } from '../support/apps.ts';
import { startReportSession, type ReportSession } from '../support/report-session.ts';
import { failEachCall } from './run-failing.ts';

/** Each outside call of a report's whole life fails once, one after the other, and each time the report ends well. */

const ROWS = 300;
const TEST_TIMEOUT_MS = 240_000;
const MOST_CALLS = 80;
/** Recovery reads its index all the time: those calls are not part of the report's life. */
const ALL_CALLS = 's3+lambda+graphql+dynamodb-source+lambda-source';

let session: ReportSession;

beforeAll(async () => {
  session = await startReportSession({ seed: false, app: APPS.brisk });
});

afterAll(async () => {
  await session[Symbol.asyncDispose]();
});

test.each(['fail', 'cut-after'])(
  'whichever call is hit by %s, the report ends with a whole file or none',
  { timeout: TEST_TIMEOUT_MS },
  async (action) => {
    const order = { definition: { sample: { amountOfRows: ROWS, delayMs: 300 } } };
    const n = await failEachCall({ session, order, of: ALL_CALLS, action, rows: ROWS }, MOST_CALLS);

    // Ordering, claiming, storing and announcing take at least this many.
    expect(n).toBeGreaterThan(12);
  },
);
