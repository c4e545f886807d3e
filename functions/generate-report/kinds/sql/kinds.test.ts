import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatasetCache, type DatasetCache } from '../../datasets/fetch.ts';
import { openSqlReport, type SqlReport, type SqlReportOptions } from '../../sql/open-report.ts';
import { allBytes, FACTS, temporaryDirectory } from '../../sql/test-session.ts';
import { SQL_KINDS } from './catalogue.ts';
import { readQuery } from './read-query.ts';
import {
  packageStore,
  readAirports,
  readFlights,
  type Airport,
  type Flight,
} from './test-flights.ts';

/** One row group of the file: until 17 January 2001. */
const FLIGHTS = 272_727;
const DAY_MS = 86_400_000;
const RFC4180 = { format: 'CSV', csv: { dialect: 'RFC4180' } } as const;

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let datasets: DatasetCache;
let flights: readonly Flight[];
let airports: ReadonlyMap<string, Airport>;
beforeAll(async () => {
  directory = await temporaryDirectory();
  datasets = createDatasetCache({ store: packageStore, directory: directory.path });
  [flights, airports] = await Promise.all([readFlights(FLIGHTS), readAirports()]);
});
afterAll(() => directory[Symbol.asyncDispose]());

async function open(
  name: string,
  definition: unknown,
  more: Partial<SqlReportOptions> = {},
): Promise<SqlReport> {
  const kind = SQL_KINDS[name];
  if (!kind) throw new Error(`no kind ${name}`);
  const signal = AbortSignal.timeout(30_000);
  const engine = { workDirectory: directory.path, memoryMib: 1769, timeoutMs: 30_000 };
  return openSqlReport({ kind, definition, datasets, signal, ...engine, ...more });
}

async function csvOf(name: string, definition: unknown): Promise<{ text: string; rows: number }> {
  await using report = await open(name, definition);
  const source = report.file(RFC4180, FACTS);
  const text = (await allBytes(source.bytes(new AbortController().signal))).toString();
  expect(source.rowsWritten()).toBe(report.rowsExpected);
  return { text, rows: report.rowsExpected };
}

/** The flights of days, both included, that JavaScript finds. */
function between(fromDate: string, toDate: string): Flight[] {
  const [from, to] = [Date.parse(fromDate), Date.parse(toDate) + DAY_MS];
  expect(to).toBeLessThan(flights.at(-1)?.time ?? 0);
  return flights.filter(({ time }) => time >= from && time < to);
}

