import { expect, test } from 'vitest';
import { helpOf, helpTogether, inWords, labelOf } from './labels.ts';

test.each([
  ['delayMs', 'Delay, in milliseconds'],
  ['minimumFlights', 'Minimum flights'],
  ['amountOfRows', 'Number of rows'],
  ['seconds', 'Seconds'],
])('the label of %s is %j', (name, label) => {
  expect(labelOf(name)).toBe(label);
});

test.each([
  ['flightDelays', 'Flight delays'],
  ['FIRST_CLASS', 'First class'],
])('%s reads %j', (name, words) => {
  expect(inWords(name)).toBe(words);
});

test('help says days and inputs as the page does', () => {
  expect(helpOf('The first day, as YYYY-MM-DD. At most 2 years after `fromDate`.')).toBe(
    'The first day. At most 2 years after “First day”.',
  );
  expect(helpOf('The data covers 2001-01-01 to 2001-06-30.')).toBe(
    'The data covers 1 Jan 2001 to 30 Jun 2001.',
  );
});

test('what is true of both ends of a period is said once, last', () => {
  expect(helpTogether(['First. Covered.', 'Last. Covered.'])).toBe('First. Last. Covered.');
  expect(helpTogether(['Only one. Covered.'])).toBe('Only one. Covered.');
});
