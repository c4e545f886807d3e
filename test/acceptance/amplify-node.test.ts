import { createHash } from 'node:crypto';
import { generateClient } from 'aws-amplify/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalCloud } from '../../local/index.ts';
import * as documents from '../../schema/generated/documents.ts';
import { configureAmplify, nextSubscriptionAck } from '../support/amplify.ts';
import { DEMO_USER, startTestCloud } from '../support/cloud.ts';
import { createInbox } from '../support/inbox.ts';
import { addUser, PASSWORD, signInWithAmplify } from '../support/users.ts';

/** The whole loop with the unmodified aws-amplify client, over its own HTTP, WebSocket and SRP code. */

const EVE = 'eve@example.com';
const QUIET_MS = 700;

type Ready = NonNullable<documents.OnReportReadySubscription['onReportReady']>;

let cloud: LocalCloud;
let demoToken: string;
let eveToken: string;
const api = generateClient();

beforeAll(async () => {
  cloud = await startTestCloud();
  configureAmplify(cloud);
  await addUser(cloud, EVE);
  eveToken = await signInWithAmplify(EVE, PASSWORD);
  demoToken = await signInWithAmplify(DEMO_USER.username, DEMO_USER.password);
});

afterAll(async () => {
  await cloud[Symbol.asyncDispose]();
});

/** A query or mutation as a person; rejects with AppSync's `{ data, errors }`. */
async function run(query: unknown, variables: object, authToken = demoToken): Promise<never> {
  const answer = await api.graphql({
    query: String(query),
    variables: variables as never,
    authMode: 'userPool',
    authToken,
  });
  return (answer as { data: never }).data;
}

/** Subscribes and resolves once AppSync has acknowledged. */
async function subscribe(reportId: string | null, authToken: string) {
  const inbox = createInbox<Ready>();
  const acknowledged = nextSubscriptionAck();
  const stream = api.graphql({
    query: String(documents.OnReportReadyDocument),
    variables: { reportId } as never,
    authMode: 'userPool',
    authToken,
  }) as unknown as {
    subscribe(observer: {
      next(message: { data: documents.OnReportReadySubscription }): void;
      error(error: unknown): void;
    }): { unsubscribe(): void };
  };
  const errors: unknown[] = [];
  const subscription = stream.subscribe({
    next: ({ data }) => data.onReportReady && inbox.push(data.onReportReady),
    error: (error) => errors.push(error),
  });
  await acknowledged;
  return { inbox, errors, [Symbol.dispose]: () => subscription.unsubscribe() };
}

function order(reportId: string, amountOfRows: number, delayMs = 0) {
  return { input: { reportId, definition: { sample: { amountOfRows, delayMs } } } };
}

test('a report ordered by mutation arrives by push with a link that works', async () => {
  const reportId = crypto.randomUUID();
  using subscription = await subscribe(reportId, demoToken);

  const { generateReport } = (await run(
    documents.GenerateReportDocument,
    order(reportId, 500),
  )) as documents.GenerateReportMutation;
  expect(generateReport).toMatchObject({ reportId, status: 'QUEUED', version: 1, attempt: 0 });

  const ready = await subscription.inbox.first((report) => report.reportId === reportId, 15_000);
  expect(ready).toMatchObject({ status: 'SUCCEEDED', attempt: 1, result: { rowCount: 500 } });
  const file = await fetch(ready.download?.url ?? '');
  expect(file.status).toBe(200);
  expect(file.headers.get('content-disposition')).toBe(
    `attachment; filename="sample_${reportId.slice(-6)}.csv"`,
  );
  const bytes = Buffer.from(await file.arrayBuffer());
  expect(bytes.length).toBe(ready.result?.byteSize);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(ready.result?.sha256);
  const lines = bytes.toString().split('\r\n');
  expect(lines[0]).toBe('Date,Item,Amount');
  expect(lines).toHaveLength(502); // header, 500 rows, the end of the last line
});

