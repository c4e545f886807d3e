import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { silentLog, type LocalCloud, type Log } from '../../local/index.ts';
import { APPS } from '../support/apps.ts';
import { ROOT_CREDENTIALS, startTestCloud } from '../support/cloud.ts';

/** A stack with tables and a work group: queries run by its template alone, and its rule hears when they have ended. */

let cloud: LocalCloud;
let athena: AthenaClient;
const heard: string[] = [];
const log: Log = {
  ...silentLog,
  info: (message) => void (/\bHEARD /.test(message) && heard.push(message)),
};

beforeAll(async () => {
  cloud = await startTestCloud(APPS.queries, { log });
  const config = {
    endpoint: cloud.awsOrigin,
    region: 'us-east-1',
    credentials: ROOT_CREDENTIALS,
    maxAttempts: 1,
  };
  athena = new AthenaClient(config);
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const Body = 'id,item\n1,"a lamp, small"\n2,a chair\n';
  const Bucket = cloud.stack.outputs.Bucket;
  await s3.send(new PutObjectCommand({ Bucket, Key: 'orders/1.csv', Body }));
  s3.destroy();
});
beforeEach(() => cloud.faults.clear());
afterAll(async () => {
  athena.destroy();
  await cloud[Symbol.asyncDispose]();
});

async function ask(QueryString: string): Promise<string> {
  const { QueryExecutionId = '' } = await athena.send(
    new StartQueryExecutionCommand({
      QueryString,
      WorkGroup: cloud.stack.outputs.WorkGroup,
      QueryExecutionContext: { Database: 'shop' },
    }),
  );
  return QueryExecutionId;
}
async function statusOf(QueryExecutionId: string) {
  const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
  return QueryExecution?.Status;
}
const isHeard = (id: string, state: string): Promise<void> =>
  expect.poll(() => heard.join('\n'), { timeout: 10_000 }).toContain(`HEARD ${id} ${state}`);

test('a query reads the template’s table, and the rule’s function hears of its end', async () => {
  const id = await ask('SELECT item FROM orders ORDER BY id');
  await isHeard(id, 'SUCCEEDED');
  const { ResultSet } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId: id }));

  expect(ResultSet?.Rows?.map(({ Data }) => Data?.[0]?.VarCharValue)).toEqual([
    'item',
    'a lamp, small',
    'a chair',
  ]);
});

test('a query that fails or is stopped is heard of, too', async () => {
  await isHeard(await ask('SELECT nothing FROM orders'), 'FAILED');
  cloud.faults.set(['queries:hold=10m']);
  const id = await ask('SELECT 1');
  await expect.poll(async () => (await statusOf(id))?.State).toBe('RUNNING');
  await athena.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));

  await isHeard(id, 'CANCELLED');
});

test('a query that is held goes on when the fault is taken away', async () => {
  cloud.faults.set(['queries:hold=10m,match=shop']);
  const id = await ask('SELECT 1');
  await expect.poll(async () => (await statusOf(id))?.State).toBe('RUNNING');
  cloud.faults.clear();

  await isHeard(id, 'SUCCEEDED');
});

test('a query can be made to fail, as if the service had', async () => {
  cloud.faults.set(['queries:fail,nth=2']);
  await isHeard(await ask('SELECT 1'), 'SUCCEEDED');
  const id = await ask('SELECT 2');
  await isHeard(id, 'FAILED');

  expect((await statusOf(id))?.AthenaError).toMatchObject({ ErrorCategory: 1, ErrorType: 100 });
});

test('a change of state can be kept from EventBridge', async () => {
  cloud.faults.set(['queries:untold,match=SUCCEEDED']);
  const untold = await ask('SELECT 1');
  await expect.poll(async () => (await statusOf(untold))?.State).toBe('SUCCEEDED');
  await isHeard(await ask('SELECT nothing'), 'FAILED');

  expect(heard.join('\n')).not.toContain(untold);
});

test('a call can be throttled and lost like those of other services', async () => {
  cloud.faults.set(['athena:throttle,match=StartQueryExecution,first=1']);
  await expect(ask('SELECT 1')).rejects.toMatchObject({ name: 'TooManyRequestsException' });

  await isHeard(await ask('SELECT 1'), 'SUCCEEDED');
});
