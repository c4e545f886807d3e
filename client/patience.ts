import type { Connection, Report } from './types.ts';

/** News of a report that runs comes every second or so: a little more silence may be a push that was lost. */
const FIRST_SILENCE_MS = 3_000;
/** A report can also have nothing to tell: the longest a watcher then does not look. */
const LONGEST_SILENCE_MS = 15_000;

/**
 * How long to wait for news before a report is read: three seconds, and twice as long after each read in vain, up to
 * fifteen; always three while there are no pushes, or while a cancellation is to be confirmed within moments.
 */
export function silenceMs(
  connection: Connection,
  report: Report | undefined,
  readsInVain: number,
): number {
  const isBlind = connection !== 'live' || report?.status === 'CANCELLING';
  return isBlind
    ? FIRST_SILENCE_MS
    : Math.min(FIRST_SILENCE_MS * 2 ** readsInVain, LONGEST_SILENCE_MS);
}
