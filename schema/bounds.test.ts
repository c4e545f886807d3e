import { expect, test } from 'vitest';
import { boundsOf } from './bounds.ts';

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
