import { expect, test } from 'vitest';
import { parseExpression } from './expression.ts';

test.each([
  ['rate(1 minute)', 60_000],
  ['rate(5 minutes)', 300_000],
  ['rate(1 hour)', 3_600_000],
  ['rate(7 days)', 604_800_000],
])('%s is a period', (expression, everyMs) => {
  expect(parseExpression(expression, 'rule')).toEqual({ kind: 'rate', everyMs });
});

test.each([
  ['rate(1 minutes)', 'a rate of 1 takes minute'],
  ['rate(5 minute)', 'a rate of 5 takes minutes'],
  ['rate(0 minutes)', 'rate takes a positive number and minute(s), hour(s) or day(s)'],
  ['rate(30 seconds)', 'rate takes a positive number and minute(s), hour(s) or day(s)'],
  ['at(2026-11-25T00:00:00)', 'it is neither rate(...) nor cron(...)'],
  ['every minute', 'it is neither rate(...) nor cron(...)'],
])('a rule with %s is refused: %s', (expression, message) => {
  expect(() => parseExpression(expression, 'rule')).toThrow(message);
});

test('Scheduler takes either form of a unit', () => {
  const minute = { kind: 'rate', everyMs: 60_000 };

  expect(parseExpression('rate(1 minutes)', 'scheduler')).toEqual(minute);
  expect(parseExpression('rate(1 minute)', 'scheduler')).toEqual(minute);
});

test('at(...) is one time in UTC, and none once that has passed', () => {
  const when = parseExpression('at(2026-11-25T16:00:30)', 'scheduler');
  const atMs = Date.UTC(2026, 10, 25, 16, 0, 30);
  const next = (afterMs: number) => (when.kind === 'times' ? when.next(afterMs) : NaN);

  expect(next(atMs - 1)).toBe(atMs);
  expect(next(atMs)).toBeUndefined();
  expect(() => parseExpression('at(tomorrow)', 'scheduler')).toThrow(
    'at takes yyyy-mm-ddThh:mm:ss',
  );
  expect(() => parseExpression('at(2026-13-01T00:00:00)', 'scheduler')).toThrow('at takes');
});
