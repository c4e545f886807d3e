import type { Row } from './rows.ts';

/** What a reader has not seen the end of yet, as it is kept between visits. */
export interface Seen {
  /** Ends before this were seen, in epoch milliseconds. */
  readonly sinceMs: number;
  /** Ends after it that were seen all the same. */
  readonly ids: ReadonlySet<string>;
}

const ENDS: ReadonlySet<string> = new Set(['SUCCEEDED', 'FAILED']);
/** More than anybody leaves unlooked at for long. */
const MAX_IDS = 500;

/** Whether a report ended while the reader was away and has not been looked at since. */
export function isUnseen({ report, reportId }: Row, { sinceMs, ids }: Seen): boolean {
  if (!report?.finishedAt || !ENDS.has(report.status) || ids.has(reportId)) return false;
  return Date.parse(report.finishedAt) > sinceMs;
}

export function withSeen(seen: Seen, reportIds: Iterable<string>): Seen {
  const added = [...reportIds].filter((id) => !seen.ids.has(id));
  if (added.length === 0) return seen;
  return { ...seen, ids: new Set([...seen.ids, ...added].slice(-MAX_IDS)) };
}

/** What to keep as the reader leaves: when everything was seen, the moment alone says it. */
export function onLeaving(seen: Seen, rows: readonly Row[], nowMs: number): Seen {
  return rows.some((row) => isUnseen(row, seen)) ? seen : { sinceMs: nowMs, ids: new Set() };
}

/** What was kept; without it, all there is was seen. */
export function readSeen(text: string | null, nowMs: number): Seen {
  try {
    const { sinceMs, ids } = JSON.parse(text ?? '') as { sinceMs: unknown; ids: unknown };
    if (typeof sinceMs === 'number' && Array.isArray(ids)) {
      return { sinceMs, ids: new Set(ids.filter((id) => typeof id === 'string')) };
    }
  } catch {
    // Nothing was kept, or not by this page.
  }
  return { sinceMs: nowMs, ids: new Set() };
}

export function writeSeen({ sinceMs, ids }: Seen): string {
  return JSON.stringify({ sinceMs, ids: [...ids] });
}
