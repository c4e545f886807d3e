import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ReportError } from '../errors.ts';
import { createTimeZone } from './time-zone.ts';

const MINUTE_MS = 60_000;

test('clocks change at the moment they change, not at the hour they change in', () => {
  const berlin = createTimeZone('Europe/Berlin');
  const change = Date.UTC(2024, 2, 31, 1);
  // Half an hour, at half past one by its own clocks: 15:30 UTC.
  const lordHowe = createTimeZone('Australia/Lord_Howe');
  const halfChange = Date.UTC(2024, 9, 5, 15, 30);

  expect(berlin.offsetMs(change - 1)).toBe(60 * MINUTE_MS);
  expect(berlin.offsetMs(change)).toBe(120 * MINUTE_MS);
  expect(lordHowe.offsetMs(halfChange - 1)).toBe(630 * MINUTE_MS);
  expect(lordHowe.offsetMs(halfChange)).toBe(660 * MINUTE_MS);
});

test('offsets of long ago have their seconds', () => {
  expect(createTimeZone('Africa/Monrovia').offsetMs(Date.UTC(1971, 0, 1))).toBe(
    -(44 * 60 + 30) * 1000,
  );
});

test('a moment reads as the platform formats it, whatever was asked before', () => {
  const names = ['America/New_York', 'Asia/Kathmandu', 'Africa/Casablanca', 'Pacific/Apia', 'UTC'];
  const zones = names.map((name) => ({
    zone: createTimeZone(name),
    // Swedish writes dates as ISO 8601 does.
    format: new Intl.DateTimeFormat('sv-SE', {
      timeZone: name,
      dateStyle: 'short',
      timeStyle: 'medium',
    }),
  }));
  const moments = fc.integer({ min: Date.UTC(1975, 0), max: Date.UTC(2037, 0) });

  fc.assert(
    fc.property(fc.constantFrom(...zones), moments, ({ zone, format }, moment) => {
      const shown = new Date(moment + zone.offsetMs(moment)).toISOString();
      expect(shown.slice(0, 19).replace('T', ' ')).toBe(format.format(moment));
    }),
    { numRuns: 500 },
  );
});

test('UTC by any of its names is UTC, and a name nobody has is the owner\u2019s mistake', () => {
  expect(createTimeZone('Etc/UTC').isUtc).toBe(true);
  expect(createTimeZone('Europe/London').isUtc).toBe(false);
  expect(() => createTimeZone('Mars/Olympus')).toThrow(ReportError);
});
