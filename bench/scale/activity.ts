/** What happened in each second of a simulated day; what services were asked for follows from it (usage.ts). */
export interface Activity {
  /** Accepted orders, those refused for the owner's limit, claims, endings, reports recovery saw to, files expired. */
  readonly orders: Float64Array;
  readonly refusals: Float64Array;
  readonly claims: Float64Array;
  readonly endings: Float64Array;
  readonly recoveries: Float64Array;
  readonly expiries: Float64Array;
  /** Parts uploaded, spread evenly over a report's work. */
  readonly parts: Float64Array;
  /** Reports under way. */
  readonly running: Float64Array;
  /** Queries of a warehouse under way. */
  readonly queries: Float64Array;
}

export type ActivityName = keyof Activity;
const NAMES: readonly ActivityName[] = [
  'orders',
  'refusals',
  'claims',
  'endings',
  'recoveries',
  'expiries',
  'parts',
  'running',
  'queries',
];

export interface ActivityCounter {
  count(name: ActivityName, atSeconds: number, amount?: number): void;
  /** Counts `perSecond` in each second of a period; what is outside the day is left out. */
  spread(name: ActivityName, from: number, to: number, perSecond: number): void;
  finish(): Activity;
}

/** Counts by the second; periods as differences, so that a long report costs as little as a short one. */
export function createActivityCounter(seconds: number): ActivityCounter {
  const blank = (): Record<ActivityName, Float64Array> =>
    Object.fromEntries(NAMES.map((name) => [name, new Float64Array(seconds + 1)])) as Record<
      ActivityName,
      Float64Array
    >;
  const counts = blank();
  const changes = blank();
  const inDay = (at: number): number => Math.min(seconds, Math.max(0, Math.floor(at)));

  return {
    count(name, atSeconds, amount = 1) {
      const array = counts[name];
      const second = inDay(atSeconds);
      array[second] = (array[second] as number) + amount;
    },
    spread(name, from, to, perSecond) {
      const array = changes[name];
      const [first, last] = [inDay(from), inDay(to)];
      array[first] = (array[first] as number) + perSecond;
      array[last] = (array[last] as number) - perSecond;
    },
    finish() {
      for (const name of NAMES) {
        let level = 0;
        const array = counts[name];
        for (let second = 0; second < seconds; second++) {
          level += changes[name][second] as number;
          array[second] = (array[second] as number) + level;
        }
      }
      // What lies beyond the day is in the last place, which is not of the day.
      return Object.fromEntries(
        NAMES.map((name) => [name, counts[name].subarray(0, seconds)]),
      ) as unknown as Activity;
    },
  };
}