const line = (cells: readonly (string | number)[]): string => `${cells.map(cell).join(',')}\r\n`;
const cell = (value: string | number): string =>
  /[",]/.test(`${value}`) ? `"${String(value).replaceAll('"', '""')}"` : `${value}`;

describe('flightDetails', () => {
  const compare = (one: string, two: string): number => (one < two ? -1 : one > two ? 1 : 0);
  const HEADER = 'Date,Departure,Origin,Origin city,Origin state,Destination,Delay,Distance\r\n';

  function detailsOf(some: readonly Flight[]): string {
    const sorted = some.toSorted(
      (a, b) =>
        a.time - b.time ||
        compare(a.origin, b.origin) ||
        compare(a.destination, b.destination) ||
        a.delay - b.delay ||
        a.distance - b.distance,
    );
    const lines = sorted.map(({ time, origin, destination, delay, distance }) => {
      const moment = new Date(time).toISOString();
      const { city = '', state = '' } = airports.get(origin) ?? {};
      const at = [moment.slice(0, 10), moment.slice(11, 16)];
      return line([...at, origin, city, state, destination, delay, distance]);
    });
    return HEADER + lines.join('');
  }

  test('is byte for byte what JavaScript makes of the same rows', async () => {
    const some = between('2001-01-03', '2001-01-06');
    const { text, rows } = await csvOf('flightDetails', {
      fromDate: '2001-01-03',
      toDate: '2001-01-06',
    });

    expect(rows).toBe(some.length);
    expect(rows).toBeGreaterThan(50_000);
    expect(text === detailsOf(some)).toBe(true);
  });

  test('can be of one state', async () => {
    const definition = { fromDate: '2001-01-01', toDate: '2001-01-09', state: 'AK' };
    const some = between('2001-01-01', '2001-01-09').filter(
      ({ origin }) => airports.get(origin)?.state === 'AK',
    );
    const { text, rows } = await csvOf('flightDetails', definition);

    expect(rows).toBeGreaterThan(500);
    expect(text).toBe(detailsOf(some));
  });

  test('has every flight of the file in the whole range', async () => {
    await using report = await open('flightDetails', {
      fromDate: '2001-01-01',
      toDate: '2001-12-31',
    });

    expect(report.rowsExpected).toBe(3_000_000);
  });
});

describe('flightDelays', () => {
  /** Half away from zero, of an exact quotient. */
  const quotient = (numerator: number, denominator: number, digits: number): string => {
    const scaled = Math.round((Math.abs(numerator) * 10 ** digits) / denominator) || 0;
    const sign = numerator < 0 && scaled > 0 ? '-' : '';
    return sign + (scaled / 10 ** digits).toFixed(digits);
  };

  /** Interpolated between neighbours, in tenths, which are exact. */
  function quantile(sorted: readonly number[], tenths: number): string {
    const position = (sorted.length - 1) * tenths;
    const below = sorted[Math.floor(position / 10)] ?? 0;
    const above = sorted[Math.ceil(position / 10)] ?? 0;
    return quotient(below * 10 + (above - below) * (position % 10), 10, 1);
  }

  function delaysOf(some: readonly Flight[], keep: (airport: Airport, count: number) => boolean) {
    return [...Map.groupBy(some, ({ origin }) => origin)]
      .map(([origin, group]) => ({ airport: airports.get(origin) as Airport, group }))
      .filter(({ airport, group }) => keep(airport, group.length))
      .toSorted(
        (a, b) => b.group.length - a.group.length || (a.airport.iata < b.airport.iata ? -1 : 1),
      )
      .map(({ airport: { iata, name, city, state }, group }) => {
        const sorted = group.map(({ delay }) => delay).sort((a, b) => a - b);
        const sum = sorted.reduce((total, delay) => total + delay, 0);
        const late = sorted.filter((delay) => delay > 15).length;
        return [
          ...[iata, name, city, state, `${group.length}`],
          ...[quotient(sum, group.length, 2), quantile(sorted, 5), quantile(sorted, 9)],
          quotient(late * 100, group.length, 2),
        ];
      });
  }

  test('is what JavaScript counts from the same rows, for every airport', async () => {
    const some = between('2001-01-01', '2001-01-09');
    const expected = delaysOf(some, () => true);
    const { text, rows } = await csvOf('flightDelays', {
      fromDate: '2001-01-01',
      toDate: '2001-01-09',
      minimumFlights: 1,
    });

    expect(rows).toBeGreaterThan(200);
    expect(parse(text, { fromLine: 2 })).toEqual(expected);
    expect(text).toContain('Airport,Name,City,State,Flights,Average delay,Median delay');
  });

  test('can be of one state and of busy airports only', async () => {
    const some = between('2001-01-05', '2001-01-05');
    const expected = delaysOf(some, ({ state }, count) => state === 'TX' && count >= 50);
    const { text } = await csvOf('flightDelays', {
      fromDate: '2001-01-05',
      toDate: '2001-01-05',
      state: 'TX',
      minimumFlights: 50,
    });

    expect(expected.length).toBeGreaterThan(3);
    expect(parse(text, { fromLine: 2 })).toEqual(expected);
  });
});

describe.each(['flightDelays', 'flightDetails'])('%s', (kind) => {
  const RANGE = { fromDate: '2001-01-01', toDate: '2001-01-02' };

  test.each([
    ['an unknown state', { ...RANGE, state: 'ZZ' }],
    ['days before the first flight', { fromDate: '1999-01-01', toDate: '2000-12-31' }],
    ['days after the last flight', { fromDate: '2001-07-02', toDate: '2100-01-01' }],
  ])('%s is a file of no rows', async (_what, definition) => {
    const { text, rows } = await csvOf(kind, definition);

    expect(rows).toBe(0);
    expect(text.split('\r\n')).toHaveLength(2);
  });

  test.each([
    ['a reversed range', { fromDate: '2001-01-02', toDate: '2001-01-01' }, 'fromDate must not'],
    ['a day that is none', { fromDate: '2001-02-29', toDate: '2001-03-01' }, 'fromDate must be a'],
    ['a date that is text', { ...RANGE, toDate: "2001-01-02'; --" }, 'toDate must be a date'],
    ['no date', { fromDate: '2001-01-01' }, 'toDate must be a date'],
    ['a wrong state', { ...RANGE, state: 'tx' }, 'must be two capital letters'],
    ['a state of another type', { ...RANGE, state: 5 }, 'two capital letters'],
    ['nothing', null, 'fromDate must be a date'],
  ])('%s is invalid data in words', async (_what, definition, words) => {
    await expect(open(kind, definition)).rejects.toMatchObject({
      code: 'INVALID_DATA',
      message: expect.stringContaining(words) as string,
    });
  });

  test('gives the same bytes whatever the number of threads', async () => {
    const definition = { fromDate: '2001-01-01', toDate: '2001-01-03' };
    const { text } = await csvOf(kind, definition);
    await using report = await open(kind, definition, { memoryMib: 4 * 1769 });
    const bytes = await allBytes(report.file(RFC4180, FACTS).bytes(AbortSignal.timeout(30_000)));

    expect(bytes.toString() === text).toBe(true);
  });
});

test.each([
  ['a fraction', 1.5],
  ['below zero', -1],
  ['a text', '5'],
])('flights at least that are %s are invalid data', async (_what, minimumFlights) => {
  const definition = { fromDate: '2001-01-01', toDate: '2001-01-02', minimumFlights };

  await expect(open('flightDelays', definition)).rejects.toMatchObject({
    code: 'INVALID_DATA',
    message: 'minimumFlights must be a whole number of at least 0.',
  });
});

const DEFINITION = { fromDate: '2001-01-01', toDate: '2001-01-05' };

test('a dataset that is missing fails in words', async () => {
  const store = { ...packageStore, head: () => Promise.resolve(undefined) };
  const none = createDatasetCache({ store, directory: directory.path });

  await expect(open('flightDelays', DEFINITION, { datasets: none })).rejects.toMatchObject({
    code: 'SOURCE_UNAVAILABLE',
    message: 'The dataset "flights" cannot be reached.',
  });
});

test.each([
  ['its first rows', 100, 1_000_000],
  ['its index', 13_490_000, 13_493_000],
])('a dataset damaged in %s fails in words', async (_where, from, to) => {
  const spoilt: Pick<DatasetCache, 'fetch'> = {
    async fetch(dataset, signal) {
      const whole = await datasets.fetch(dataset, signal);
      if (dataset.format === 'csv') return whole;
      const bytes = await readFile(whole.path);
      const damaged = path.join(directory.path, 'damaged.parquet');
      await writeFile(damaged, bytes.fill(0xa5, from, to));
      return { ...whole, path: damaged };
    },
  };
  const making = (async () => {
    await using report = await open('flightDelays', DEFINITION, { datasets: spoilt });
    await allBytes(report.file(RFC4180, FACTS).bytes(AbortSignal.timeout(30_000)));
  })();

  await expect(making).rejects.toMatchObject({
    code: 'INVALID_DATA',
    message: 'The data holds something the report does not expect, or a file of it is damaged.',
  });
});

test('a kind that Athena can run has its order, in columns it has, and a query without one of its own', async () => {
  for (const kind of Object.values(SQL_KINDS)) {
    const { folder, columns, athena, engines = ['DUCKDB'] } = kind;
    expect(engines.includes('ATHENA')).toBe(athena !== undefined);
    if (!athena) continue;
    const names = columns.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(athena.order.map(({ column }) => column)));
    const sql = await readQuery(folder, 'query.athena.sql');
    // A window has an order too, in its parentheses.
    expect(sql).not.toMatch(/^ORDER BY/m);
    expect(sql).not.toMatch(/::/);
  }
});
