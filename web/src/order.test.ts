import { describe, expect, test } from 'vitest';
import { firstDraft, type OrderDraft } from './draft.ts';
import { checkDraft, orderKey } from './order.ts';

const NOW_MS = Date.UTC(2026, 5, 15);

function draft(changes: Partial<OrderDraft> = {}): OrderDraft {
  return { ...firstDraft(NOW_MS, 'Europe/Berlin'), ...changes };
}

function problemsOf(changes: Partial<OrderDraft>) {
  const checked = checkDraft(draft(changes));
  return 'problems' in checked ? checked.problems : {};
}

const CSV = {
  format: 'CSV',
  csv: { dialect: 'RFC4180', delimiter: ',' },
  timeZone: 'Europe/Berlin',
};

test('the first draft can be sent as it is', () => {
  expect(checkDraft(draft())).toEqual({
    order: { definition: { sample: { amountOfRows: 500, delayMs: 5000 } }, ...CSV },
  });
});

test('the calendar draft is this year, and says nothing of the sample fields', () => {
  expect(checkDraft(draft({ kind: 'calendar', amountOfRows: 'x' }))).toEqual({
    order: { definition: { calendar: { fromDate: '2026-01-01', toDate: '2026-12-31' } }, ...CSV },
  });
});

describe('flights', () => {
  const days = { fromDate: '2001-01-01', toDate: '2001-06-30' };

  test('both kinds start with all the days there are and every state', () => {
    expect(checkDraft(draft({ kind: 'flightDelays' }))).toMatchObject({
      order: { definition: { flightDelays: { ...days, minimumFlights: 1 } } },
    });
    expect(checkDraft(draft({ kind: 'flightDetails', minimumFlights: 'x' }))).toEqual({
      order: { definition: { flightDetails: days }, ...CSV },
    });
  });

  test('a state may be typed in small letters and with blanks around', () => {
    expect(checkDraft(draft({ kind: 'flightDetails', state: ' ca ' }))).toHaveProperty(
      'order.definition.flightDetails.state',
      'CA',
    );
  });

  test.each(['C', 'CAL', 'C1', 'Ä1', 'C A'])('%j is refused as a state', (state) => {
    expect(problemsOf({ kind: 'flightDetails', state })).toEqual({
      state: 'Enter a US state as two letters, for example CA, or nothing.',
    });
  });

  test('days the data does not cover are refused at their field', () => {
    const wanted = 'Choose a day from 1 Jan 2001 to 30 Jun 2001.';

    expect(problemsOf({ kind: 'flightDelays', flightsFrom: '2000-12-31' })).toEqual({
      flightsFrom: wanted,
    });
    expect(problemsOf({ kind: 'flightDelays', flightsTo: '2001-07-01' })).toEqual({
      flightsTo: wanted,
    });
    expect(problemsOf({ kind: 'flightDelays', flightsTo: '' })).toEqual({
      flightsTo: 'Choose the last day.',
    });
  });

  test('the fewest flights of an airport are one', () => {
    expect(problemsOf({ kind: 'flightDelays', minimumFlights: '0' })).toEqual({
      minimumFlights: 'Enter at least 1.',
    });
    expect(problemsOf({ kind: 'flightDelays', minimumFlights: '' })).toEqual({
      minimumFlights: 'Enter a number of flights, 1 or more.',
    });
    expect(problemsOf({ kind: 'flightDetails', minimumFlights: '0' })).toEqual({});
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
    expect(problemsOf({ kind, calendarFrom: '' })).toEqual({
      calendarFrom: 'Choose the first day.',
    });
  });

  test('the last day may be the first day and not before it', () => {
    const calendarFrom = '2026-02-01';

    expect(problemsOf({ kind, calendarFrom, calendarTo: calendarFrom })).toEqual({});
    expect(problemsOf({ kind, calendarFrom, calendarTo: '2026-01-31' })).toEqual({
      calendarTo: 'Choose a day on or after the first day, 1 Feb 2026.',
    });
  });

  test('the range ends at the API’s 73,050 days', () => {
    const calendarFrom = '2026-01-01';

    expect(problemsOf({ kind, calendarFrom, calendarTo: '2226-01-03' })).toEqual({});
    expect(problemsOf({ kind, calendarFrom, calendarTo: '2226-01-04' })).toEqual({
      calendarTo: 'Choose a day at most 200 years after the first day.',
    });
  });

  test('years the API cannot read are refused', () => {
    expect(problemsOf({ kind, calendarTo: '12026-01-01' })).toHaveProperty('calendarTo');
    expect(problemsOf({ kind, calendarFrom: '0000-01-01' })).toHaveProperty('calendarFrom');
  });
});

test('orders of the same file have the same key, whatever their names', () => {
  const keyOf = (changes: Partial<OrderDraft>) => {
    const checked = checkDraft(draft(changes));
    return 'order' in checked ? orderKey(checked.order) : undefined;
  };

  expect(keyOf({ title: 'May' })).toBe(keyOf({}));
  expect(keyOf({ file: 'pdf' })).not.toBe(keyOf({}));
  expect(keyOf({ delimiter: ';' })).not.toBe(keyOf({}));
});
