import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestAthena } from '../../../test/support/generator-athena.ts';
import { createDatasetCache, type DatasetCache } from '../datasets/fetch.ts';
import type { CsvDelimiter } from '../encode/csv-text.ts';
import { SQL_KINDS } from '../kinds/sql/catalogue.ts';
import type { SqlKind } from '../kinds/sql/sql-kind.ts';
import { packageStore } from '../kinds/sql/test-flights.ts';
import { openSqlReport, type SqlReportOptions } from '../sql/open-report.ts';
import { allBytes, FACTS, temporaryDirectory } from '../sql/test-session.ts';
import { countLines } from './count-lines.ts';
import type { QueryExecution, QueryPlace } from './execution.ts';
import { fetchRows } from './fetch-rows.ts';
import { writeUnload, type UnloadForm } from './unload.ts';

/** Both engines over the same flights, Athena's part by the stand-in of this machine and the real SDK. */

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let athena: Awaited<ReturnType<typeof startTestAthena>>;
let datasets: DatasetCache;
let reports = 0;
beforeAll(async () => {
  directory = await temporaryDirectory();
  athena = await startTestAthena({ rowsPerFile: 20_000 });
  datasets = createDatasetCache({ store: packageStore, directory: directory.path });
}, 60_000);
afterAll(async () => {
  await athena[Symbol.asyncDispose]();
  await directory[Symbol.asyncDispose]();
});

function kindOf(name: string): SqlKind {
  const kind = SQL_KINDS[name];
  if (!kind) throw new Error(`no kind ${name}`);
  return kind;
}

async function run(
  name: string,
  definition: unknown,
  form: UnloadForm = { form: 'rows' },
): Promise<{ query: QueryExecution; place: QueryPlace }> {
  const place = { owner: 'o', reportId: `r${reports++}`, attempt: 1, form: form.form };
  const destination = athena.files.destination(place);
  const unload = await writeUnload({ kind: kindOf(name), definition, form, destination });
  const query = await athena.ended(await athena.queries.start(place, unload));
  expect(query).toMatchObject({ state: 'SUCCEEDED', reason: '', place });
  return { query, place };
}

async function csvOf(
  name: string,
  definition: unknown,
  delimiter: CsvDelimiter = ',',
  more: Partial<SqlReportOptions> = {},
) {
  const kind = kindOf(name);
  const engine = { workDirectory: directory.path, memoryMib: 1769, timeoutMs: 60_000 };
  const signal = AbortSignal.timeout(60_000);
  await using report = await openSqlReport({
    kind,
    definition,
    datasets,
    signal,
    ...engine,
    ...more,
  });
  const source = report.file({ format: 'CSV', csv: { dialect: 'RFC4180', delimiter } }, FACTS);
  return { text: (await allBytes(source.bytes(signal))).toString(), rows: report.rowsExpected };
}

async function byAthena(name: string, definition: unknown) {
  const { query, place } = await run(name, definition);
  const kind = kindOf(name);
  const options = { workDirectory: directory.path };
  const { order = [] } = kind.athena ?? {};
  const csv = await csvOf(name, definition, ',', {
    unloaded: {
      order,
      fetch: (signal) => fetchRows({ query, attempt: place, kind, athena, options }, signal),
    },
  });
  const parts = await athena.files.list(query, place, AbortSignal.timeout(10_000));
  return { ...csv, parts: parts.length };
}

const JANUARY = { fromDate: '2001-01-01', toDate: '2001-01-17' };
const DEFINITIONS: readonly (readonly [string, Record<string, unknown>, number])[] = [
  ['flightDetails', { fromDate: '2001-01-03', toDate: '2001-01-06' }, 4],
  ['flightDetails', { ...JANUARY, state: 'AK' }, 1],
  ['flightDetails', { ...JANUARY, state: 'ZZ' }, 0],
  ['flightDelays', { ...JANUARY, minimumFlights: 1 }, 1],
  ['flightDelays', { fromDate: '2001-02-01', toDate: '2001-06-30', minimumFlights: 1 }, 1],
  ['flightDelays', { ...JANUARY, state: 'TX', minimumFlights: 50 }, 1],
  ['flightDelays', { fromDate: '1999-01-01', toDate: '1999-12-31' }, 0],
];

describe('rows by Athena, put in order here', () => {
  test.each(DEFINITIONS)(
    '%s of %j are byte for byte those by DuckDB',
    async (name, definition, parts) => {
      const here = await csvOf(name, definition);
      const there = await byAthena(name, definition);

      expect(there.rows).toBe(here.rows);
      expect(there.text === here.text).toBe(true);
      expect(there.parts).toBeGreaterThanOrEqual(parts);
      if (parts > 0) expect(there.rows).toBeGreaterThan(3);
    },
    60_000,
  );
});

describe('lines by Athena', () => {
  const DELIMITERS: readonly CsvDelimiter[] = [',', ';'];
  const lines = DEFINITIONS.filter(([, , parts]) => parts > 0).flatMap(([name, definition]) =>
    DELIMITERS.map((delimiter) => [name, definition, delimiter] as const),
  );

  test.each(lines)(
    '%s of %j with %s are those by DuckDB',
    async (name, definition, delimiter) => {
      const here = await csvOf(name, definition, delimiter);
      const { query, place } = await run(name, definition, { form: 'lines', delimiter });
      const signal = AbortSignal.timeout(30_000);
      const files = await athena.files.list(query, place, signal);
      const texts = await Promise.all(
        files.map(async (file) =>
          (await allBytes(await athena.files.read(file, signal))).toString(),
        ),
      );
      const [, ...expected] = here.text.split('\r\n').slice(0, -1);

      expect(texts.every((text) => text.endsWith('\r\n'))).toBe(true);
      const found = texts.join('').split('\r\n').slice(0, -1);
      expect(found.length).toBe(here.rows);
      expect(found.sort().join('\n') === expected.sort().join('\n')).toBe(true);
      expect(await athena.queries.rowsWritten(query.id)).toBe(here.rows);
      for (const [index, file] of files.entries()) {
        const counted = await countLines(await athena.files.read(file, signal));
        expect(counted).toBe((texts[index]?.split('\r\n').length ?? 0) - 1);
      }
    },
    60_000,
  );
});
