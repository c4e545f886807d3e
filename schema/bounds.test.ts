import { expect, test } from 'vitest';
import { boundsOf, enginesIn, withoutEngines } from './bounds.ts';

test.each([
  ['Rows to write, 0 to 10,000,000.', { min: 0, max: 10_000_000 }],
  ['Leaves out airports with fewer flights than this, 1 or more.', { min: 1 }],
  ['The data covers 2001-01-01 to 2001-06-30.', { firstDay: '2001-01-01', lastDay: '2001-06-30' }],
  [
    'The last day. At most 200 years after `fromDate`.',
    { yearsAfter: { years: 200, field: 'fromDate' } },
  ],
  ['Only this state, two letters, for example CA.', { letters: 2, example: 'CA' }],
  ['A name for people, at most 120 characters.', { maxCharacters: 120 }],
  ['The IANA time zone, for example Europe/Berlin.', { example: 'Europe/Berlin' }],
  ['The first day, inclusive, as YYYY-MM-DD.', {}],
  ['', {}],
])('%j tells its bounds', (doc, bounds) => {
  expect(boundsOf(doc)).toEqual(bounds);
});

test('the engines of a kind are those its description names, the usual first', () => {
  expect(enginesIn('One row per flight. Made by DUCKDB or ATHENA.')).toEqual(['DUCKDB', 'ATHENA']);
  expect(withoutEngines('One row per flight. Made by DUCKDB or ATHENA.')).toBe(
    'One row per flight.',
  );
  expect(enginesIn('What a kind is made by is not said here.')).toEqual([]);
});
