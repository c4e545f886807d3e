import { expect, test } from 'vitest';
import { readCommandLine } from './options.ts';

const read = (line: string) => readCommandLine(line.split(' ').filter(Boolean));

test('reads an order of each kind', () => {
  expect(read('sample --rows 500 --delay-ms 5000 --title T').command).toEqual({
    name: 'order',
    order: { title: 'T', definition: { sample: { amountOfRows: 500, delayMs: 5000 } } },
  });
  expect(read('calendar --from 2026-01-01 --to 2026-12-31').command).toEqual({
    name: 'order',
    order: { definition: { calendar: { fromDate: '2026-01-01', toDate: '2026-12-31' } } },
  });
});

test('reads get and list', () => {
  expect(read('get 01ABC --output x.csv')).toMatchObject({
    command: { name: 'get', reportId: '01ABC' },
    options: { output: 'x.csv', force: false },
  });
  expect(read('list --first 5 --status running').command).toEqual({
    name: 'list',
    query: { first: 5, status: 'RUNNING' },
  });
});

test('help wins over everything else', () => {
  expect(read('--help').command.name).toBe('help');
  expect(read('sample -h').command.name).toBe('help');
});

test.each([
  ['', 'Say which report to make'],
  ['nonsense', 'There is no command nonsense'],
  ['constructor', 'There is no command constructor'],
  ['sample', 'sample needs --rows'],
  ['sample --rows many', '--rows must be a whole number, not many'],
  ['sample --rows 1.5', '--rows must be a whole number, not 1.5'],
  ['sample --rows -5', '--rows must be a whole number, not -5'],
  ['sample --rows 99999999999', '--rows must be a whole number, not 99999999999'],
  ['sample --rows 5 --from 2026-01-01', '--from is not an option of sample'],
  ['sample --rows 5 more', 'more is one word too many'],
  ['sample --rows 5 --nonsense', "Unknown option '--nonsense'"],
  ['calendar --from 2026-01-01', 'calendar needs --to'],
  ['calendar --from 1.1.2026 --to 2026-12-31', '--from must be a day as YYYY-MM-DD, not 1.1.2026'],
  ['get', "get needs the report's id"],
  ['list --status done', '--status must be one of queued, running,'],
  ['list --output x', '--output is not an option of list'],
  ['list --url http://a --config b', 'Give --url or --config, not both'],
])('%s: %s', (line, message) => {
  expect(() => read(line)).toThrow(message);
});
