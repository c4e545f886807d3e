import { chance } from '../../local/faults/chance.ts';

/** Seeded draws of one stream: the same seed and name give the same draws, whatever other streams there are. */
export interface Random {
  /** From 0 up to 1. */
  next(): number;
  /** Exponentially distributed with this mean. */
  exponential(mean: number): number;
}

const WORDS = 4;
const WARM_UP_DRAWS = 12;

/** `chance` seeds it; the draws themselves are of sfc32, because a day of reports takes some ten millions of them. */
export function createRandom(seed: number, name: string): Random {
  const word = (index: number): number => Math.floor(chance(seed, name, index) * 2 ** 32) | 0;
  let [a = 0, b = 0, c = 0, counter = 0] = Array.from({ length: WORDS }, (_, index) => word(index));

  function next(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  }

  for (let draw = 0; draw < WARM_UP_DRAWS; draw++) next();
  return { next, exponential: (mean) => -Math.log(1 - next()) * mean };
}
