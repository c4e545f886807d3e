import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAthenaSession, type AthenaSession } from '../support/athena-session.ts';
import { failEachCall } from './run-failing.ts';

/** The same for a report whose rows a query of Athena makes: each outside call of its life fails once. */

const TEST_TIMEOUT_MS = 240_000;
const MOST_CALLS = 100;
const ALL_CALLS = 's3+lambda+athena+graphql+dynamodb-source+lambda-source';

let session: AthenaSession;

beforeAll(async () => {
  session = await startAthenaSession();
}, 60_000);

afterAll(async () => {
  await session[Symbol.asyncDispose]();
});

test.each(['fail', 'cut-after'])(
  'whichever call is hit by %s, the report ends with a whole file or none',
  { timeout: TEST_TIMEOUT_MS },
  async (action) => {
    const definition = {
      flightDelays: { fromDate: '2001-01-01', toDate: '2001-01-02', minimumFlights: 100 },
    };
    const order = { definition, engine: 'ATHENA' } as const;
    const n = await failEachCall({ session, order, of: ALL_CALLS, action }, MOST_CALLS);

    // The query's start, its end, its files and their removal are calls, too.
    expect(n).toBeGreaterThan(25);
  },
);
