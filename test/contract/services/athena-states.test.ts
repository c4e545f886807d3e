import { mkdtemp, rm } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  GetQueryResultsCommand,
  ListQueryExecutionsCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { parquetReadObjects } from 'hyparquet';
import { expect } from 'vitest';
import type { EventEntry } from '../../../local/services/events/entry.ts';
import { createSteppedClock } from '../../support/stepped-clock.ts';
import {
  ended,
  fetchBytes,
  freshFolder,
  read,
  run,
  start,
  startLocalAthena,
} from './athena-target.ts';
import { localOnly } from './target.ts';

/** How a query goes through its states, and what is told of it. All of it moves a clock, looks at the disk or ends the service. */

type Service = Awaited<ReturnType<typeof startLocalAthena>>;
const MINUTE = 60_000;

/** What was told of a query, in order: `previous>current #sequence`. */
function toldOf({ events }: Service, id: string): string[] {
  return events.flatMap((event) => {
    const detail = detailOf(event);
    if (detail.queryExecutionId !== id) return [];
    return [`${detail.previousState ?? ''}>${detail.currentState} #${detail.sequenceNumber}`];
  });
}

const detailOf = ({ Detail }: EventEntry) => JSON.parse(Detail) as Record<string, string>;
const stop = ({ athena }: Service, QueryExecutionId: string) =>
  athena.send(new StopQueryExecutionCommand({ QueryExecutionId }));

localOnly('each change of a query’s state is told with the one before and a number', async () => {
  await using service = await startLocalAthena();
  const good = await run(service, 'SELECT 1');
  const bad = await run(service, 'SELECT nothing FROM readings');

  expect(toldOf(service, good.QueryExecutionId ?? '')).toEqual([
    '>QUEUED #1',
    'QUEUED>RUNNING #2',
    'RUNNING>SUCCEEDED #3',
  ]);
  expect(toldOf(service, bad.QueryExecutionId ?? '').at(-1)).toBe('RUNNING>FAILED #3');
  const last = service.events.at(-1) as EventEntry;
  expect(last).toMatchObject({ Source: 'aws.athena', DetailType: 'Athena Query State Change' });
  expect(detailOf(last)).toEqual({
    versionId: '0',
    currentState: 'FAILED',
    previousState: 'RUNNING',
    statementType: 'DML',
    queryExecutionId: bad.QueryExecutionId,
    workgroupName: 'contract',
    sequenceNumber: '3',
    athenaError: {
      errorCategory: 2,
      errorType: 1006,
      errorMessage: bad.Status?.StateChangeReason,
      retryable: false,
    },
  });
});

localOnly('a query can be made to run for a while, and stopped in the middle', async () => {
  const clock = createSteppedClock();
  await using service = await startLocalAthena({ clock, minimumQueryMs: 10 * MINUTE });
  const id = await start(service, 'SELECT 1');
  clock.forward(9 * MINUTE);

  expect((await read(service, id)).Status?.State).toBe('RUNNING');
  expect((await read(service, id)).Statistics?.EngineExecutionTimeInMillis).toBeGreaterThanOrEqual(
    9 * MINUTE,
  );
  await expect(
    service.athena.send(new GetQueryResultsCommand({ QueryExecutionId: id })),
  ).rejects.toMatchObject({ message: 'Query has not yet finished. Current state: RUNNING' });
  await stop(service, id);
  expect((await read(service, id)).Status?.State).toBe('CANCELLED');
  expect(toldOf(service, id).at(-1)).toBe('RUNNING>CANCELLED #3');
});

localOnly('a query that was held ends by itself when its time is over', async () => {
  const clock = createSteppedClock();
  await using service = await startLocalAthena({ clock, minimumQueryMs: 10 * MINUTE });
  const id = await start(service, 'SELECT 1');
  clock.forward(10 * MINUTE);

  expect((await ended(service, id)).Status?.State).toBe('SUCCEEDED');
});

