import { drawCharts } from './charts.ts';
import type { Parts } from './document.ts';
import { FAIRNESS_CASES, playFairness } from './fairness.ts';
import { play, planAround, planDays, planUnlimited, type Played } from './runs.ts';
import {
  aroundTable,
  capacityTable,
  costTable,
  dayTable,
  fairnessTable,
  quotaTable,
} from './tables.ts';

/** Everything docs/scale.md shows, for a seed. */
export function compose(seed: number): {
  readonly days: readonly Played[];
  readonly parts: Parts;
  readonly charts: Readonly<Record<string, string>>;
} {
  const days = planDays(seed).map(play);
  const largest = days.slice(-3) as [Played, Played, Played];
  const unlimited = play(planUnlimited(seed));
  return {
    days,
    parts: {
      quotas: quotaTable(),
      days: dayTable(days),
      capacity: capacityTable(unlimited),
      around: aroundTable(planAround(unlimited, seed).map(play)),
      costs: costTable(days.filter(({ outcome }) => outcome.isWhole)),
      fairness: fairnessParts(seed),
    },
    charts: drawCharts(...largest),
  };
}

/** Quick: a test holds the document against it. */
export function fairnessParts(seed: number): string {
  return fairnessTable(
    FAIRNESS_CASES.map((chosen) => ({ chosen, fairness: playFairness(chosen, seed) })),
  );
}
