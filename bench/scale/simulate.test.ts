import { expect, test } from 'vitest';
import { STEADY, onTheHour, DAY_SECONDS } from './arrivals.ts';
import { AS_DEPLOYED, thin, type ReportSize, type Scenario } from './scenario.ts';
import { simulate } from './simulate.ts';
import { meanWaitOfMd1, meanWaitOfMmc } from './theory.ts';

const SERVERS = 20;
const MEAN_SERVICE = 10;

function queueing(load: number, draw: ReportSize['draw'], servers = SERVERS): Scenario {
  return {
    ...AS_DEPLOYED,
    seconds: DAY_SECONDS,
    owners: 100_000,
    reportsPerDay: ((load * servers) / MEAN_SERVICE) * DAY_SECONDS,
    profile: STEADY,
    sizes: [{ name: 'any', share: 1, meanSeconds: MEAN_SERVICE, draw, bytes: 0, querySeconds: 0 }],
    accountConcurrency: servers,
    environmentsPerSecond: Infinity,
    queue: 'in order',
    maxActiveReports: 1_000_000,
    failedShare: 0,
    lostShare: 0,
    hasPast: false,
    isBare: true,
  };
}

const exponential: ReportSize['draw'] = (random) => random.exponential(MEAN_SERVICE);

test.each([0.7, 0.9])('waits are those of M/M/c by Erlang at a load of %s', (load) => {
  const { waits } = simulate(queueing(load, exponential));

  const expected = meanWaitOfMmc(SERVERS, (load * SERVERS) / MEAN_SERVICE, MEAN_SERVICE);
  expect(waits.sum / waits.count / expected).toBeGreaterThan(0.9);
  expect(waits.sum / waits.count / expected).toBeLessThan(1.1);
});

test('waits are those of M/D/1 by Pollaczek and Khinchine', () => {
  const { waits } = simulate(queueing(0.6, () => MEAN_SERVICE, 1));

  const expected = meanWaitOfMd1(0.06, MEAN_SERVICE);
  expect(waits.sum / waits.count / expected).toBeGreaterThan(0.85);
  expect(waits.sum / waits.count / expected).toBeLessThan(1.15);
});

test('Little’s law holds: those who work and those who wait are arrivals times how long each does', () => {
  const { activity, samples, waits, succeeded } = simulate(queueing(0.9, exponential));
  const mean = (values: readonly number[] | Float64Array): number =>
    [...values].reduce((sum, each) => sum + each, 0) / values.length;

  expect(mean(activity.running) / (0.9 * SERVERS)).toBeCloseTo(1, 1);
  const expected = (succeeded / DAY_SECONDS) * (waits.sum / waits.count);
  expect(mean(samples.map(({ queued }) => queued)) / expected).toBeGreaterThan(0.85);
  expect(mean(samples.map(({ queued }) => queued)) / expected).toBeLessThan(1.15);
});

const BUSY: Scenario = {
  ...AS_DEPLOYED,
  owners: 300,
  reportsPerDay: 60_000,
  profile: onTheHour(0.2),
  accountConcurrency: 30,
  failedShare: 0.05,
  lostShare: 0.02,
  maxEvents: 5_000_000,
};

test.each(['backoff', 'in order'] as const)(
  'every order ends once, whatever fails, is lost or waits too long (%s)',
  (queue) => {
    const outcome = simulate({ ...BUSY, queue });

    expect(outcome.isWhole).toBe(true);
    expect(outcome.refused + outcome.succeeded + outcome.failed).toBe(outcome.ordered);
    expect(outcome.unfinished).toBe(0);
    expect(outcome.throttles).toBeGreaterThan(0);
    expect(outcome.startedAgain).toBeGreaterThan(0);
  },
);

test('never more places are taken than there are', () => {
  const { samples } = simulate(BUSY);

  expect(Math.max(...samples.map(({ busy }) => busy))).toBe(30);
});

test('the same seed gives the same day, another seed another', () => {
  const figures = (seed: number): unknown => {
    const { ordered, throttles, waits, events } = simulate({ ...BUSY, seed });
    return [ordered, throttles, waits.sum, events];
  };

  expect(figures(7)).toEqual(figures(7));
  expect(figures(7)).not.toEqual(figures(8));
});

test('a report that waits for longer than recovery tries fails after 32 minutes', () => {
  const { first, failed } = simulate({
    ...BUSY,
    seconds: 3600,
    reportsPerDay: 200_000,
    profile: STEADY,
    accountConcurrency: 5,
    failedShare: 0,
    lostShare: 0,
    hasPast: false,
    maxActiveReports: 100,
    maxEvents: 3_000_000,
  });

  expect(failed).toBeGreaterThan(0);
  expect(first.failure).toBeGreaterThan(32 * 60);
  expect(first.failure).toBeLessThan(45 * 60);
});

test('a sample of a day asks for as much as the day', () => {
  const whole = simulate({ ...AS_DEPLOYED, reportsPerDay: 100_000 });
  const sample = simulate(thin({ ...AS_DEPLOYED, reportsPerDay: 100_000 }, 10));

  expect((sample.succeeded * 10) / whole.succeeded).toBeCloseTo(1, 1);
  expect((sample.workedSeconds * 10) / whole.workedSeconds).toBeCloseTo(1, 1);
});
