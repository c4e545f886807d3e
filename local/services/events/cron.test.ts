import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCron } from './cron.ts';

const MINUTE_MS = 60_000;

function times(fields: string, after: string, count: number): (string | undefined)[] {
  const next = parseCron(fields);
  let atMs: number | undefined = Date.parse(after);
  return Array.from({ length: count }, () => {
    atMs = atMs === undefined ? undefined : next(atMs);
    return atMs === undefined ? undefined : new Date(atMs).toISOString().slice(0, 16);
  });
}

// The examples of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html and their like.
test.each([
  ['0 10 * * ? *', ['2026-11-26T10:00', '2026-11-27T10:00']],
  ['15 12 * * ? *', ['2026-11-26T12:15', '2026-11-27T12:15']],
  [
    '0 18 ? * MON-FRI *',
    ['2026-11-25T18:00', '2026-11-26T18:00', '2026-11-27T18:00', '2026-11-30T18:00'],
  ],
  ['0 8 1 * ? *', ['2026-12-01T08:00', '2027-01-01T08:00']],
  [
    '0/15 * * * ? *',
    ['2026-11-25T15:15', '2026-11-25T15:30', '2026-11-25T15:45', '2026-11-25T16:00'],
  ],
  ['0/5 8-17 ? * MON-FRI *', ['2026-11-25T15:10', '2026-11-25T15:15']],
  ['0/30 20-2 ? * MON-FRI *', ['2026-11-25T20:00', '2026-11-25T20:30']],
  ['15 10 ? * 6L 2026-2028', ['2026-11-27T10:15', '2026-12-25T10:15', '2027-01-29T10:15']],
  ['0 0 ? * 3#2 *', ['2026-12-08T00:00', '2027-01-12T00:00']],
  ['0 0 ? * FRI#5 *', ['2027-01-29T00:00', '2027-04-30T00:00']],
  ['0 0 L * ? *', ['2026-11-30T00:00', '2026-12-31T00:00', '2027-01-31T00:00', '2027-02-28T00:00']],
  ['0 0 LW * ? *', ['2026-11-30T00:00', '2026-12-31T00:00', '2027-01-29T00:00']],
  ['0 0 ? * L *', ['2026-11-28T00:00', '2026-12-05T00:00']],
  ['0 0 3W * ? *', ['2026-12-03T00:00', '2027-01-04T00:00', '2027-02-03T00:00']],
  ['0 0 1W MAY,AUG ? 2027', ['2027-05-03T00:00', '2027-08-02T00:00', undefined]],
  ['0 0 31W * ? *', ['2026-12-31T00:00', '2027-01-29T00:00', '2027-03-31T00:00']],
  [
    '0 0 ? * FRI-MON *',
    [
      '2026-11-27T00:00',
      '2026-11-28T00:00',
      '2026-11-29T00:00',
      '2026-11-30T00:00',
      '2026-12-04T00:00',
    ],
  ],
  ['59 23 29 FEB ? *', ['2028-02-29T23:59', '2032-02-29T23:59']],
  [
    '1,2,59 0 1 1 ? *',
    ['2027-01-01T00:01', '2027-01-01T00:02', '2027-01-01T00:59', '2028-01-01T00:01'],
  ],
  ['0 0 30 FEB ? *', [undefined]],
  ['0 0 1 1 ? 2020', [undefined]],
])('cron(%s) means these times', (fields, expected) => {
  expect(times(fields, '2026-11-25T15:07:09Z', expected.length)).toEqual(expected);
});

test.each([
  ['0 0 * * *', 'cron takes six fields, not 5'],
  ['0 0 * * * *', 'one of day-of-month and day-of-week must be ?, and the other must not'],
  ['0 0 ? * ? *', 'one of day-of-month and day-of-week must be ?, and the other must not'],
  ['60 0 * * ? *', '"60" is no value for minutes (0 to 59)'],
  ['0 24 * * ? *', '"24" is no value for hours (0 to 23)'],
  ['0 0 32 * ? *', '"32" is no value for day-of-month (1 to 31)'],
  ['0 0 * JANUARY ? *', '"JANUARY" is no value for month (1 to 12)'],
  ['0 0 ? * 0 *', '"0" is no value for day-of-week (1 to 7)'],
  ['0 0 ? * 3#6 *', '"3#6" is no value for day-of-week (1 to 7)'],
  ['0 0 ? * 3#1,6#3 *', 'day-of-week takes only one expression when it has a #'],
  ['0 0 * * ? 2200', '"2200" is no value for year (1970 to 2199)'],
  ['0 0 * * ? 2030-2020', '"2030-2020" is no value for year (1970 to 2199)'],
  ['0/0 0 * * ? *', '"0/0" is no value for minutes (0 to 59)'],
  ['? 0 * * ? *', '"?" is no value for minutes (0 to 59)'],
  ['1-2-3 0 * * ? *', '"1-2-3" is no value for minutes (0 to 59)'],
  ['0 0 W * ? *', '"W" is no value for day-of-month (1 to 31)'],
])('cron(%s) is refused: %s', (fields, message) => {
  expect(() => parseCron(fields)).toThrow(message);
});

test('whatever is asked, the next time is later, on a whole minute, and its own field values', () => {
  const minute = fc.integer({ min: 0, max: 59 });
  const hour = fc.integer({ min: 0, max: 23 });
  const after = fc.date({
    min: new Date('2000-01-01'),
    max: new Date('2100-01-01'),
    noInvalidDate: true,
  });

  fc.assert(
    fc.property(minute, hour, after, (m, h, date) => {
      const next = parseCron(`${m} ${h} * * ? *`)(date.getTime()) ?? NaN;
      expect(next - date.getTime()).toBeGreaterThan(0);
      expect(next - date.getTime()).toBeLessThanOrEqual(24 * 60 * MINUTE_MS);
      expect(next % MINUTE_MS).toBe(0);
      expect([new Date(next).getUTCHours(), new Date(next).getUTCMinutes()]).toEqual([h, m]);
    }),
  );
});
