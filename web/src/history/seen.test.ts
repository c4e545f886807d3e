import { expect, test } from 'vitest';
import type { Report } from '../../../client/index.ts';
import type { Row } from './rows.ts';
import { isUnseen, onLeaving, readSeen, withSeen, writeSeen, type Seen } from './seen.ts';

const LEFT_MS = Date.UTC(2026, 10, 20, 12);
const seen: Seen = { sinceMs: LEFT_MS, ids: new Set() };

function ended(reportId: string, finishedAt: string | null, status = 'SUCCEEDED'): Row {
  return { reportId, report: { finishedAt, status } as Report } as Row;
}

const before = ended('01A', '2026-11-20T11:59:59Z');
const after = ended('01B', '2026-11-20T12:00:01Z');

test('what ended while the reader was away is unseen until it is looked at', () => {
  expect(isUnseen(before, seen)).toBe(false);
  expect(isUnseen(after, seen)).toBe(true);
  expect(isUnseen(after, withSeen(seen, ['01B']))).toBe(false);
});

test('what runs, and what the reader stopped, is nothing to be seen', () => {
  expect(isUnseen(ended('01C', null, 'RUNNING'), seen)).toBe(false);
  expect(isUnseen(ended('01C', '2026-11-20T12:00:01Z', 'CANCELLED'), seen)).toBe(false);
});

test('leaving with something unseen keeps it for the next visit', () => {
  expect(onLeaving(seen, [before, after], LEFT_MS + 5_000)).toBe(seen);
  expect(onLeaving(withSeen(seen, ['01B']), [before, after], LEFT_MS + 5_000)).toEqual({
    sinceMs: LEFT_MS + 5_000,
    ids: new Set(),
  });
});

test('what is kept comes back; on a first visit nothing is new', () => {
  const kept = withSeen(seen, ['01B']);

  expect(readSeen(writeSeen(kept), 0)).toEqual(kept);
  expect(readSeen(null, LEFT_MS)).toEqual(seen);
  expect(readSeen('{"sinceMs":"x"}', LEFT_MS)).toEqual(seen);
});
