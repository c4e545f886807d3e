import { createReadStream } from 'node:fs';
import { copyFile, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Dataset, DatasetStore } from '../datasets/dataset.ts';
import { createDatasetCache } from '../datasets/fetch.ts';
import { SQL_KINDS } from '../kinds/sql/catalogue.ts';
import type { RowSource } from '../pipeline/batch.ts';
import { openSqlReport, type SqlReport, type SqlReportOptions } from './open-report.ts';
import type { SnapshotStore } from './snapshot.ts';
import { allBytes, FACTS, temporaryDirectory, testSession } from './test-session.ts';

const ROWS = 5_000;
const never = new AbortController().signal;
const CSV = { format: 'CSV', csv: { dialect: 'RFC4180' } } as const;

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let asked: string[];
beforeEach(async () => {
  asked = [];
  directory = await temporaryDirectory();
  await writeFile(
    at('airports.csv'),
    'iata,name,city,state,country,latitude,longitude\nABE,,,PA,,,\n',
  );
  await using session = await testSession({ workDirectory: directory.path });
  const flights = `SELECT TIMESTAMP '2001-01-01' + to_minutes(range) AS date, (range * 7919) % 100 - 10 AS delay,
    range AS distance, 'ABE' AS origin, 'ZZZ' AS destination FROM range(${ROWS})`;
  await session.perform((connection) =>
    connection.run(
      `COPY (${flights}) TO '${session.files.copy}' (FORMAT parquet, USE_TMP_FILE false)`,
    ),
  );
  await copyFile(session.files.copy, at('flights-3m.parquet'));
});
afterEach(() => directory[Symbol.asyncDispose]());

const at = (name: string): string => path.join(directory.path, name);

function open(more: Partial<SqlReportOptions> = {}): Promise<SqlReport> {
  const { flightDetails } = SQL_KINDS;
  if (!flightDetails) throw new Error('no such kind');
  const store: DatasetStore = {
    async head(key) {
      return { etag: '"1"', byteSize: (await stat(at(path.basename(key)))).size };
    },
    get: (key) => Promise.resolve(createReadStream(at(path.basename(key)))),
  };
  const cache = createDatasetCache({ store, directory: at('cache') });
  return openSqlReport({
    kind: flightDetails,
    definition: { fromDate: '2001-01-01', toDate: '2001-12-31' },
    datasets: {
      fetch(dataset: Dataset, signal: AbortSignal) {
        asked.push(dataset.name);
        return cache.fetch(dataset, signal);
      },
    },
    workDirectory: directory.path,
    memoryMib: 512,
    signal: AbortSignal.timeout(20_000),
    timeoutMs: 20_000,
    ...more,
  });
}

async function distances(source: RowSource, fromRow: number): Promise<number[]> {
  const all: number[] = [];
  for await (const { vectors } of source.batches({ fromRow, signal: never })) {
    all.push(...(vectors[7]?.values as Int32Array));
  }
  return all;
}

/** What storage is between two invocations. */
function snapshotStore(): SnapshotStore {
  const kept = at('kept.parquet');
  return {
    save: (file) => copyFile(file, kept),
    load: (file) =>
      copyFile(kept, file).then(
        () => true,
        () => false,
      ),
  };
}

test('a report that is closed leaves nothing but the datasets', async () => {
  const before = await readdir(directory.path);
  const report = await open();
  const bytes = await allBytes(report.file(CSV, FACTS).bytes(never));
  await report[Symbol.asyncDispose]();

  expect(bytes.toString().split('\r\n')).toHaveLength(ROWS + 2);
  expect((await readdir(directory.path)).sort()).toEqual([...before, 'cache'].sort());
});

test('one report can be read as rows and as a file, one after the other', async () => {
  await using report = await open();

  expect(await distances(report.rows(), 0)).toHaveLength(ROWS);
  expect((await allBytes(report.file(CSV, FACTS).bytes(never))).length).toBeGreaterThan(100_000);
  expect((await distances(report.rows(), ROWS - 3)).length).toBe(3);
});

test('a reader of rows that leaves early disturbs nobody', async () => {
  await using report = await open();
  for await (const _batch of report.rows().batches({ fromRow: 0, signal: never })) break;

  expect(await distances(report.rows(), 0)).toHaveLength(ROWS);
  await report[Symbol.asyncDispose]();
});

test('a later invocation goes on with the very rows of the first, without datasets', async () => {
  const snapshots = snapshotStore();
  const first = await open({ snapshots });
  const half = (await distances(first.rows(), 0)).slice(0, 2_500);
  await first[Symbol.asyncDispose]();
  await writeFile(at('flights-3m.parquet'), 'something else by now');
  asked = [];

  await using second = await open({ snapshots });
  const rest = await distances(second.rows(), 2_500);

  expect(second.rowsExpected).toBe(ROWS);
  expect([...half, ...rest]).toEqual(Array.from({ length: ROWS }, (_, row) => row));
  expect(asked).toEqual([]);
});

test('a file from a snapshot is the file without one', async () => {
  await using direct = await open();
  await using kept = await open({ snapshots: snapshotStore() });
  for (const format of [CSV, { format: 'JSONL' }, { format: 'PARQUET' }] as const) {
    const one = await allBytes(direct.file(format, FACTS).bytes(never));
    const two = await allBytes(kept.file(format, FACTS).bytes(never));
    expect(two.equals(one)).toBe(true);
  }
});

test('a snapshot that cannot be stored is a failure and not a report that cannot go on', async () => {
  const failure = new Error('storage is down');
  const snapshots = { ...snapshotStore(), save: () => Promise.reject(failure) };

  await expect(open({ snapshots })).rejects.toBe(failure);
  expect((await readdir(directory.path)).filter((name) => name.startsWith('sql-'))).toEqual([]);
});

test('a snapshot that is damaged is invalid data', async () => {
  const snapshots = { ...snapshotStore(), load: loadDamaged };

  await expect(open({ snapshots })).rejects.toMatchObject({ code: 'INVALID_DATA' });
  expect((await readdir(directory.path)).filter((name) => name.includes('snapshot'))).toEqual([]);

  async function loadDamaged(file: string): Promise<boolean> {
    await writeFile(file, 'PAR1 but no more PAR1');
    return true;
  }
});

test('datasets that take too long are SOURCE_TIMEOUT', async () => {
  const stuck = (_dataset: Dataset, signal: AbortSignal): Promise<never> =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });

  await expect(open({ datasets: { fetch: stuck }, timeoutMs: 50 })).rejects.toMatchObject({
    code: 'SOURCE_TIMEOUT',
  });
});

test('an order that was cancelled before it began reads nothing', async () => {
  const reason = new Error('cancelled');

  await expect(open({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});
