/**
 * Athena, Glue and S3 of this machine, or with `TARGET=aws` those of an account with, made beforehand and for them alone:
 *
 * - `CONTRACT_ATHENA_BUCKET`, an empty bucket without versioning
 * - `CONTRACT_ATHENA_DATABASE`, a database of Glue with the tables of athena-tables.ts over folders of that bucket
 * - `CONTRACT_ATHENA_WORK_GROUP`, a work group that does not enforce its settings, without an output location
 * - `CONTRACT_ATHENA_LIMITED`, another one with a limit of 10 MB per query
 *
 * Nobody has run them there yet: docs/fidelity.md.
 */
import { randomUUID } from 'node:crypto';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
  type GetQueryResultsCommandInput,
  type GetQueryResultsCommandOutput,
  type QueryExecution,
  type StartQueryExecutionCommandInput,
} from '@aws-sdk/client-athena';
import { GlueClient } from '@aws-sdk/client-glue';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import {
  BUCKET,
  DATABASE,
  startTestService,
  WORK_GROUP,
  type TestOptions,
} from '../../../local/services/athena/test-service.ts';
import { contractTables, putContractFiles } from './athena-tables.ts';
import { fromEnvironment, isLocal } from './target.ts';

export const LIMITED = 'limited';
const POLL_MS = isLocal ? 15 : 1000;
const ENDED = ['SUCCEEDED', 'FAILED', 'CANCELLED'];

export interface Names {
  readonly bucket: string;
  readonly database: string;
  readonly workGroup: string;
  readonly limited: string;
}

/** The service here, for what AWS cannot be asked. */
export async function startLocalAthena(options: TestOptions = {}) {
  const group = { isEnabled: true, isEnforced: false, configuration: {} };
  const started = await startTestService({
    tables: contractTables(BUCKET, DATABASE),
    workGroups: [
      { name: WORK_GROUP, ...group },
      { name: LIMITED, ...group, maxScannedBytes: 10_000_000 },
      { name: 'closed', ...group, isEnabled: false },
      { name: 'strict', ...group, isEnforced: true },
    ],
    rowsPerFile: 300,
    ...options,
  });
  await putContractFiles(started.s3, BUCKET);
  const names = { bucket: BUCKET, database: DATABASE, workGroup: WORK_GROUP, limited: LIMITED };
  return { ...started, ...names };
}

/** Athena as the suite meets it on either side. */
export async function athenaTarget(options: TestOptions = {}) {
  if (isLocal) return startLocalAthena(options);
  const clients = { athena: new AthenaClient({}), glue: new GlueClient({}), s3: new S3Client({}) };
  const bucket = fromEnvironment('CONTRACT_ATHENA_BUCKET');
  await putContractFiles(clients.s3, bucket);
  return {
    ...clients,
    bucket,
    database: fromEnvironment('CONTRACT_ATHENA_DATABASE'),
    workGroup: fromEnvironment('CONTRACT_ATHENA_WORK_GROUP'),
    limited: fromEnvironment('CONTRACT_ATHENA_LIMITED'),
    [Symbol.asyncDispose]: () =>
      Promise.resolve(Object.values(clients).forEach((client) => client.destroy())),
  };
}

export interface Asking extends Names {
  readonly athena: AthenaClient;
  readonly s3: S3Client;
}

/** Starts a query whose result goes into a folder of its own; resolves with its id. */
export async function start(
  { athena, database, workGroup, bucket }: Asking,
  QueryString: string,
  input: Partial<StartQueryExecutionCommandInput> = {},
): Promise<string> {
  const { QueryExecutionId = '' } = await athena.send(
    new StartQueryExecutionCommand({
      QueryString,
      WorkGroup: workGroup,
      QueryExecutionContext: { Database: database },
      ResultConfiguration: { OutputLocation: `s3://${bucket}/results/` },
      ...input,
    }),
  );
  return QueryExecutionId;
}

export async function read({ athena }: Asking, id: string): Promise<QueryExecution> {
  const { QueryExecution: query = {} } = await athena.send(
    new GetQueryExecutionCommand({ QueryExecutionId: id }),
  );
  return query;
}

/** A query when it has ended. */
export async function ended(asking: Asking, id: string): Promise<QueryExecution> {
  for (;;) {
    const query = await read(asking, id);
    if (ENDED.includes(query.Status?.State ?? '')) return query;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Starts a query and waits for its end. */
export async function run(
  asking: Asking,
  sql: string,
  input: Partial<StartQueryExecutionCommandInput> = {},
): Promise<QueryExecution> {
  return ended(asking, await start(asking, sql, input));
}

/** A page of a query's results. */
export function results(
  { athena }: Asking,
  QueryExecutionId: string,
  input: Partial<GetQueryResultsCommandInput> = {},
): Promise<GetQueryResultsCommandOutput> {
  return athena.send(new GetQueryResultsCommand({ QueryExecutionId, ...input }));
}

/** The rows of a query that succeeds, without the names of its columns. */
export async function rowsOf(
  asking: Asking,
  sql: string,
  ExecutionParameters?: string[],
): Promise<(string | undefined)[][]> {
  const query = await run(asking, sql, { ExecutionParameters });
  expect(query.Status?.StateChangeReason).toBeUndefined();
  const { ResultSet } = await results(asking, query.QueryExecutionId ?? '');
  const rows = ResultSet?.Rows?.map(({ Data = [] }) => Data.map((datum) => datum.VarCharValue));
  return rows?.slice(1) ?? [];
}

/** Why a query fails. */
export async function reasonOf(asking: Asking, sql: string): Promise<string> {
  const { Status } = await run(asking, sql);
  expect(Status?.State).toBe('FAILED');
  expect(Status?.AthenaError?.ErrorMessage).toBe(Status?.StateChangeReason);
  return Status?.StateChangeReason ?? '';
}

/** The bytes at `s3://...`. */
export async function fetchBytes({ s3 }: Asking, location: string): Promise<Buffer> {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.*)$/.exec(location) ?? [];
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

/** A folder nobody has written to. */
export function freshFolder({ bucket }: Names): string {
  return `s3://${bucket}/unloaded/${randomUUID()}/`;
}
