import { STEADY } from './arrivals.ts';
import type { Outcome } from './outcome.ts';
import { ASSUMED } from './rules.ts';
import {
  AS_DEPLOYED,
  LONGEST_FACTOR,
  SIZES,
  type LaneChoice,
  type Ordering,
  type Scenario,
} from './scenario.ts';
import { simulate } from './simulate.ts';

/** A stack on which some people order a thousand reports each while others order one small one each. */
export interface FairnessCase {
  readonly name: string;
  readonly lanes: readonly LaneChoice[];
  readonly maxActiveReports: number;
  readonly heavyOwners: number;
  /** The place of the heavy reports' size: 0 small, 2 large. */
  readonly heavySize: number;
  readonly queue: Scenario['queue'];
}

export interface Fairness {
  /** One lane's wait: all that others may have in front, at the longest, on the lane's places. */
  readonly bound: number;
  readonly waitP50: number;
  readonly waitMost: number;
  /** Until the last of all the heavy owners' reports had started. */
  readonly heavySeconds: number;
  readonly outcome: Outcome;
}

const PLACES = 20;
const ONE_LANE: readonly LaneChoice[] = [
  { name: 'generator', reserved: PLACES, upToSeconds: Infinity },
];
/** With the setting `largeGeneratorConcurrency`: a second function with places of its own for what the estimate calls long. */
export const TWO_LANES: readonly LaneChoice[] = [
  { name: 'ordinary', reserved: 15, upToSeconds: 60 },
  { name: 'large', reserved: 5, upToSeconds: Infinity, maxActiveReports: 2 },
];

const SMALL = 0;
const LARGE = 2;
const STACKS = [
  { name: 'no limit of an owner, one lane', lanes: ONE_LANE, maxActiveReports: 1000 },
  { name: 'as deployed: 10 an owner, one lane', lanes: ONE_LANE, maxActiveReports: 10 },
  {
    name: 'by setting: two lanes, 10 an owner, 2 of them large',
    lanes: TWO_LANES,
    maxActiveReports: 10,
  },
] as const;

/** Every stack, with one heavy owner and with three, of small reports and of large ones, by both ways of queueing. */
export const FAIRNESS_CASES: readonly FairnessCase[] = [SMALL, LARGE].flatMap((heavySize) =>
  [1, 3].flatMap((heavyOwners) =>
    STACKS.flatMap((stack) =>
      (['in order', 'backoff'] as const).map((queue) => ({
        ...stack,
        heavyOwners,
        heavySize,
        queue,
      })),
    ),
  ),
);

const HEAVY_COUNT = 1000;
const OTHERS = 30;
const FIRST_OTHER_SECONDS = 120;
const OTHERS_EVERY_SECONDS = 10;

/** Plays a case: the thousands are there from the start, the single ones come every ten seconds. */
export function playFairness(chosen: FairnessCase, seed: number): Fairness {
  const { heavyOwners, heavySize } = chosen;
  const heavy: Ordering[] = Array.from({ length: heavyOwners }, (_, owner) => ({
    owner,
    size: heavySize,
    atSeconds: 1,
    count: HEAVY_COUNT,
    againAfterSeconds: heavySize === SMALL ? 5 : 20,
  }));
  const others: Ordering[] = Array.from({ length: OTHERS }, (_, index) => ({
    owner: heavyOwners + index,
    size: SMALL,
    atSeconds: FIRST_OTHER_SECONDS + index * OTHERS_EVERY_SECONDS,
    count: 1,
    againAfterSeconds: heavySize === SMALL ? 5 : 20,
  }));
  const outcome = simulate({
    ...AS_DEPLOYED,
    seed,
    seconds: 7200,
    owners: heavyOwners + OTHERS,
    reportsPerDay: 0,
    profile: STEADY,
    lanes: chosen.lanes,
    maxActiveReports: chosen.maxActiveReports,
    queue: chosen.queue,
    failedShare: 0,
    lostShare: 0,
    hasPast: false,
    orderings: [...heavy, ...others],
    maxEvents: 12_000_000,
    endAfterSeconds: FIRST_OTHER_SECONDS + OTHERS * OTHERS_EVERY_SECONDS + 3600,
  });
  const waits = outcome.waitsOfOrderings
    .slice(heavyOwners)
    .map((each) => (each.count > 0 ? each.max : Infinity))
    .toSorted((a, b) => a - b);
  return {
    bound: laneWait(chosen),
    waitP50: waits[Math.floor(waits.length / 2)] ?? NaN,
    waitMost: waits.at(-1) ?? NaN,
    heavySeconds: Math.max(...outcome.waitsOfOrderings.slice(0, heavyOwners).map(({ max }) => max)),
    outcome,
  };
}

/** Rounds of the lane of small reports until everything that was in front of one has had a place. */
function laneWait({ lanes, maxActiveReports, heavyOwners, heavySize }: FairnessCase): number {
  const heavySeconds = SIZES[heavySize]?.meanSeconds ?? 0;
  const laneFor = (seconds: number): LaneChoice | undefined =>
    lanes.find(({ upToSeconds }) => seconds <= upToSeconds);
  const lane = laneFor(SIZES[SMALL]?.meanSeconds ?? 0);
  const isShared = lane === laneFor(heavySeconds);
  const inFront = isShared ? heavyOwners * Math.min(maxActiveReports, HEAVY_COUNT) : 0;
  const longest =
    LONGEST_FACTOR * heavySeconds + ASSUMED.overheadSeconds + ASSUMED.coldStartSeconds;
  return Math.floor(inFront / (lane?.reserved ?? 1)) * longest + ASSUMED.coldStartSeconds;
}
