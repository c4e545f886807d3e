import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DATASETS } from '../../functions/generate-report/datasets/catalogue.ts';
import { ROOT_CREDENTIALS } from '../support/cloud.ts';
import { startReportSession, type ReportSession } from '../support/report-session.ts';

/** A source that changes while a report is made of it: the report is of one version of it, whole. */

const FLIGHTS = DATASETS.flights.key;
const PERIOD = { fromDate: '2001-01-01', toDate: '2001-12-31' };
const FEWER_ROWS = 100_000;
const TEST_TIMEOUT_MS = 60_000;

let session: ReportSession;
let s3: S3Client;
let directory: string;

beforeAll(async () => {
  session = await startReportSession();
  s3 = new S3Client({
    endpoint: session.cloud.awsOrigin,
    region: 'us-east-1',
    credentials: ROOT_CREDENTIALS,
  });
  directory = await mkdtemp(path.join(tmpdir(), 'changing-'));
}, 60_000);

afterAll(async () => {
  s3.destroy();
  await session[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

/** Puts only the first flights in the place of all of them. */
async function shrinkSource(): Promise<void> {
  const Bucket = session.cloud.stack.outputs.DatasetsBucket;
  const all = path.join(directory, 'all.parquet');
  const fewer = path.join(directory, 'fewer.parquet');
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: FLIGHTS }));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await writeFile(all, (await Body?.transformToByteArray()) ?? new Uint8Array());
  await connection.run(
    `COPY (SELECT * FROM read_parquet('${all}') LIMIT ${FEWER_ROWS}) TO '${fewer}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
  await s3.send(new PutObjectCommand({ Bucket, Key: FLIGHTS, Body: await readFile(fewer) }));
}

test(
  'a report of a source that shrinks meanwhile has every row of the version it began with',
  async () => {
    const order = { definition: { flightDetails: PERIOD }, format: 'JSONL' } as const;
    const { reportId } = await session.reports.generate(order);
    await session.until(reportId, ({ progress }) => (progress?.rowsWritten ?? 0) > 0);
    await shrinkSource();
    const underWay = await session.reports.get(reportId);
    const report = await session.reports.wait(reportId);

    expect(underWay?.status).toBe('RUNNING');
    expect(report.result.rowCount).toBe(3_000_000);

    const next = await session.reports.generate(order);
    const after = await session.reports.wait(next.reportId);
    expect(after.result.rowCount).toBe(FEWER_ROWS);
  },
  TEST_TIMEOUT_MS,
);
