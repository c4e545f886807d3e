import { expect, test } from 'vitest';
import { reportFileName } from './file-name.ts';

const REPORT = { reportId: '01ARZ3NDEKTSV4RRFFQ69G5FAV', timeZone: 'Europe/Berlin' };

test('a report of a period names it and its zone', () => {
  expect(
    reportFileName({
      ...REPORT,
      kind: 'flightDelays',
      definition: { flightDelays: { fromDate: '2001-01-01', toDate: '2001-03-31' } },
      objectKey: 'reports/owner/01ARZ/1.csv.gz',
    }),
  ).toBe('flightDelays_2001-01-01_2001-03-31_Europe-Berlin_9G5FAV.csv.gz');
});

test('a report without a period is its kind and id', () => {
  expect(
    reportFileName({
      ...REPORT,
      kind: 'sample',
      definition: { sample: { amountOfRows: 5 } },
      objectKey: 'reports/owner/01ARZ/1.xlsx',
    }),
  ).toBe('sample_9G5FAV.xlsx');
});
