import { generateClient } from 'aws-amplify/api';
import { Amplify } from 'aws-amplify';
import { CONNECTION_STATE_CHANGE } from 'aws-amplify/api';
import { Hub } from 'aws-amplify/utils';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startConformance, type ConformanceBed } from '../support/conformance-bed.ts';
import { createInbox } from '../support/inbox.ts';

/** The unmodified Amplify 6 against plain HTTP on this machine. */

let bed: ConformanceBed;

beforeAll(async () => {
  bed = await startConformance();
  Amplify.configure({});
});

afterAll(async () => {
  await bed[Symbol.asyncDispose]();
});

test('Amplify with HTTP://localhost subscribes over ws and comes to Connected; the cloud hands out that scheme', async () => {
  const { data } = bed.cloud.amplifyOutputs as { data: { url: string } };
  const endpoint = bed.origin.replace('http:', 'HTTP:');
  const client = generateClient({
    endpoint: `${endpoint}/graphql`,
    authMode: 'apiKey',
    apiKey: bed.apiKey,
  });
  const states = createInbox<string>();
  const stop = Hub.listen('api', ({ payload }) => {
    if (payload.event !== CONNECTION_STATE_CHANGE) return;
    states.push((payload.data as { connectionState: string }).connectionState);
  });
  const inbox = createInbox<unknown>();
  const stream = client.graphql({ query: 'subscription { onEvent { id } }' }) as unknown as {
    subscribe(observer: { next(message: { data: unknown }): void }): { unsubscribe(): void };
  };
  const subscription = stream.subscribe({ next: (message) => inbox.push(message.data) });
  await states.first((state) => state === 'Connected', 5000);
  const published = await client.graphql({ query: 'mutation { publish(id: "amplify") { id } }' });
  await inbox.first(() => true, 5000);
  subscription.unsubscribe();
  stop();

  expect(data.url).toBe(`${endpoint}/graphql`);
  expect((published as { data: unknown }).data).toEqual({ publish: { id: 'amplify' } });
  expect(inbox.received).toEqual([{ onEvent: { id: 'amplify' } }]);
});

test('Amplify with ws://localhost subscribes too: the second way without TLS', async () => {
  const client = generateClient({
    endpoint: `${bed.origin.replace('http:', 'ws:')}/graphql`,
    authMode: 'apiKey',
    apiKey: bed.apiKey,
  });
  const inbox = createInbox<unknown>();
  const connected = createInbox<string>();
  const stop = Hub.listen('api', ({ payload }) => connected.push(payload.event));
  const stream = client.graphql({ query: 'subscription { onEvent { id } }' }) as unknown as {
    subscribe(observer: { next(message: { data: unknown }): void }): { unsubscribe(): void };
  };
  const subscription = stream.subscribe({ next: (message) => inbox.push(message.data) });
  await connected.first((event) => event === 'Subscription ack', 5000);
  await bed.ask('mutation { publish(id: "ws") { id } }');
  await inbox.first(() => true, 5000);
  subscription.unsubscribe();
  stop();

  expect(inbox.received).toEqual([{ onEvent: { id: 'ws' } }]);
});
