import { expect, test } from 'vitest';
import { definitionOf, describe as describeOrder } from './describe.ts';

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
  expect(describeOrder({ definition: { flightDelays: { year: 2001, carrier: 'AA' } } })).toEqual({
    name: 'Flight delays',
    details: 'Year 2001, carrier "AA"',
  });
});

test('a definition that is no JSON object leaves a describable report', () => {
  expect(describeOrder({ definition: definitionOf({ definition: 'null' }) }).name).toBe('Report');
  expect(describeOrder({ definition: definitionOf({ definition: '{' }) }).name).toBe('Report');
});
