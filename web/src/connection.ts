import type { Connection } from '../../client/index.ts';

/** How long a trouble may last before it is more than a moment. */
const MOMENT_MS = 5_000;
/** How often the client reads without pushes: client/patience.ts, and client/watch-all.ts when nothing runs. */
const RUNNING_EVERY_S = 3;
const IDLE_EVERY_S = 15;

export interface ConnectionState {
  readonly connection: Connection;
  readonly isOnline: boolean;
  readonly hasUnfinished: boolean;
  /** How long `connection` has been so. */
  readonly forMs: number;
}

/** How news arrives, in words, and what that means for the reader. */
export function connectionInWords(state: ConnectionState): { word: string; meaning: string } {
  const { connection, isOnline, hasUnfinished, forMs } = state;
  if (!isOnline) {
    return {
      word: 'Offline',
      meaning: 'This device has no network. Reports go on; the list is read when it is back.',
    };
  }
  if (connection === 'live') return { word: 'Live', meaning: 'Changes arrive as they happen.' };
  if (connection === 'off') {
    return { word: 'Not connected', meaning: 'Reload the page to see changes.' };
  }
  if (connection === 'connecting' && forMs < MOMENT_MS) {
    return { word: 'Connecting', meaning: 'The list is read; changes are being subscribed to.' };
  }
  if (forMs < MOMENT_MS) {
    return { word: 'Reconnecting', meaning: 'The connection was lost; it is being made anew.' };
  }
  const everySeconds = hasUnfinished ? RUNNING_EVERY_S : IDLE_EVERY_S;
  return {
    word: `Checking every ${everySeconds} s`,
    meaning: 'Changes do not arrive by themselves now: the list is read again and again.',
  };
}
