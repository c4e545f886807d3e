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
    concurrency: outcome.first.throttle,
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

/** The limit that was met first, the owner's own included; undefined: none. */
export function firstMet(
  outcome: Outcome,
  near: readonly Nearness[],
): { readonly quota: QuotaName; readonly atSeconds: number } | undefined {
  const met = [
    ...near.map(({ quota, metAt }) => ({ quota, atSeconds: metAt })),
    { quota: 'owner' as const, atSeconds: outcome.first.refusal },
  ].filter(({ atSeconds }) => atSeconds < Infinity);
  return met.toSorted((a, b) => a.atSeconds - b.atSeconds)[0];
}
