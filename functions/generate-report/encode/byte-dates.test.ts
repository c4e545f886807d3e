import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTimeZone } from '../pipeline/time-zone.ts';
import { MAX_DAYS, writeDate, writeIsoTimestamp, writePlainTimestamp } from './byte-dates.ts';

const DAY_MS = 86_400_000;
const buffer = Buffer.alloc(64);
const zones = ['UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Africa/Monrovia'].map(createTimeZone);

function written(write: (offset: number) => number): string {
  return buffer.toString('latin1', 0, write(0));
}

test('every date there is reads as JavaScript writes it', () => {
  const days = fc.oneof(
    fc.integer({ min: -800_000, max: 800_000 }),
    fc.integer({ min: -MAX_DAYS, max: MAX_DAYS }),
  );

  fc.assert(
    fc.property(days, (day) => {
      const [date] = new Date(day * DAY_MS).toISOString().split('T');
      expect(written((offset) => writeDate(buffer, offset, day))).toBe(date);
    }),
    { numRuns: 5000 },
  );
});

test('a timestamp read back is the same moment, in every zone', () => {
  const moments = fc.integer({ min: Date.UTC(0, 0), max: Date.UTC(9999, 0) });

  fc.assert(
    fc.property(moments, fc.constantFrom(...zones), (moment, zone) => {
      const text = written((offset) => writeIsoTimestamp(buffer, offset, moment, zone));
      expect(Date.parse(text)).toBe(moment);
    }),
    { numRuns: 2000 },
  );
});

test('timestamps show the clocks of the zone', () => {
  const moment = Date.UTC(2024, 2, 31, 1, 2, 3, 45);
  const berlin = createTimeZone('Europe/Berlin');
  const iso = (zone: (typeof zones)[number], epochMs: number) =>
    written((offset) => writeIsoTimestamp(buffer, offset, epochMs, zone));

  expect(iso(createTimeZone('UTC'), moment)).toBe('2024-03-31T01:02:03.045Z');
  expect(iso(berlin, moment)).toBe('2024-03-31T03:02:03.045+02:00');
  expect(iso(berlin, moment - 3_600_000)).toBe('2024-03-31T01:02:03.045+01:00');
  expect(iso(createTimeZone('America/St_Johns'), -1)).toBe('1969-12-31T20:29:59.999-03:30');
  expect(written((offset) => writePlainTimestamp(buffer, offset, moment, berlin))).toBe(
    '2024-03-31 03:02:03',
  );
});
