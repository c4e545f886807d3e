import { expect, test } from 'vitest';
import { FAIRNESS_CASES, playFairness } from './fairness.ts';

const withLanes = FAIRNESS_CASES.filter(({ lanes }) => lanes.length === 2);

test.each(withLanes)(
  'a thousand reports of each of $heavyOwners delay another’s one by one lane’s wait at most ($queue, size $heavySize)',
  (chosen) => {
    const { waitMost, bound, outcome } = playFairness(chosen, 1);

    expect(waitMost).toBeLessThanOrEqual(bound);
    expect(outcome.failed).toBe(0);
  },
);

test('without a lane of their own, large reports of three make another’s small one wait for minutes', () => {
  const today = FAIRNESS_CASES.find(
    ({ lanes, maxActiveReports, heavyOwners, heavySize, queue }) =>
      lanes.length === 1 &&
      maxActiveReports === 10 &&
      heavyOwners === 3 &&
      heavySize === 2 &&
      queue === 'in order',
  );

  expect(today && playFairness(today, 1).waitMost).toBeGreaterThan(120);
});
