import { onTheHour, WORKING_DAY } from './arrivals.ts';
import { limitsMet, nearness, type Met, type Nearness } from './limits-met.ts';
import type { Outcome } from './outcome.ts';
import { monthlyCost } from './prices.ts';
import type { QuotaName } from './quotas.ts';
import { AS_DEPLOYED, SIZES, thin, type Scenario } from './scenario.ts';
import { simulate } from './simulate.ts';

/** A day to play and what to call it. */
export interface Run {
  readonly name: string;
  readonly scenario: Scenario;
  /** One simulated report stands for so many. */
  readonly scale: number;
  readonly raised: Readonly<Partial<Record<QuotaName, number>>>;
}

export interface Played extends Run {
  readonly outcome: Outcome;
  readonly near: readonly Nearness[];
  readonly met: readonly Met[];
  /** US dollars a month. */
  readonly cost: ReturnType<typeof monthlyCost>;
}

/** Days of more reports than this are played by a sample. */
const MOST_AT_FULL_RATE = 1_000_000;
const UNLIMITED = 1_000_000;

/** What the largest day needs raised: the quotas AWS raises, and what recovery takes when it goes on while it may. */
const RAISED = {
  concurrency: 8000,
  tokens: 20_000,
  published: 20_000,
  tableWrites: 80_000,
  recovery: 24_000 / 60,
};

const DAYS: readonly (readonly [owners: number, reportsPerDay: number])[] = [
  [10, 1000],
  [10, 100_000],
  [1000, 10_000],
  [1000, 1_000_000],
  [100_000, 100_000],
  [100_000, 1_000_000],
  [100_000, 10_000_000],
];

/** A day of so many owners and reports; `changes` is what differs from today's stack on a default account. */
export function planRun(
  name: string,
  owners: number,
  reportsPerDay: number,
  seed: number,
  changes: Partial<Scenario> = {},
  raised: Run['raised'] = {},
): Run {
  const scale = Math.max(1, Math.ceil(reportsPerDay / MOST_AT_FULL_RATE));
  const scenario = { ...AS_DEPLOYED, seed, owners, reportsPerDay, ...changes };
  return { name, scenario: scale === 1 ? scenario : thin(scenario, scale), scale, raised };
}

const raisedScenario = {
  accountConcurrency: RAISED.concurrency,
  recoveredAtMost: RAISED.recovery * 60,
};

/** The days of the document, today's defaults first. */
export function planDays(seed: number): readonly Run[] {
  const stop = { maxEvents: 6_000_000 };
  return [
    ...DAYS.map(([owners, reports]) => planRun('as deployed', owners, reports, seed, stop)),
    planRun('raised', 100_000, 10_000_000, seed, raisedScenario, RAISED),
    planRun(
      'raised, 5 % on the hour',
      100_000,
      10_000_000,
      seed,
      { ...raisedScenario, profile: onTheHour(0.05), ...stop },
      RAISED,
    ),
  ];
}

/** Today's stack asks no warehouse; here medium reports do, to see what Athena would bear. */
const WITH_QUERIES = SIZES.map((size) =>
  size.name === 'medium' ? { ...size, querySeconds: 20 } : size,
);

/** The largest day with nothing in its way: what it asks for says at what load each limit is met. */
export function planUnlimited(seed: number): Run {
  return planRun('nothing in its way', 100_000, 10_000_000, seed, {
    profile: WORKING_DAY,
    sizes: WITH_QUERIES,
    accountConcurrency: UNLIMITED,
    environmentsPerSecond: Infinity,
    recoveredAtMost: UNLIMITED,
    maxActiveReports: UNLIMITED,
  });
}

export function play(run: Run): Played {
  const { scenario, scale, raised } = run;
  const outcome = simulate(scenario);
  const near = nearness(outcome, scale, raised);
  const bytes = scenario.sizes.reduce((sum, { share, bytes }) => sum + share * bytes, 0);
  return {
    ...run,
    outcome,
    near,
    met: limitsMet(outcome, near),
    cost: monthlyCost(outcome, bytes, scale),
  };
}

/** Days just below and just above the load at which concurrency is met, to see whether it is. */
export function planAround({ near, scenario, scale }: Played, seed: number): readonly Run[] {
  const found = near.find(({ quota }) => quota === 'concurrency');
  if (!found) throw new Error('Concurrency was not looked at.');
  const load = (scenario.reportsPerDay * scale * found.limit) / found.peak;
  return [0.9, 1.1].map((factor) => {
    const reports = Math.round((load * factor) / 10_000) * 10_000;
    return planRun(`${factor} of it`, 100_000, reports, seed, { maxEvents: 6_000_000 });
  });
}
