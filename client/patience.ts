import type { Connection, Report } from './types.ts';

/** News of a report that runs comes every second or so: a little more silence may be a push that was lost. */
const FIRST_SILENCE_MS = 3_000;
/** A report can also have nothing to tell: the longest a watcher then does not look. */
const LONGEST_SILENCE_MS = 15_000;
/** While there are no pushes, or one is due within moments. */
const BLIND_MS = 3_000;

/** How long silence is borne before a report is read. */
export interface Patience {
  /** Something new was heard or read. */
  renew(): void;
  /** A read brought nothing new: the next comes later. */
  stretch(): void;
  /** Milliseconds until the next read, when nothing is heard before. */
  silenceMs(connection: Connection, report: Report | undefined): number;
}

/** Three seconds after news, and twice as long after each read that brought none, up to fifteen. */
export function createPatience(): Patience {
  let readsInVain = 0;
  return {
    renew: () => void (readsInVain = 0),
    stretch: () => void readsInVain++,
    silenceMs(connection, report) {
      // A cancellation is confirmed within two seconds: longer silence means that a push was lost.
      if (connection !== 'live' || report?.status === 'CANCELLING') return BLIND_MS;
      return Math.min(FIRST_SILENCE_MS * 2 ** readsInVain, LONGEST_SILENCE_MS);
    },
  };
}
