import { expect, test } from 'vitest';
import {
  formatAgo,
  formatBytes,
  formatCount,
  formatDay,
  formatDuration,
  formatLikelySeconds,
  formatTicking,
} from './format.ts';

test('counts are grouped and agree in number', () => {
  expect(formatCount(0, 'row')).toBe('0 rows');
  expect(formatCount(1, 'row')).toBe('1 row');
  expect(formatCount(84_211, 'row')).toBe('84,211 rows');
});

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1 kB'],
  [12_345, '12.3 kB'],
  [345_678, '346 kB'],
  [1_234_567, '1.2 MB'],
  [5_000_000_000_000_000, '5,000 TB'],
])('%d bytes read as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test.each([
  [-500, '0 s'],
  [0, '0 s'],
  [3, '0.1 s'],
  [420, '0.4 s'],
  [9_900, '9.9 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [125_000, '2 min 5 s'],
  [3_780_000, '1 h 3 min'],
])('%d ms read as %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});

test('a ticking duration has whole seconds only', () => {
  expect(formatTicking(1_990)).toBe('1 s');
});

test.each([
  [-60, 'just now'],
  [9, 'just now'],
  [25, '25 s ago'],
  [150, '2 min ago'],
  [7_300, '2 h ago'],
  [86_400, '1 day ago'],
  [400_000, '4 days ago'],
])('%d seconds back read as %s', (seconds, text) => {
  const nowMs = Date.UTC(2026, 10, 20);

  expect(formatAgo(nowMs - seconds * 1000, nowMs)).toBe(text);
});

test('a day is the same day in every zone', () => {
  expect(formatDay('2026-01-01')).toBe('1 Jan 2026');
  expect(formatDay('0001-01-01')).toBe('1 Jan 1');
  expect(formatDay('not a day')).toBe('not a day');
});

test.each([
  [0, 'a moment'],
  [1.9, 'a moment'],
  [6, '4 to 8 s'],
  [45, '35 to 60 s'],
  [100, '1 to 3 min'],
  [1200, '16 to 26 min'],
  [9000, '2 to 4 h'],
])('%d likely seconds are %j', (seconds, words) => {
  expect(formatLikelySeconds(seconds)).toBe(words);
});
