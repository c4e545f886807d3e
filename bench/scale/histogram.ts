/** Waits by a logarithmic scale: quantiles are at most one per cent too high, however many waits there are. */
export interface Histogram {
  readonly count: number;
  readonly sum: number;
  readonly max: number;
  add(value: number): void;
  /** The p-th percentile by nearest rank; NaN of nothing. */
  percentile(p: number): number;
}

const LEAST = 0.001;
const STEP = Math.log(1.01);

export function createHistogram(): Histogram {
  const counts: number[] = [];
  let count = 0;
  let sum = 0;
  let max = 0;
  return {
    get count() {
      return count;
    },
    get sum() {
      return sum;
    },
    get max() {
      return max;
    },
    add(value) {
      const bucket = value <= LEAST ? 0 : Math.ceil(Math.log(value / LEAST) / STEP);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
      count++;
      sum += value;
      if (value > max) max = value;
    },
    percentile(p) {
      if (count === 0) return NaN;
      const rank = Math.max(1, Math.ceil((p / 100) * count));
      let seen = 0;
      for (const [bucket, inIt = 0] of counts.entries()) {
        seen += inIt;
        if (seen >= rank) return bucket === 0 ? 0 : Math.min(max, LEAST * Math.exp(bucket * STEP));
      }
      return max;
    },
  };
}