localOnly('queries beyond those that may run at once wait, and can be stopped', async () => {
  const clock = createSteppedClock();
  await using service = await startLocalAthena({
    clock,
    minimumQueryMs: 10 * MINUTE,
    maxRunning: 1,
  });
  const first = await start(service, 'SELECT 1');
  const second = await start(service, 'SELECT 2');
  const third = await start(service, 'SELECT 3');
  await stop(service, second);

  expect((await read(service, third)).Status?.State).toBe('QUEUED');
  expect(toldOf(service, second)).toEqual(['>QUEUED #1', 'QUEUED>CANCELLED #2']);
  clock.forward(10 * MINUTE);
  expect((await ended(service, first)).Status?.State).toBe('SUCCEEDED');
  await expect.poll(async () => (await read(service, third)).Status?.State).toBe('RUNNING');
  clock.forward(10 * MINUTE);
  const last = await ended(service, third);
  expect(last.Status?.State).toBe('SUCCEEDED');
  expect(last.Statistics?.QueryQueueTimeInMillis).toBeGreaterThanOrEqual(10 * MINUTE);
});

localOnly('the process of a query that is stopped ends with it', async () => {
  await using service = await startLocalAthena();
  // Hours of work.
  const id = await start(
    service,
    'SELECT count(*) FROM UNNEST(sequence(1, 100000)) AS a(x) CROSS JOIN UNNEST(sequence(1, 1000000)) AS b(y) WHERE (x * y) % 7 = 1',
  );
  await expect.poll(async () => (await read(service, id)).Status?.State).toBe('RUNNING');
  await stop(service, id);
  const startedAtMs = performance.now();
  await service[Symbol.asyncDispose]();

  expect(performance.now() - startedAtMs).toBeLessThan(5_000);
});

localOnly(
  'queries are known after a restart, and those that were cut off have failed',
  async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'athena-restart-'));
    try {
      const before = await startLocalAthena({ directory });
      const done = await run(before, 'SELECT 42 AS answer', { ClientRequestToken: 'x'.repeat(32) });
      await before[Symbol.asyncDispose]();
      const clock = createSteppedClock();
      const between = await startLocalAthena({ directory, clock, minimumQueryMs: MINUTE });
      const cut = await start(between, 'SELECT 1');
      await between[Symbol.asyncDispose]();
      await using after = await startLocalAthena({ directory });

      const QueryExecutionId = done.QueryExecutionId ?? '';
      const { ResultSet } = await after.athena.send(
        new GetQueryResultsCommand({ QueryExecutionId }),
      );
      expect(ResultSet?.Rows?.[1]?.Data).toEqual([{ VarCharValue: '42' }]);
      expect(
        await start(after, 'SELECT 42 AS answer', { ClientRequestToken: 'x'.repeat(32) }),
      ).toBe(QueryExecutionId);
      const { Status } = await ended(after, cut);
      expect(Status).toMatchObject({
        State: 'FAILED',
        StateChangeReason:
          'GENERIC_INTERNAL_ERROR: the local cloud was stopped while the query ran',
        AthenaError: { ErrorCategory: 1, Retryable: true },
      });
      expect(toldOf(after, cut)).toEqual(['RUNNING>FAILED #3']);
      const { QueryExecutionIds } = await after.athena.send(
        new ListQueryExecutionsCommand({ WorkGroup: 'contract' }),
      );
      expect(QueryExecutionIds).toEqual([cut, QueryExecutionId]);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
);

/** The rows of each file of an UNLOAD, by the names of the files. */
async function filesOf(service: Service, sql: string): Promise<Record<string, unknown>[][]> {
  const query = await run(service, sql);
  expect(query.Status?.StateChangeReason).toBeUndefined();
  const manifest = await fetchBytes(service, query.Statistics?.DataManifestLocation ?? '');
  const locations = manifest.toString().split('\n').filter(Boolean).sort();
  return Promise.all(
    locations.map(async (location) => {
      const bytes = await fetchBytes(service, location);
      const file = bytes.buffer.slice(
        bytes.byteOffset,
        bytes.byteOffset + bytes.length,
      ) as ArrayBuffer;
      const compressors = { GZIP: (input: Uint8Array) => new Uint8Array(gunzipSync(input)) };
      return parquetReadObjects({ file, compressors });
    }),
  );
}

localOnly('files of UNLOAD are each in order and not among each other', async () => {
  await using service = await startLocalAthena({ rowsPerFile: 100 });
  const files = await filesOf(
    service,
    `UNLOAD (SELECT id, place AS "Place" FROM readings ORDER BY id) TO '${freshFolder(service)}' WITH (format = 'PARQUET')`,
  );
  const ids = files.map((rows) => rows.map(({ id }) => Number(id)));

  expect(files).toHaveLength(10);
  for (const file of ids) expect(file).toEqual([...file].sort((a, b) => a - b));
  // Whoever joins the files has no order, whatever the order of the files.
  for (const file of ids) {
    expect(Math.min(...file)).toBeLessThan(500);
    expect(Math.max(...file)).toBeGreaterThanOrEqual(500);
  }
  expect(ids.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, id) => id));
  expect(Object.keys(files[0]?.[0] ?? {})).toEqual(['id', 'place']);
});