test('what was pushed is what a query reads', async () => {
  const reportId = crypto.randomUUID();
  using subscription = await subscribe(null, demoToken);
  await run(documents.GenerateReportDocument, order(reportId, 3));
  const ready = await subscription.inbox.first((report) => report.reportId === reportId, 15_000);

  const read = (await run(documents.GetReportDocument, { reportId })) as documents.GetReportQuery;
  const { download: pushedLink, ...pushed } = ready;
  const { download: readLink, ...stored } = read.getReport ?? { download: null };
  expect(stored).toEqual(pushed);
  expect(new URL(readLink?.url ?? '').pathname).toBe(new URL(pushedLink?.url ?? '').pathname);

  const list = (await run(documents.ListReportsDocument, {})) as documents.ListReportsQuery;
  expect(list.listReports.items[0]).toMatchObject({ reportId, status: 'SUCCEEDED' });
});

test('the same order twice is one report; another order under its id is refused', async () => {
  const reportId = crypto.randomUUID();
  const [first, second] = (await Promise.all([
    run(documents.GenerateReportDocument, order(reportId, 2)),
    run(documents.GenerateReportDocument, order(reportId, 2)),
  ])) as documents.GenerateReportMutation[];
  expect(second?.generateReport.createdAt).toBe(first?.generateReport.createdAt);

  await expect(run(documents.GenerateReportDocument, order(reportId, 3))).rejects.toMatchObject({
    errors: [{ errorType: 'IdempotentParameterMismatch', path: ['generateReport'] }],
  });
});

test('another user subscribing to the same id receives nothing and reads nothing', async () => {
  const reportId = crypto.randomUUID();
  using hers = await subscribe(reportId, eveToken);
  using all = await subscribe(null, eveToken);
  using mine = await subscribe(reportId, demoToken);
  await run(documents.GenerateReportDocument, order(reportId, 1));
  await mine.inbox.first((report) => report.reportId === reportId, 15_000);
  await new Promise((resolve) => setTimeout(resolve, QUIET_MS));

  expect(hers.inbox.received).toEqual([]);
  expect(all.inbox.received).toEqual([]);
  expect(hers.errors).toEqual([]);
  const read = await run(documents.GetReportDocument, { reportId }, eveToken);
  expect(read).toEqual({ getReport: null });
  const list = (await run(
    documents.ListReportsDocument,
    {},
    eveToken,
  )) as documents.ListReportsQuery;
  expect(list.listReports.items).toEqual([]);
});

test('a user is refused on the generator\u2019s fields', async () => {
  const outcome = { owner: 'o', reportId: 'r', attempt: 1, status: 'FAILED' };

  await expect(run(documents.ReportReadyDocument, outcome)).rejects.toMatchObject({
    data: { reportReady: null },
    errors: [
      {
        path: ['reportReady'],
        errorType: 'Unauthorized',
        message: 'Not Authorized to access reportReady on type Mutation',
      },
    ],
  });
});

test('a user cannot call as IAM: Amplify has nothing to sign with', async () => {
  const call = api.graphql({
    query: String(documents.ReportStartedDocument),
    variables: { owner: 'o', reportId: 'r' } as never,
    authMode: 'iam',
  });

  await expect(call).rejects.toMatchObject({ name: 'NoCredentials' });
});

test('progress is pushed while the report runs', async () => {
  const reportId = crypto.randomUUID();
  const seen = createInbox<{ status: string; rows: number; percent: number | null }>();
  const acknowledged = nextSubscriptionAck();
  const stream = api.graphql({
    query: String(documents.OnReportProgressDocument),
    variables: { reportId } as never,
    authMode: 'userPool',
    authToken: demoToken,
  }) as unknown as {
    subscribe(observer: {
      next(message: { data: documents.OnReportProgressSubscription }): void;
    }): { unsubscribe(): void };
  };
  const subscription = stream.subscribe({
    next({ data }) {
      const { status, progress } = data.onReportProgress ?? {};
      if (status && progress) {
        seen.push({ status, rows: progress.rowsWritten, percent: progress.percent });
      }
    },
  });
  await acknowledged;
  await run(documents.GenerateReportDocument, order(reportId, 100, 3500));
  const halfWay = await seen.first(({ rows }) => rows > 20, 15_000);
  subscription.unsubscribe();

  expect(halfWay.status).toBe('RUNNING');
  expect(halfWay.percent).toBe(halfWay.rows);
  expect(seen.received[0]).toEqual({ status: 'RUNNING', rows: 0, percent: null });
});
