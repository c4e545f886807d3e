import { generateClient } from 'aws-amplify/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalCloud } from '../../local/index.ts';
import * as documents from '../../schema/generated/documents.ts';
import { configureAmplify, nextSubscriptionAck } from '../support/amplify.ts';
import { APPS } from '../support/apps.ts';
import { DEMO_USER, startTestCloud } from '../support/cloud.ts';
import { postRaw } from '../support/graphql-request.ts';
import { createInbox } from '../support/inbox.ts';
import { signInWithAmplify } from '../support/users.ts';

/**
 * What this product is for, in real time and with AppSync's real limit: 40 seconds of work. The same work is
 * done both ways at once; the test mostly sleeps.
 */

const WORK = { amountOfRows: 500, delayMs: 40_000 };
/** AppSync's limit for a request. */
const LIMIT_MS = 30_000;
const TEST_TIMEOUT_MS = 75_000;

type Ready = NonNullable<documents.OnReportReadySubscription['onReportReady']>;

let cloud: LocalCloud;
let authToken: string;

beforeAll(async () => {
  cloud = await startTestCloud(APPS.demonstration);
  configureAmplify(cloud);
  authToken = await signInWithAmplify(DEMO_USER.username, DEMO_USER.password);
});

afterAll(() => cloud[Symbol.asyncDispose]());

/** The way this product replaces. */
function waitForIt(input: typeof WORK) {
  const query = `mutation ($input: SampleReportInput!) {
    generateReportSynchronously(input: $input) { rowCount byteSize sha256 }
  }`;
  const body = JSON.stringify({ query, variables: { input } });
  return postRaw(cloud.apiOrigin, body, { authorization: authToken });
}

test('succeeds by push', { concurrent: true, timeout: TEST_TIMEOUT_MS }, async () => {
  const api = generateClient();
  const auth = { authMode: 'userPool', authToken } as const;
  const reportId = crypto.randomUUID();
  const inbox = createInbox<Ready>();
  const acknowledged = nextSubscriptionAck();
  const stream = api.graphql({
    query: String(documents.OnReportReadyDocument),
    variables: { reportId } as never,
    ...auth,
  }) as unknown as {
    subscribe(observer: { next(message: { data: documents.OnReportReadySubscription }): void }): {
      unsubscribe(): void;
    };
  };
  const subscription = stream.subscribe({
    next: ({ data }) => data.onReportReady && inbox.push(data.onReportReady),
  });
  await acknowledged;

  const askedAt = performance.now();
  await api.graphql({
    query: String(documents.GenerateReportDocument),
    variables: { input: { reportId, definition: { sample: WORK } } } as never,
    ...auth,
  });
  const answeredMs = performance.now() - askedAt;
  const ready = await inbox.first(() => true, 60_000);
  const readyMs = performance.now() - askedAt;
  subscription.unsubscribe();

  expect(answeredMs).toBeLessThan(5000); // milliseconds really; the bound only tells it from waiting
  expect(readyMs).toBeGreaterThan(WORK.delayMs);
  expect(ready).toMatchObject({ status: 'SUCCEEDED', result: { rowCount: 500 } });
  const text = await (await fetch(ready.download?.url ?? '')).text();
  expect(text.trimEnd().split('\r\n')).toHaveLength(501);
});

test(
  'is cut off at 30 seconds when the caller waits for it',
  { concurrent: true, timeout: TEST_TIMEOUT_MS },
  async () => {
    const askedAt = performance.now();
    const answer = await waitForIt(WORK);
    const answeredMs = performance.now() - askedAt;

    expect(answeredMs).toBeGreaterThan(LIMIT_MS - 500);
    expect(answeredMs).toBeLessThan(LIMIT_MS + 5000);
    expect(answer.body.data?.generateReportSynchronously ?? null).toBeNull();
    expect(answer.body.errors?.[0]?.message).toBe('Execution timed out.');
  },
);

test('the same work, when short, can be waited for', async () => {
  const { body } = await waitForIt({ amountOfRows: 3, delayMs: 0 });

  expect(body).toMatchObject({
    data: { generateReportSynchronously: { rowCount: 3, byteSize: expect.any(Number) as number } },
  });
});

test('work beyond its bounds is refused at once', async () => {
  const { body } = await waitForIt({ amountOfRows: 10_001, delayMs: 0 });

  expect(body.errors?.[0]).toMatchObject({
    errorType: 'BadRequest',
    message: 'amountOfRows must be from 0 to 10,000.',
  });
});
