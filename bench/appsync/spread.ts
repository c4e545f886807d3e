import { percentile } from '../lib/table.ts';

/** Of a figure measured in several rounds. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  return { min: Math.min(...values), median: percentile(values, 50), max: Math.max(...values) };
}

/** Divides round by round, so that a noisy moment is in both figures. */
export function ratios(values: readonly number[], others: readonly number[]): Spread {
  return spreadOf(values.map((value, round) => value / (others[round] ?? NaN)));
}

/** `median (min-max)`. */
export function show({ min, median, max }: Spread, digits = 0): string {
  const [low, middle, high] = [min, median, max].map((value) =>
    value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );
  return `${middle ?? ''} (${low ?? ''}-${high ?? ''})`;
}
