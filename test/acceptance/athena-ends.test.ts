import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Report, ReportOrder } from '../../client/index.ts';
import { startAthenaSession, type AthenaSession } from '../support/athena-session.ts';
import { DATASETS } from '../../functions/generate-report/datasets/catalogue.ts';
import { readWorkGroups } from '../../local/runtime/athena.ts';
import { ROOT_CREDENTIALS } from '../support/cloud.ts';

/** Reports that wait for a query which is stopped, fails, reads too much, ends unheard or twice, or whose generator is killed. */

const TEST_TIMEOUT_MS = 60_000;
const ROWS = 16_948;
const DEFINITION = { flightDetails: { fromDate: '2001-01-03', toDate: '2001-01-03' } } as const;
const ORDER: ReportOrder = { definition: DEFINITION, engine: 'ATHENA' };
/** A cancelled report ends within two seconds; a busy machine and reading every 50 ms may add to it. */
const CANCELLED_WITHIN_MS = 2_000 + 1_500;
const LOOKS = 'schedules:every=1s';

let session: AthenaSession;

beforeAll(async () => {
  session = await startAthenaSession();
}, 60_000);

afterEach(() => session.cloud.faults.clear());

afterAll(async () => {
  await session[Symbol.asyncDispose]();
});

const order = async (): Promise<string> => (await session.reports.generate(ORDER)).reportId;
const isWaiting = ({ progress }: Report): boolean => progress?.phase === 'querying';
const hasFailed = ({ status }: Report): boolean => status === 'FAILED';

test('a report that waits is cancelled: its query stops, and nothing is left', async () => {
  session.cloud.faults.set(['queries:hold=10m']);
  const reportId = await order();
  await session.until(reportId, isWaiting);
  const askedAt = performance.now();
  await session.reports.cancel(reportId);
  const ended = await session.until(reportId, ({ status }) => status === 'CANCELLED');

  expect(performance.now() - askedAt).toBeLessThan(CANCELLED_WITHIN_MS);
  expect(ended).toMatchObject({ result: null, error: null, attempt: 1 });
  const [query] = await session.queriesOf(reportId);
  expect(query?.Status).toMatchObject({ State: 'CANCELLED' });
  await expect.poll(() => session.filesOf(reportId)).toEqual([]);
});

test(
  'a query that would read more than is allowed is refused in words',
  { timeout: TEST_TIMEOUT_MS },
  async () => {
    const { athena } = session.cloud.services;
    const [group] = readWorkGroups(session.cloud.stack);
    if (!group) throw new Error('the template has no work group');
    athena.createWorkGroup({ ...group, maxScannedBytes: 1_000_000 });
    const reportId = await order();
    const { error } = await session
      .until(reportId, hasFailed)
      .finally(() => athena.createWorkGroup(group));

    expect(error).toEqual({
      code: 'SCAN_LIMIT',
      message:
        'The query would read more data than a report may. Ask for less, for example a shorter range.',
      retryable: false,
      action: expect.any(String) as string,
    });
    const [query] = await session.queriesOf(reportId);
    expect(query?.Status).toMatchObject({ State: 'CANCELLED' });
    expect(await session.filesOf(reportId)).toEqual([]);
  },
);

test('a dataset that is not there, or is damaged, fails the report in words', async () => {
  const { environment } = session.generator;
  const dataset = { Bucket: environment.DATASETS_BUCKET, Key: DATASETS.flights.key };
  const s3 = new S3Client({
    endpoint: session.cloud.awsOrigin,
    region: 'us-east-1',
    credentials: ROOT_CREDENTIALS,
  });
  const { Body } = await s3.send(new GetObjectCommand(dataset));
  const whole = await Body?.transformToByteArray();
  const failure = async () => {
    const reportId = await order();
    const { error } = await session.until(reportId, hasFailed);
    expect(await session.filesOf(reportId)).toEqual([]);
    return error;
  };
  try {
    await s3.send(new PutObjectCommand({ ...dataset, Body: whole?.slice(0, 100_000) }));
    const damaged = await failure();
    await s3.send(new DeleteObjectCommand(dataset));
    const missing = await failure();

    expect(damaged).toMatchObject({
      code: 'INVALID_DATA',
      message: 'The data holds something the report does not expect, or a file of it is damaged.',
    });
    expect(missing).toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      message: 'The dataset "flights" cannot be reached.',
    });
  } finally {
    await s3.send(new PutObjectCommand({ ...dataset, Body: whole }));
    s3.destroy();
  }
});

test('a service that fails the query fails the report, which may be run again', async () => {
  session.cloud.faults.set(['queries:fail']);
  const { error } = await session.until(await order(), hasFailed);

  expect(error).toMatchObject({ code: 'SOURCE_UNAVAILABLE', retryable: true });
});

test(
  'an end nobody was told of is found by the next look',
  { timeout: TEST_TIMEOUT_MS },
  async () => {
    session.cloud.faults.set(['queries:untold,match=SUCCEEDED', LOOKS]);
    const { report } = await session.make(ORDER);

    expect(session.cloud.faults.active()[0]?.struck).toBe(1);
    expect(report).toMatchObject({ attempt: 1, result: { rowCount: ROWS, engine: 'ATHENA' } });
    expect(await session.queriesOf(report.reportId)).toHaveLength(1);
  },
);

test(
  'a query that takes longer than several leases is waited for, and none runs beside it',
  { timeout: TEST_TIMEOUT_MS },
  async () => {
    session.cloud.faults.set(['queries:hold=10s', LOOKS]);
    const { report } = await session.make(ORDER);

    expect(report).toMatchObject({ attempt: 1, result: { rowCount: ROWS } });
    expect(await session.queriesOf(report.reportId)).toHaveLength(1);
  },
);

test('events that come twice make one file', { timeout: TEST_TIMEOUT_MS }, async () => {
  session.cloud.faults.set(['events:duplicate,match=generate', LOOKS]);
  const { report, bytes } = await session.make(ORDER);

  // The order and the word of the query's end, at least.
  expect(session.cloud.faults.active()[0]?.struck).toBeGreaterThanOrEqual(2);
  expect(report).toMatchObject({ attempt: 1, result: { rowCount: ROWS } });
  expect(bytes.toString().trimEnd().split('\r\n')).toHaveLength(ROWS + 1);
  expect(await session.queriesOf(report.reportId)).toHaveLength(1);
  expect(await session.filesOf(report.reportId)).toEqual([expect.stringMatching(/\/1\.csv$/)]);
});

test(
  'a generator that is killed while it makes the file is followed by an attempt that finishes',
  { timeout: TEST_TIMEOUT_MS },
  async () => {
    session.cloud.faults.set(['s3:hang=30s,match=/parts/,by=generate', LOOKS]);
    const reportId = await order();
    await session.until(reportId, ({ progress }) => progress?.phase === 'reading');
    session.cloud.faults.set([LOOKS]);
    expect(session.cloud.services.lambda.killEnvironment(session.generator.name)).toBeGreaterThan(
      0,
    );
    const report = await session.reports.wait(reportId);

    expect(report).toMatchObject({ attempt: 2, result: { rowCount: ROWS, engine: 'ATHENA' } });
    expect(await session.filesOf(reportId)).toEqual([expect.stringMatching(/\/2\.csv$/)]);
  },
);
