import { expect, test } from 'vitest';
import { connectionInWords, type ConnectionState } from './connection.ts';

const LIVE: ConnectionState = {
  connection: 'live',
  isOnline: true,
  hasUnfinished: false,
  forMs: 60_000,
};
const wordOf = (changes: Partial<ConnectionState>) =>
  connectionInWords({ ...LIVE, ...changes }).word;

test.each<[Partial<ConnectionState>, string]>([
  [{}, 'Live'],
  [{ connection: 'connecting', forMs: 0 }, 'Connecting'],
  [{ connection: 'reconnecting', forMs: 4_999 }, 'Reconnecting'],
  [{ connection: 'reconnecting', forMs: 5_000 }, 'Checking every 15 s'],
  [{ connection: 'reconnecting', forMs: 5_000, hasUnfinished: true }, 'Checking every 3 s'],
  [{ connection: 'connecting', forMs: 5_000 }, 'Checking every 15 s'],
  [{ isOnline: false }, 'Offline'],
  [{ connection: 'off' }, 'Not connected'],
])('%j is told as %j', (changes, word) => {
  expect(wordOf(changes)).toBe(word);
});
