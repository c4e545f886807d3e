import type { Activity } from './activity.ts';
import type { Histogram } from './histogram.ts';

/** When each limit the simulation itself feels was first met, and when a report first failed; Infinity: never. */
export type FirstTimes = Record<
  'places' | 'environments' | 'refusal' | 'recoveryFull' | 'failure',
  number
>;

/** How it stood at the end of a minute. */
export interface Sample {
  readonly atSeconds: number;
  readonly queued: number;
  readonly busy: number;
  /** How long the longest-waiting report had waited. */
  readonly oldestSeconds: number;
}

/** What became of a simulated day. */
export interface Outcome {
  readonly ordered: number;
  readonly refused: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Still queued or running when the simulation stopped. */
  readonly unfinished: number;
  /** When it stopped: the day's end and until all was done, or where it had too many events. */
  readonly stoppedAt: number;
  readonly isWhole: boolean;
  readonly throttles: number;
  readonly duplicates: number;
  readonly startedAgain: number;
  readonly filesWaiting: number;
  /** From the order to the claim. */
  readonly waits: Histogram;
  readonly waitsBySize: readonly Histogram[];
  /** Of each of the scenario's orderings, from the first order to the claim, tries included. */
  readonly waitsOfOrderings: readonly Histogram[];
  /** Report-seconds of waiting and of working, for Little's law. */
  readonly workedSeconds: number;
  readonly samples: readonly Sample[];
  readonly activity: Activity;
  readonly first: FirstTimes;
  readonly events: number;
}