localOnly('UNLOAD of no rows writes no file and an empty list', async () => {
  await using service = await startLocalAthena();
  const files = await filesOf(
    service,
    `UNLOAD (SELECT id FROM readings WHERE id < 0) TO '${freshFolder(service)}' WITH (format = 'PARQUET')`,
  );

  expect(files).toEqual([]);
});

localOnly('of Parquet only the columns that are named are read', async () => {
  await using service = await startLocalAthena();
  const unloaded = await run(
    service,
    `UNLOAD (SELECT * FROM readings) TO 's3://measurements/packed/' WITH (format = 'PARQUET')`,
  );
  expect(unloaded.Status?.State).toBe('SUCCEEDED');
  const scanned = async (sql: string): Promise<number> => {
    const { Status, Statistics } = await run(service, sql);
    expect(Status?.StateChangeReason).toBeUndefined();
    return Statistics?.DataScannedInBytes ?? -1;
  };

  const one = await scanned('SELECT max(id) FROM packed');
  const two = await scanned('SELECT max(id) FROM packed WHERE value > 1');
  const all = await scanned('SELECT * FROM packed');
  expect(await scanned('SELECT count(*) FROM packed')).toBe(0);
  expect(one).toBeGreaterThan(0);
  expect(two).toBeGreaterThan(one);
  expect(all).toBeGreaterThan(two);
});

localOnly('a column of another type than its table says ends a query', async () => {
  await using service = await startLocalAthena();
  await run(
    service,
    `UNLOAD (SELECT CAST(id AS varchar) AS id, place, value, measured FROM readings) TO 's3://measurements/packed/' WITH (format = 'PARQUET')`,
  );
  const { Status } = await run(service, 'SELECT max(id) FROM packed');

  expect(Status?.StateChangeReason).toMatch(
    /^HIVE_BAD_DATA: Field id's type VARCHAR in parquet file s3:\/\/measurements\/packed\/\S+ is incompatible with type bigint defined in table schema$/,
  );
});

localOnly('a file that is no whole Parquet file ends a query that reads its table', async () => {
  await using service = await startLocalAthena();
  const put = { Bucket: 'measurements', Key: 'packed/cut', Body: 'PAR1 and then nothing\u00e9' };
  await service.s3.send(new PutObjectCommand(put));
  const { Status } = await run(service, 'SELECT max(id) FROM packed');

  expect(Status).toMatchObject({
    State: 'FAILED',
    StateChangeReason:
      'HIVE_CANNOT_OPEN_SPLIT: Error opening Hive split s3://measurements/packed/cut (offset=0, length=23): Not valid Parquet file: s3://measurements/packed/cut expected magic number: [80, 65, 82, 49] got: [110, 103, -61, -87]',
    AthenaError: { ErrorCategory: 2 },
  });
});

localOnly('a number that is empty in a CSV file ends a query that reads it', async () => {
  await using service = await startLocalAthena();
  const put = { Bucket: 'measurements', Key: 'quoted/2.csv', Body: 'id,note,amount\n4,x,\n' };
  await service.s3.send(new PutObjectCommand(put));
  const { Status } = await run(service, 'SELECT sum(amount) FROM quoted');

  expect(Status?.StateChangeReason).toBe(
    `HIVE_BAD_DATA: Error parsing field value '' for field 2: For input string: ""`,
  );
  expect((await run(service, 'SELECT count(note) FROM quoted')).Status?.State).toBe('SUCCEEDED');
});

localOnly('a query reaches nothing of this machine', async () => {
  await using service = await startLocalAthena();
  const reasonOf = async (sql: string) => (await run(service, sql)).Status?.StateChangeReason;

  expect(await reasonOf("SELECT * FROM read_text('/etc/passwd')")).toMatch(/^FUNCTION_NOT_FOUND: /);
  expect(await reasonOf('SELECT * FROM "/etc/passwd"')).toMatch(/^TABLE_NOT_FOUND: /);
  expect(await reasonOf("SELECT getenv('HOME')")).toMatch(/^FUNCTION_NOT_FOUND: /);
  expect(await reasonOf('SELECT * FROM information_schema.tables')).toMatch(/^SCHEMA_NOT_FOUND: /);
});
