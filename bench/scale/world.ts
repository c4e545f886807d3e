import { createActivityCounter, type ActivityCounter } from './activity.ts';
import { createAgenda, type Agenda } from './agenda.ts';
import { createDueIndex, type DueIndex } from './due.ts';
import { createHistogram, type Histogram } from './histogram.ts';
import type { Lane } from './lane.ts';
import { createLanes, type Lanes } from './lanes.ts';
import type { FirstTimes, Sample } from './outcome.ts';
import { createRandom, type Random } from './random.ts';
import type { QueuedEvent, SimulatedReport } from './report.ts';
import type { Scenario } from './scenario.ts';

/** Why recovery looks at a report: the index has it, its attempt has failed, or Lambda has dropped an event of it. */
export type Cause = 'due' | 'failed attempt' | 'dropped event';

/** What can happen at a time. */
export type Happening =
  | { readonly kind: 'arrival' }
  | { readonly kind: 'ordering'; readonly ordering: number; readonly firstAt: number }
  | { readonly kind: 'delivery'; readonly event: QueuedEvent }
  | { readonly kind: 'end'; readonly report: SimulatedReport; readonly succeeds: boolean }
  | { readonly kind: 'free'; readonly lane: Lane }
  | { readonly kind: 'poke'; readonly lane: Lane }
  | { readonly kind: 'overdue'; readonly report: SimulatedReport; readonly because: Cause }
  | { readonly kind: 'minute' };

/** Everything that changes while a scenario is played. */
export interface World {
  readonly scenario: Scenario;
  readonly agenda: Agenda<Happening>;
  readonly lanes: Lanes;
  readonly due: DueIndex;
  readonly counter: ActivityCounter;
  /** A stream for each thing that is left to chance, so that one does not shift another. */
  readonly draws: Readonly<Record<'arrivals' | 'people' | 'work' | 'luck' | 'waiting', Random>>;
  /** Reports under way by owner, and by owner and lane. */
  readonly active: Uint32Array;
  readonly activeInLane: Uint32Array;
  /** Of reports that belong to one of the scenario's orderings: which, and when it was first ordered. */
  readonly orderingOf: Map<SimulatedReport, readonly [ordering: number, firstAt: number]>;
  /** Lanes that will be looked at for a new environment. */
  readonly poked: Set<Lane>;
  /** Reports by when they were ordered; those that are no longer queued are left out now and then. */
  queue: SimulatedReport[];
  cleanAt: number;
  now: number;
  readonly tally: Record<
    | 'ordered'
    | 'refused'
    | 'succeeded'
    | 'failed'
    | 'throttles'
    | 'duplicates'
    | 'startedAgain'
    | 'workedSeconds'
    | 'events',
    number
  >;
  readonly first: FirstTimes;
  readonly waits: Histogram;
  readonly waitsBySize: readonly Histogram[];
  readonly waitsOfOrderings: readonly Histogram[];
  readonly samples: Sample[];
}

export function createWorld(scenario: Scenario): World {
  const { seed, owners, orderings, lanes, sizes } = scenario;
  const active = new Uint32Array(owners + orderings.length);
  const stream = (name: string): Random => createRandom(seed, name);
  return {
    scenario,
    agenda: createAgenda(),
    lanes: createLanes(scenario),
    due: createDueIndex(scenario.recoveredAtMost),
    counter: createActivityCounter(scenario.seconds),
    draws: {
      arrivals: stream('arrivals'),
      people: stream('people'),
      work: stream('work'),
      luck: stream('luck'),
      waiting: stream('waiting'),
    },
    active,
    activeInLane: new Uint32Array(active.length * lanes.length),
    orderingOf: new Map(),
    poked: new Set(),
    queue: [],
    cleanAt: 0,
    now: 0,
    tally: {
      ordered: 0,
      refused: 0,
      succeeded: 0,
      failed: 0,
      throttles: 0,
      duplicates: 0,
      startedAgain: 0,
      workedSeconds: 0,
      events: 0,
    },
    first: {
      places: Infinity,
      environments: Infinity,
      refusal: Infinity,
      recoveryFull: Infinity,
      failure: Infinity,
    },
    waits: createHistogram(),
    waitsBySize: sizes.map(createHistogram),
    waitsOfOrderings: orderings.map(createHistogram),
    samples: [],
  };
}

/** Notes that something is so now, if it was not before. */
export function noteFirst(world: World, what: keyof FirstTimes): void {
  world.first[what] = Math.min(world.first[what], world.now);
}

/** Reports that have neither ended nor been refused. */
export function unfinished({ tally }: World): number {
  return tally.ordered - tally.refused - tally.succeeded - tally.failed;
}
