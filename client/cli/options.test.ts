import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readCatalogue } from './catalogue.ts';
import { readCommandLine } from './options.ts';

const catalogue = readCatalogue();
const words = (line: string): string[] => line.split(' ').filter(Boolean);

function read(line: string) {
  const read = readCommandLine(words(line), { catalogue });
  if ('help' in read) throw new Error('only the help was asked for');
  return read;
}

function help(line: string): string {
  const read = readCommandLine(words(line), { catalogue, name: 'reports' });
  return 'help' in read ? read.help : '';
}

const SAVED = { name: 'generate', wait: true, save: true };

test('reads an order of each kind', () => {
  expect(read('sample --rows 500 --delay-ms 5000 --title T').task).toEqual({
    ...SAVED,
    order: { title: 'T', definition: { sample: { amountOfRows: 500, delayMs: 5000 } } },
  });
  expect(read('calendar --from 2026-01-01 --to 2026-12-31').task).toEqual({
    ...SAVED,
    order: { definition: { calendar: { fromDate: '2026-01-01', toDate: '2026-12-31' } } },
  });
});

test('reads an order of each kind of flight report', () => {
  const period = { fromDate: '2001-01-01', toDate: '2001-01-31' };
  const days = '--from 2001-01-01 --to 2001-01-31';

  expect(read(`flight-delays ${days} --state ca --minimum-flights 100`).task).toEqual({
    ...SAVED,
    order: { definition: { flightDelays: { ...period, state: 'CA', minimumFlights: 100 } } },
  });
  expect(read(`flight-details ${days}`).task).toEqual({
    ...SAVED,
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
  expect(read(`sample --rows 5 ${line}`).task).toEqual({
    ...SAVED,
    order: { definition: { sample: { amountOfRows: 5 } }, ...form },
  });
});

test.each(['estimate sample --rows 5', 'sample --rows 5 --estimate'])(
  '%s is an estimate',
  (line) => {
    expect(read(line).task).toEqual({
      name: 'estimate',
      order: { definition: { sample: { amountOfRows: 5 } } },
    });
  },
);

test('a kind alone saves its file; generate does so when told where', () => {
  const order = { definition: { sample: { amountOfRows: 5 } } };

  expect(read('sample --rows 5').task).toEqual({ ...SAVED, order });
  expect(read('generate sample --rows 5').task).toEqual({ ...SAVED, save: false, order });
  expect(read('generate sample --rows 5 -o .').task).toEqual({ ...SAVED, order });
  expect(read('generate sample --rows 5 --no-wait').task).toEqual({
    name: 'generate',
    order,
    save: false,
    wait: false,
  });
});

test("an input goes by the schema's name, too", () => {
  expect(read('sample --amount-of-rows 5 --csv-delimiter tab --report-id x').task).toMatchObject({
    order: {
      reportId: 'x',
      definition: { sample: { amountOfRows: 5 } },
      csv: { delimiter: '\t' },
    },
  });
});

test('reads commands about one report, and list', () => {
  for (const name of ['watch', 'cancel', 'delete']) {
    expect(read(`${name} 01ABC`).task).toEqual({ name, reportId: '01ABC' });
  }
  for (const name of ['download', 'get']) {
    expect(read(`${name} 01ABC --output x.csv`)).toMatchObject({
      task: { name: 'download', reportId: '01ABC' },
      options: { output: 'x.csv', force: false },
    });
  }
  expect(read('list --first 5 --status running --after t').task).toEqual({
    name: 'list',
    query: { first: 5, status: 'RUNNING', after: 't' },
    all: false,
  });
  expect(read('list --all').task).toEqual({ name: 'list', query: {}, all: true });
  expect(read('kinds --json')).toMatchObject({ task: { name: 'kinds' }, options: { json: true } });
});

test('options that every command takes go before it, too', () => {
  expect(read('--json --url http://a list').options).toMatchObject({ json: true, url: 'http://a' });
});

test.each([
  ['nonsense', "Unknown command 'nonsense'"],
  ['smaple --rows 5', "Unknown command 'smaple' (Did you mean sample?)"],
  ['constructor', "Unknown command 'constructor'"],
  ['sample', 'sample needs --rows (Rows to write, 0 to 10,000,000)'],
  ['sample --rows many', '--rows must be a whole number, not many'],
  ['sample --rows 1.5', '--rows must be a whole number, not 1.5'],
  ['sample --rows 99999999999', '--rows must be a whole number, not 99999999999'],
  ['sample --rows 5 --from 2026-01-01', "Unknown option '--from'"],
  ['sample --rows 5 more', "Too many arguments for 'sample'"],
  ['sample --row 5', "Unknown option '--row' (Did you mean --rows?)"],
  ['sample --rows 5 --rows 6', '--rows is given twice'],
  ['sample --rows', "Option '--rows <n>' argument missing"],
  ['generate sample --rows 5 --no-wait -o x', 'Give --output or --no-wait, not both'],
  ['calendar --from 2026-01-01', 'calendar needs --to (The last day, inclusive.'],
  ['calendar --from 1.1.2026 --to 2026-12-31', '--from must be a day as YYYY-MM-DD, not 1.1.2026'],
  [
    'calendar --from 2026-02-30 --to 2026-12-31',
    '--from must be a day as YYYY-MM-DD, not 2026-02-30',
  ],
  ['flight-delays --to 2001-01-31', 'flight-delays needs --from (The first day of departure'],
  ['flight-details --minimum-flights 5', "Unknown option '--minimum-flights'"],
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
    '--format must be one of csv, jsonl, parquet, pdf, xlsx, not docx',
  ],
  ['sample --rows 5 --csv-dialect tsv', '--csv-dialect must be one of excel, rfc4180, not tsv'],
  ['sample --rows 5 -o x.xlsx --delimiter ;', '--delimiter is for csv, not for xlsx'],
  ['sample --rows 5 --format pdf --csv-dialect excel', '--csv-dialect is for csv, not for pdf'],
  ['sample --rows 5 --time-zone Europe/Bonn', '--time-zone must be an IANA time zone, for example'],
  ['cancel', "Missing required argument 'id': list tells the ids of your reports"],
  ['cancel 01ABC 01DEF', "Too many arguments for 'cancel'"],
  ['cancel 01ABC --estimate', "Unknown option '--estimate'"],
  ['get', "Missing required argument 'id'"],
  ['list --status done', '--status must be one of cancelled, cancelling,'],
  ['list --output x', "Unknown option '--output'"],
  ['list --url http://a --config b', 'Give --url or --config, not both'],
])('%s: %s', (line, message) => {
  expect(() => read(line)).toThrow(message);
});

test('the help tells every command, kind and exit code, in lines of 80 columns', () => {
  const text = help('--help');

  for (const name of 'kinds generate estimate list watch download cancel delete'.split(' ')) {
    expect(text).toMatch(new RegExp(`^  ${name} `, 'm'));
  }
  for (const { name } of catalogue.kinds) expect(text).toMatch(new RegExp(`^  ${name} `, 'm'));
  for (const code of [0, 1, 2, 3, 4, 130]) expect(text).toMatch(new RegExp(`^  ${code} +\\w`, 'm'));
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
});

test("a kind's help is the schema's words with its bounds, values and defaults", () => {
  const text = help('generate sample --help').replace(/\s+/g, ' ');

  expect(text).toContain('--rows <n> Rows to write, 0 to 10,000,000. (required)');
  expect(text).toContain('0 to 840,000. Spread evenly over the rows. (default: 0)');
  expect(text).toContain(
    '--format <format> The file format. (csv, jsonl, parquet, pdf, xlsx; default: csv)',
  );
  expect(help('sample -h')).toContain('--rows <n>');
  expect(help('calendar -h').replace(/\s+/g, ' ')).toContain('At most 200 years after --from.');
});

test('without a command, or a kind, the help is what is told', () => {
  expect(() => read('')).toThrow(/^Usage: reports [^]*kinds/);
  expect(() => read('generate')).toThrow(/^Usage: reports generate <kind>[^]*flight-delays/);
});

test('every command line of the README is understood', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const lines = [...readme.matchAll(/^npm run report -- (.*)$/gm)].map(([, line = '']) => line);

  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) expect(() => readCommandLine(words(line), { catalogue })).not.toThrow();
});
