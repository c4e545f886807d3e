import { expect, test } from 'vitest';
import { makeReportId } from './report-id.ts';

test('the first ten characters are the time as the ULID specification writes it', () => {
  // documented: https://github.com/ulid/spec, whose example is ulid(1469918176385)
  expect(makeReportId(1_469_918_176_385).slice(0, 10)).toBe('01ARYZ6S41');
});

test('ids are ULIDs the server takes, sort by time and differ within a millisecond', () => {
  const ids = Array.from({ length: 100 }, () => makeReportId(1_800_000_000_000));

  expect(new Set(ids).size).toBe(100);
  for (const id of ids) expect(id).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  expect(makeReportId(1_800_000_000_001) > (ids.sort().at(-1) ?? '')).toBe(true);
});
