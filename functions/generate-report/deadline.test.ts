import { expect, test } from 'vitest';
import { createDeadline } from './deadline.ts';

const MINUTE_MS = 60_000;

/** Asks at the end of parts that take so long each, until it is told to stop; resolves with what is left then. */
function leftAtStop(functionMs: number, partMs: number): number {
  let leftMs = functionMs;
  const { shouldStop } = createDeadline(() => leftMs);
  do leftMs -= partMs;
  while (!shouldStop() && leftMs > 0);
  return leftMs;
}

test('parts that come fast are written until the reserved minute begins', () => {
  const left = leftAtStop(15 * MINUTE_MS, 50);

  expect(left).toBeLessThan(MINUTE_MS);
  expect(left).toBeGreaterThan(MINUTE_MS - 100);
});

test.each([50, 1_000, 10_000, MINUTE_MS, 2 * MINUTE_MS, 5 * MINUTE_MS, 8 * MINUTE_MS])(
  'parts of %i ms end in a hand-over and not at the last call',
  (partMs) => {
    expect(leftAtStop(15 * MINUTE_MS, partMs)).toBeGreaterThan(0.4 * MINUTE_MS);
  },
);

test('a short function keeps a share of its time', () => {
  let leftMs = 10_000;
  const { shouldStop, untilLastCallMs } = createDeadline(() => leftMs);

  expect(untilLastCallMs()).toBe(9_200);
  leftMs = 7_000; // a part of 3 seconds
  expect(shouldStop()).toBe(false);
  leftMs = 4_000;
  expect(shouldStop()).toBe(true);
});
