import type { Outcome } from './outcome.ts';
import { QUOTAS, type QuotaName } from './quotas.ts';
import { ASKED, askedByMinute, type AskedName } from './usage.ts';

/** How near a day comes to a limit. */
export interface Nearness {
  readonly quota: QuotaName;
  /** Of the busiest minute, a second. */
  readonly peak: number;
  readonly limit: number;
  /** When it was first met; Infinity: never. */
  readonly metAt: number;
}

const NAMES = Object.keys(ASKED) as AskedName[];
/** What the simulation itself feels; the others only count. */
const FELT: ReadonlySet<AskedName> = new Set(['concurrency', 'recovery']);

/** Every limit, by how near the day came to it. `raised` has those that are not at their defaults. */
export function nearness(
  outcome: Outcome,
  scale: number,
  raised: Readonly<Partial<Record<QuotaName, number>>> = {},
): Nearness[] {
  const felt: Partial<Record<QuotaName, number>> = {
    concurrency: outcome.first.places,
    recovery: outcome.first.recoveryFull,
  };
  return NAMES.map((quota) => {
    const byMinute = askedByMinute(outcome.activity, ASKED[quota], scale);
    const limit = raised[quota] ?? QUOTAS[quota].value;
    const minute = byMinute.findIndex((each) => each >= limit);
    const counted = minute === -1 ? Infinity : minute * 60;
    return {
      quota,
      peak: byMinute.reduce((most, each) => Math.max(most, each), 0),
      limit,
      metAt: FELT.has(quota) ? (felt[quota] ?? Infinity) : counted,
    };
  }).toSorted((a, b) => b.peak / b.limit - a.peak / a.limit);
}

/** A limit and when it was first met. */
export interface Met {
  readonly quota: QuotaName;
  readonly atSeconds: number;
}

/** The limits that were met, the first first; the owner's own and the growth of a function included. */
export function limitsMet(outcome: Outcome, near: readonly Nearness[]): Met[] {
  return [
    ...near.map(({ quota, metAt }) => ({ quota, atSeconds: metAt })),
    { quota: 'environments' as const, atSeconds: outcome.first.environments },
    { quota: 'owner' as const, atSeconds: outcome.first.refusal },
  ]
    .filter(({ atSeconds }) => atSeconds < Infinity)
    .toSorted((a, b) => a.atSeconds - b.atSeconds);
}
