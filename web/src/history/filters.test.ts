import { expect, test } from 'vitest';
import { filterRows, NO_FILTERS, readFilters, writeFilters, type Filters } from './filters.ts';
import type { Row } from './rows.ts';

const NOW_MS = Date.UTC(2026, 10, 20);

function row(reportId: string, title: string, definition: object, problem?: string): Row {
  return {
    reportId,
    report: undefined,
    order: { title, definition } as Row['order'],
    heardAtMs: NOW_MS,
    isCancelling: false,
    problem,
    toldPercent: 0,
  };
}

const rows = [
  row('01A', 'May in Berlin', { sample: { amountOfRows: 500 } }),
  row('01B', 'June', { calendar: { fromDate: '2026-06-01', toDate: '2026-06-30' } }),
  row('01C', 'May again', { sample: { amountOfRows: 7 } }, 'No network.'),
];
const found = (changes: Partial<Filters>) =>
  filterRows(rows, { ...NO_FILTERS, ...changes }, NOW_MS).map(({ reportId }) => reportId);

test('filters go into an address and come back', () => {
  const filters: Filters = { state: 'under-way', kind: 'sample', text: 'a b & c', page: 3 };

  expect(writeFilters(filters)).toBe('?state=under-way&kind=sample&text=a+b+%26+c&page=3');
  expect(readFilters(writeFilters(filters))).toEqual(filters);
  expect(writeFilters(NO_FILTERS)).toBe('');
});

test.each(['?page=-1', '?page=x', '?state=lost', '?page=1.5', ''])(
  'an address with %j shows the whole list',
  (search) => {
    expect(readFilters(search)).toEqual(NO_FILTERS);
  },
);

test('every word of the text must be in the name or the parameters', () => {
  expect(found({ text: 'may' })).toEqual(['01A', '01C']);
  expect(found({ text: ' MAY  berlin' })).toEqual(['01A']);
  expect(found({ text: '7 rows' })).toEqual(['01C']);
});

test('state and kind narrow the list together', () => {
  expect(found({ kind: 'sample' })).toEqual(['01A', '01C']);
  expect(found({ kind: 'sample', state: 'failed' })).toEqual(['01C']);
  expect(found({ state: 'under-way' })).toEqual(['01A', '01B']);
  expect(found({})).toHaveLength(3);
});
