import { WORKING_DAY, type Profile } from './arrivals.ts';
import type { Random } from './random.ts';
import { RULES } from './rules.ts';

/** A size of report that is ordered. */
export interface ReportSize {
  readonly name: string;
  /** Of all orders. */
  readonly share: number;
  readonly meanSeconds: number;
  /** How long one works. */
  readonly draw: (random: Random) => number;
  readonly bytes: number;
  /** How long its query of a warehouse takes; 0: it asks none. */
  readonly querySeconds: number;
}

export interface LaneChoice {
  readonly name: string;
  /** Concurrency of its own; undefined: the account's unreserved. */
  readonly reserved?: number;
  /** The longest report it takes, by the estimate, in seconds; the first lane that takes one gets it. */
  readonly upToSeconds: number;
  /** Of one owner under way in it, at most; undefined: only the limit of all counts. */
  readonly maxActiveReports?: number;
}

/** One person whose orders are looked at apart. */
export interface Ordering {
  readonly owner: number;
  readonly size: number;
  /** When the first comes and how many at once; those refused are tried again after so long. */
  readonly atSeconds: number;
  readonly count: number;
  readonly againAfterSeconds: number;
}

export interface Scenario {
  readonly seed: number;
  readonly seconds: number;
  readonly owners: number;
  readonly reportsPerDay: number;
  readonly profile: Profile;
  readonly sizes: readonly ReportSize[];
  readonly lanes: readonly LaneChoice[];
  readonly maxActiveReports: number;
  readonly accountConcurrency: number;
  readonly environmentsPerSecond: number;
  /** How Lambda hands on what it had to throttle: by waits that double, as it says, or in order of arrival. */
  readonly queue: 'backoff' | 'in order';
  /** Of attempts, those that fail and are known at once; of events, those that are lost in silence. */
  readonly failedShare: number;
  readonly lostShare: number;
  /** What one run of recovery takes. */
  readonly recoveredAtMost: number;
  /** Files of a week ago expire meanwhile: the system has been at this load for longer than a week. */
  readonly hasPast: boolean;
  readonly orderings: readonly Ordering[];
  /** Nothing but the work takes time: for comparisons with theory. */
  readonly isBare?: boolean;
  /** After so many events the simulation stops where it is. */
  readonly maxEvents: number;
  /** And at this time, whatever is left. */
  readonly endAfterSeconds?: number;
}

const MB = 1_000_000;
/** The longest report of a size, as a multiple of the mean. */
export const LONGEST_FACTOR = 1.5;
const around = (mean: number) => (random: Random) => mean * (LONGEST_FACTOR - random.next());
const size = (name: string, share: number, meanSeconds: number, bytes: number): ReportSize => ({
  name,
  share,
  meanSeconds,
  draw: around(meanSeconds),
  bytes,
  querySeconds: 0,
});

/** The sizes docs/cost.md pays for, in shares chosen by judgement: 14.1 s of work in the mean. */
export const SIZES: readonly ReportSize[] = [
  size('small', 0.9, 5, MB),
  size('medium', 0.09, 40, 50 * MB),
  size('large', 0.01, 600, 2000 * MB),
];

/** Today's stack on an account with Lambda's and DynamoDB's defaults. */
export const AS_DEPLOYED: Scenario = {
  seed: 1,
  seconds: 86_400,
  owners: 1000,
  reportsPerDay: 10_000,
  profile: WORKING_DAY,
  sizes: SIZES,
  lanes: [{ name: 'generator', upToSeconds: Infinity }],
  maxActiveReports: RULES.maxActiveReports,
  accountConcurrency: 1000,
  environmentsPerSecond: 100,
  queue: 'backoff',
  failedShare: 0.001,
  lostShare: 0.0001,
  recoveredAtMost: RULES.recoveredAtMost,
  hasPast: true,
  orderings: [],
  maxEvents: 150_000_000,
};

/**
 * A sample of a day: one report, one owner, one place, one turn of recovery stand for `scale`. Waits come out a little
 * too long, never too short, as few places are worse at evening out chance than many.
 */
export function thin(scenario: Scenario, scale: number): Scenario {
  return {
    ...scenario,
    owners: Math.ceil(scenario.owners / scale),
    reportsPerDay: scenario.reportsPerDay / scale,
    accountConcurrency: Math.floor(scenario.accountConcurrency / scale),
    environmentsPerSecond: scenario.environmentsPerSecond / scale,
    recoveredAtMost: scenario.recoveredAtMost / scale,
    lanes: scenario.lanes.map((lane) =>
      lane.reserved === undefined ? lane : { ...lane, reserved: Math.floor(lane.reserved / scale) },
    ),
  };
}
