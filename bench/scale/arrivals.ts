import type { Random } from './random.ts';

/** How orders come in over a day. */
export interface Profile {
  readonly name: string;
  /** Orders a second at a time, as a multiple of the day's mean. */
  readonly factor: (atSeconds: number) => number;
  /** The greatest factor. */
  readonly peak: number;
}

export const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3600;
const BUSIEST_SECONDS = 14 * HOUR_SECONDS;

/** The same all day. */
export const STEADY: Profile = { name: 'steady', factor: () => 1, peak: 1 };

/** Busiest at two in the afternoon at 8/3 of the mean, almost nothing at two in the night: (1 + cos)² of the hour. */
export const WORKING_DAY: Profile = {
  name: 'a working day',
  factor: (atSeconds) =>
    (1 + Math.cos((2 * Math.PI * (atSeconds - BUSIEST_SECONDS)) / DAY_SECONDS)) ** 2 / 1.5,
  peak: 4 / 1.5,
};

/** A working day of which a share comes by schedule, in the first minute of each hour. */
export function onTheHour(share: number): Profile {
  const factor = (atSeconds: number): number => {
    const day = WORKING_DAY.factor(atSeconds);
    const isFirstMinute = atSeconds % HOUR_SECONDS < 60;
    return day * (1 - share + (isFirstMinute ? 60 * share : 0));
  };
  return {
    name: `a working day, ${100 * share} % of it in the first minute of an hour`,
    factor,
    peak: WORKING_DAY.peak * (1 + 59 * share),
  };
}

/** When the next order comes in, by thinning: exact for any profile, and seeded. */
export function nextArrival(
  afterSeconds: number,
  meanPerSecond: number,
  { factor, peak }: Profile,
  random: Random,
): number {
  let at = afterSeconds;
  do at += random.exponential(1 / (meanPerSecond * peak));
  while (random.next() * peak > factor(at));
  return at;
}
