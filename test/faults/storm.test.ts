import { expect, test } from 'vitest';
import { runStorm } from './storm.ts';

/** A small run of `npm run faults`. */
const REPORTS = 40;
const TEST_TIMEOUT_MS = 150_000;

test(
  'forty reports in a storm of faults end once each, whole or not at all, and their owner knows',
  async () => {
    const outcome = await runStorm({ reports: REPORTS, seed: 'test', withinMs: 100_000 });

    expect(outcome.wrong).toEqual({
      lost: [],
      stuck: [],
      short: [],
      duplicated: [],
      illegal: [],
      untold: [],
    });
    expect(Object.values(outcome.statuses).reduce((sum, each) => sum + each)).toBe(REPORTS);
    // It was a storm.
    const struck = outcome.faults.reduce((sum, each) => sum + each.struck, 0);
    expect(struck).toBeGreaterThan(REPORTS);
    expect(outcome.recoveries).toBeGreaterThan(0);
  },
  TEST_TIMEOUT_MS,
);
