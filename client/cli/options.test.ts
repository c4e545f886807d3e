import { expect, test } from 'vitest';
import { COMMANDS } from './commands.ts';
import { readCommandLine } from './options.ts';
import { USAGE } from './usage.ts';

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

test('reads an order of each kind of flight report', () => {
  const period = { fromDate: '2001-01-01', toDate: '2001-01-31' };
  const days = '--from 2001-01-01 --to 2001-01-31';

  expect(read(`flight-delays ${days} --state ca --minimum-flights 100`).command).toEqual({
    name: 'order',
    order: { definition: { flightDelays: { ...period, state: 'CA', minimumFlights: 100 } } },
  });
  expect(read(`flight-details ${days}`).command).toEqual({
    name: 'order',
    order: { definition: { flightDetails: period } },
  });
});

test.each([
  ['--format xlsx', { format: 'XLSX' }],
  ['--output a/b.PARQUET', { format: 'PARQUET' }],
  ['-o report.jsonl.gz', { format: 'JSONL', gzip: true }],
  ['-o report.gz', { gzip: true }],
  ['-o report.txt', {}],
  ['-o some.pdf/report', {}],
  ['-o csv', {}],
  ['-o report.xlsx --format csv', { format: 'CSV' }],
  ['--csv-dialect Excel --delimiter ;', { csv: { dialect: 'EXCEL', delimiter: ';' } }],
  ['--delimiter tab', { csv: { delimiter: '\t' } }],
  ['--gzip --time-zone Europe/Berlin', { gzip: true, timeZone: 'Europe/Berlin' }],
])('%s says how the file is written', (line, form) => {
  expect(read(`sample --rows 5 ${line}`).command).toEqual({
    name: 'order',
    order: { definition: { sample: { amountOfRows: 5 } }, ...form },
  });
});

test('an order can be estimated', () => {
  expect(read('sample --rows 5 --estimate --format pdf').command).toEqual({
    name: 'estimate',
    order: { definition: { sample: { amountOfRows: 5 } }, format: 'PDF' },
  });
});

test('reads get, cancel, delete and list', () => {
  expect(read('delete 01ABC').command).toEqual({ name: 'delete', reportId: '01ABC' });
  expect(read('cancel 01ABC').command).toEqual({ name: 'cancel', reportId: '01ABC' });
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
  [
    'calendar --from 2026-02-30 --to 2026-12-31',
    '--from must be a day as YYYY-MM-DD, not 2026-02-30',
  ],
  ['flight-delays --to 2001-01-31', 'flight-delays needs --from'],
  ['flight-details --minimum-flights 5', '--minimum-flights is not an option of flight-details'],
  [
    'flight-details --from 2001-01-01 --to 2001-01-31 --state California',
    '--state must be a US state as two letters, for example CA, not California',
  ],
  [
    'flight-details --from 2001-01-01 --to 2001-01-31 --state=',
    '--state must be a US state as two letters, for example CA, not empty',
  ],
  [
    'sample --rows 5 --format docx',
    '--format must be one of csv, jsonl, xlsx, pdf, parquet, not docx',
  ],
  ['sample --rows 5 --csv-dialect tsv', '--csv-dialect must be one of rfc4180, excel, not tsv'],
  ['sample --rows 5 -o x.xlsx --delimiter ;', '--delimiter is for csv, not for xlsx'],
  ['sample --rows 5 --format pdf --csv-dialect excel', '--csv-dialect is for csv, not for pdf'],
  ['sample --rows 5 --time-zone Europe/Bonn', '--time-zone must be an IANA time zone, for example'],
  ['cancel', "cancel needs the report's id"],
  ['cancel 01ABC 01DEF', '01DEF is one word too many'],
  ['cancel 01ABC --estimate', '--estimate is not an option of cancel'],
  ['get', "get needs the report's id"],
  ['list --status done', '--status must be one of queued, running,'],
  ['list --output x', '--output is not an option of list'],
  ['list --url http://a --config b', 'Give --url or --config, not both'],
])('%s: %s', (line, message) => {
  expect(() => read(line)).toThrow(message);
});

test('the help tells every command and every option', () => {
  const options = Object.values(COMMANDS).flatMap((syntax) => syntax.options);

  for (const name of Object.keys(COMMANDS)) expect(USAGE).toMatch(new RegExp(`^  ${name} `, 'm'));
  for (const option of options) expect(USAGE).toContain(`--${option}`);
});
