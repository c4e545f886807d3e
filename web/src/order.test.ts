import { describe, expect, test } from 'vitest';
import { checkDraft, expectation, firstDraft, type OrderDraft } from './order.ts';

const NOW_MS = Date.UTC(2026, 5, 15);

function draft(changes: Partial<OrderDraft> = {}): OrderDraft {
  return { ...firstDraft(NOW_MS), ...changes };
}

function problemsOf(changes: Partial<OrderDraft>) {
  const checked = checkDraft(draft(changes));
  return 'problems' in checked ? checked.problems : {};
}

test('the first draft can be sent as it is', () => {
  expect(checkDraft(draft())).toEqual({
    order: { definition: { sample: { amountOfRows: 500, delayMs: 5000 } } },
  });
});

test('the calendar draft is this year, and says nothing of the sample fields', () => {
  expect(checkDraft(draft({ kind: 'calendar', amountOfRows: 'x' }))).toEqual({
    order: { definition: { calendar: { fromDate: '2026-01-01', toDate: '2026-12-31' } } },
  });
});

test('a name is trimmed, and left out when blank', () => {
  expect(checkDraft(draft({ title: '  May  ' }))).toHaveProperty('order.title', 'May');
  expect(checkDraft(draft({ title: '   ' }))).not.toHaveProperty('order.title');
});

test('a name that is too long says by how much', () => {
  expect(problemsOf({ title: 'x'.repeat(121) })).toEqual({
    title: 'Shorten the name by 1 character.',
  });
});

describe('whole numbers', () => {
  test.each([
    ['0', 0],
    ['10000', 10_000],
    [' 10,000 ', 10_000],
    ['10 000 000', 10_000_000],
  ])('%j is %d', (amountOfRows, value) => {
    expect(checkDraft(draft({ amountOfRows }))).toHaveProperty(
      'order.definition.sample.amountOfRows',
      value,
    );
  });

  test.each(['1.000', '1,00', '-1', '1e3', 'many', '٣'])(
    '%j is refused with an example',
    (text) => {
      expect(problemsOf({ amountOfRows: text })).toEqual({
        amountOfRows: 'Enter a whole number of rows, for example 500.',
      });
    },
  );

  test('nothing typed asks for a number and names its bounds', () => {
    expect(problemsOf({ delayMs: ' ' })).toEqual({
      delayMs: 'Enter a number of milliseconds, 0 to 840,000.',
    });
  });

  test('a number above the bound names the bound', () => {
    expect(problemsOf({ amountOfRows: '10000001', delayMs: '840001' })).toEqual({
      amountOfRows: 'Enter at most 10,000,000 rows.',
      delayMs: 'Enter at most 840,000 milliseconds.',
    });
  });
});

describe('days', () => {
  const kind = 'calendar';

  test('a missing day is asked for once, at its own field', () => {
    expect(problemsOf({ kind, fromDate: '' })).toEqual({ fromDate: 'Choose the first day.' });
  });

  test('the last day may be the first day and not before it', () => {
    const fromDate = '2026-02-01';

    expect(problemsOf({ kind, fromDate, toDate: fromDate })).toEqual({});
    expect(problemsOf({ kind, fromDate, toDate: '2026-01-31' })).toEqual({
      toDate: 'Choose a day on or after the first day, 1 Feb 2026.',
    });
  });

  test('the range ends at the API’s 73,050 days', () => {
    const fromDate = '2026-01-01';

    expect(problemsOf({ kind, fromDate, toDate: '2226-01-03' })).toEqual({});
    expect(problemsOf({ kind, fromDate, toDate: '2226-01-04' })).toEqual({
      toDate: 'Choose a day at most 200 years after the first day.',
    });
  });

  test('years the API cannot read are refused', () => {
    expect(problemsOf({ kind, toDate: '12026-01-01' })).toHaveProperty('toDate');
    expect(problemsOf({ kind, fromDate: '0000-01-01' })).toHaveProperty('fromDate');
  });
});

test('the form says what it will give, and nothing while it has problems', () => {
  expect(expectation(draft())).toBe('500 rows, in about 5 s.');
  expect(expectation(draft({ delayMs: '0', amountOfRows: '1' }))).toBe(
    '1 row, as fast as possible.',
  );
  expect(expectation(draft({ kind: 'calendar' }))).toBe('365 rows, one for each day.');
  expect(expectation(draft({ delayMs: '' }))).toBeUndefined();
});
