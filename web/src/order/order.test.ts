import { describe, expect, test } from 'vitest';
import { draftOf, firstDraft, type OrderDraft } from './draft.ts';
import { ORDER_KINDS } from './inputs.ts';
import { checkDraft, isRepeated, orderKey } from './order.ts';
import type { Report } from '../../../client/index.ts';

const NOW_MS = Date.UTC(2026, 5, 15);

/** A draft with other values of a kind's inputs. */
function draft(
  changes: Partial<OrderDraft> = {},
  values: Readonly<Record<string, string>> = {},
): OrderDraft {
  const first = firstDraft(NOW_MS, 'Europe/Berlin');
  const kind = changes.kind ?? first.kind;
  const typed: Record<string, string> = {};
  for (const [name, text] of Object.entries(values))
    typed[`input.definition.${kind}.${name}`] = text;
  return { ...first, ...changes, values: { ...first.values, ...typed } };
}

function problemsOf(kind: string, values: Readonly<Record<string, string>>) {
  const checked = checkDraft(draft({ kind }, values));
  const problems = 'problems' in checked ? checked.problems : {};
  const byName: Record<string, string> = {};
  for (const [path, problem] of Object.entries(problems)) {
    byName[path.split('.').at(-1) ?? ''] = problem;
  }
  return byName;
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

test('the first draft of every kind of the schema can be sent', () => {
  for (const { name } of ORDER_KINDS) {
    expect(checkDraft(draft({ kind: name }))).toHaveProperty(`order.definition.${name}`);
  }
});

test('the calendar draft is this year, and says nothing of the sample fields', () => {
  const year = { fromDate: '2026-01-01', toDate: '2026-12-31' };

  expect(checkDraft(draft({ kind: 'calendar' }))).toEqual({
    order: { definition: { calendar: year }, ...CSV },
  });
});

describe('flights', () => {
  const days = { fromDate: '2001-01-01', toDate: '2001-06-30' };

  test('both kinds start with all the days the schema says there are, and every state', () => {
    expect(checkDraft(draft({ kind: 'flightDelays' }))).toMatchObject({
      order: { definition: { flightDelays: { ...days, minimumFlights: 1 } } },
    });
    expect(checkDraft(draft({ kind: 'flightDetails' }))).toEqual({
      order: { definition: { flightDetails: days }, ...CSV },
    });
  });

  test('a state may be typed in small letters and with blanks around', () => {
    expect(checkDraft(draft({ kind: 'flightDetails' }, { state: ' ca ' }))).toHaveProperty(
      'order.definition.flightDetails.state',
      'CA',
    );
  });

  test.each(['C', 'CAL', 'C1', 'Ä1', 'C A'])('%j is refused as a state', (state) => {
    expect(problemsOf('flightDetails', { state })).toEqual({
      state: 'Enter 2 letters, for example CA, or nothing.',
    });
  });

  test('days the data does not cover are refused at their field, with the days it does', () => {
    const wanted = 'There is no data for that day. Choose one from 1 Jan 2001 to 30 Jun 2001.';

    expect(problemsOf('flightDelays', { fromDate: '2000-12-31' })).toEqual({ fromDate: wanted });
    expect(problemsOf('flightDelays', { toDate: '2001-07-01' })).toEqual({ toDate: wanted });
    expect(problemsOf('flightDelays', { toDate: '' })).toEqual({ toDate: 'Choose a day.' });
  });

  test('the fewest flights of an airport are one', () => {
    expect(problemsOf('flightDelays', { minimumFlights: '0' })).toEqual({
      minimumFlights: 'Enter at least 1.',
    });
    expect(problemsOf('flightDelays', { minimumFlights: '' })).toEqual({
      minimumFlights: 'Enter a whole number, 1 or more.',
    });
  });
});

test('a name is trimmed, and left out when blank', () => {
  expect(checkDraft(draft({ title: '  May  ' }))).toHaveProperty('order.title', 'May');
  expect(checkDraft(draft({ title: '   ' }))).not.toHaveProperty('order.title');
});

test('a name that is too long says by how much', () => {
  expect(checkDraft(draft({ title: 'x'.repeat(121) }))).toEqual({
    problems: { 'input.title': 'Shorten the name by 1 character.' },
  });
});

describe('whole numbers', () => {
  test.each([
    ['0', 0],
    ['10000', 10_000],
    [' 10,000 ', 10_000],
    ['10 000 000', 10_000_000],
  ])('%j is %d', (amountOfRows, value) => {
    expect(checkDraft(draft({}, { amountOfRows }))).toHaveProperty(
      'order.definition.sample.amountOfRows',
      value,
    );
  });

  test.each(['1.000', '1,00', '1e3', 'many', '٣', ' '])('%j is refused with the range', (text) => {
    expect(problemsOf('sample', { amountOfRows: text })).toEqual({
      amountOfRows: 'Enter a whole number, 0 to 10,000,000.',
    });
  });

  test('a number outside the bounds names the bound', () => {
    expect(problemsOf('sample', { amountOfRows: '10000001', delayMs: '-1' })).toEqual({
      amountOfRows: 'Enter at most 10,000,000.',
      delayMs: 'Enter at least 0.',
    });
  });
});

describe('periods', () => {
  const fromDate = '2026-02-01';

  test('a missing day is asked for once, at its own field', () => {
    expect(problemsOf('calendar', { fromDate: '' })).toEqual({ fromDate: 'Choose a day.' });
  });

  test('the last day may be the first day and not before it', () => {
    expect(problemsOf('calendar', { fromDate, toDate: fromDate })).toEqual({});
    expect(problemsOf('calendar', { fromDate, toDate: '2026-01-31' })).toEqual({
      toDate: 'Choose a day on or after the first day, 1 Feb 2026.',
    });
  });

  test('the period ends after the years the schema says', () => {
    expect(problemsOf('calendar', { fromDate, toDate: '2226-02-01' })).toEqual({});
    expect(problemsOf('calendar', { fromDate, toDate: '2226-02-02' })).toEqual({
      toDate: 'Choose a day at most 200 years after the first day.',
    });
  });

  test('years the API cannot read are refused', () => {
    expect(problemsOf('calendar', { toDate: '12026-01-01' })).toHaveProperty('toDate');
    expect(problemsOf('calendar', { fromDate: '0000-01-01' })).toHaveProperty('fromDate');
  });
});

test('what makes the rows is ordered only of kinds that have a choice', () => {
  const order = (kind: string, engine: string) => {
    const checked = checkDraft({ ...firstDraft(NOW_MS, 'UTC'), kind, engine });
    return 'order' in checked ? checked.order.engine : checked.problems;
  };

  expect(order('flightDetails', 'ATHENA')).toBe('ATHENA');
  expect(order('flightDetails', '')).toBeUndefined();
  expect(order('sample', 'ATHENA')).toBeUndefined();
});

test('a report fills the form with what it was asked, to be changed', () => {
  const report = {
    title: 'May',
    definition: '{"flightDelays":{"fromDate":"2001-05-01","toDate":"2001-05-31","state":null}}',
    format: 'CSV',
    csv: { dialect: 'EXCEL', delimiter: ';' },
    gzip: false,
    timeZone: 'Asia/Tokyo',
  } as Report;
  const again = draftOf(report, draft());

  expect(again).toMatchObject({
    kind: 'flightDelays',
    title: 'May',
    file: 'csvForExcel',
    delimiter: ';',
    timeZone: 'Asia/Tokyo',
  });
  expect(again?.values).toMatchObject({
    'input.definition.flightDelays.fromDate': '2001-05-01',
    'input.definition.flightDelays.state': '',
  });
  expect(draftOf({ ...report, definition: '{"gone":{}}' }, draft())).toBeUndefined();
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

test('an order is repeated by the same under its name or none, not under another name', () => {
  const order = { definition: { sample: { amountOfRows: 1 } }, format: 'CSV' } as const;

  expect(isRepeated({ ...order, title: 'May' }, order)).toBe(true);
  expect(isRepeated({ ...order, title: 'May' }, { ...order, title: 'May' })).toBe(true);
  expect(isRepeated({ ...order, title: 'May' }, { ...order, title: 'June' })).toBe(false);
  expect(isRepeated(order, { ...order, format: 'PDF' })).toBe(false);
});
