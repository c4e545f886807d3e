import { expect, test } from 'vitest';
import { definitionOf } from './definition.ts';
import { describe as describeOrder } from './describe.ts';

const sample = { sample: { amountOfRows: 500, delayMs: 5000 } };

test('an order without a name is called by its kind and parameters', () => {
  expect(describeOrder({ definition: sample })).toEqual({
    name: 'Sample, 500 rows',
    details: 'Spread over 5 s',
  });
  expect(
    describeOrder({ definition: { calendar: { fromDate: '2026-01-01', toDate: '2026-12-31' } } }),
  ).toEqual({ name: 'Calendar, 1 Jan 2026 to 31 Dec 2026', details: '' });
});

test('an order with a name keeps its parameters as details', () => {
  expect(describeOrder({ title: 'Furniture', definition: sample })).toEqual({
    name: 'Furniture',
    details: 'Sample, 500 rows, spread over 5 s',
  });
});

test('a kind added later is still described', () => {
  expect(describeOrder({ definition: { trainDelays: { year: 2001, line: 'A' } } })).toEqual({
    name: 'Train delays',
    details: 'Year 2001, line "A"',
  });
});

test('flights are called by their days; state and minimum are details, when there are any', () => {
  const days = { fromDate: '2001-01-01', toDate: '2001-06-30' };

  expect(
    describeOrder({ definition: { flightDelays: { ...days, state: 'CA', minimumFlights: 1000 } } }),
  ).toEqual({
    name: 'Flight delays, 1 Jan 2001 to 30 Jun 2001',
    details: 'From CA only, airports with 1,000 flights or more',
  });
  expect(
    describeOrder({ definition: { flightDelays: { ...days, state: null, minimumFlights: 1 } } })
      .details,
  ).toBe('');
  expect(describeOrder({ definition: { flightDetails: { ...days, state: null } } }).name).toBe(
    'Flight details, 1 Jan 2001 to 30 Jun 2001',
  );
});

test('a definition that is no JSON object leaves a describable report', () => {
  expect(describeOrder({ definition: definitionOf({ definition: 'null' }) }).name).toBe('Report');
  expect(describeOrder({ definition: definitionOf({ definition: '{' }) }).name).toBe('Report');
});
