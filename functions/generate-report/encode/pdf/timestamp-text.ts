import type { TimeZone } from '../../pipeline/time-zone.ts';

/** The largest a `Date` holds, less a day for any zone's offset. */
const LARGEST_MS = 8.64e15 - 86_400_000;

/**
 * A moment as the zone's clocks show it, `YYYY-MM-DD HH:mm:ss`, with milliseconds when there are any; undefined
 * when no calendar reaches that far.
 */
export function timestampText(zone: TimeZone, epochMs: number): string | undefined {
  if (!(Math.abs(epochMs) <= LARGEST_MS)) return undefined;
  const iso = new Date(epochMs + zone.offsetMs(epochMs)).toISOString();
  return iso.replace('T', ' ').replace(/(\.000)?Z$/, '');
}
