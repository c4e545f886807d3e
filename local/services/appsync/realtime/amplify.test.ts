import { Amplify } from 'aws-amplify';
import { CONNECTION_STATE_CHANGE, generateClient, type GraphQLSubscription } from 'aws-amplify/api';
import { Hub } from 'aws-amplify/utils';
import { expect, it } from 'vitest';
import { accepted, createBed, until } from './test-bed.ts';

interface Report {
  readonly onReport: { readonly id: string; readonly status: string };
}

it('the official Amplify client connects, receives what it asked for, and unsubscribes', async () => {
  const engine = {
    subscribe: () =>
      Promise.resolve({ accepted: accepted({ fieldName: 'onReport', args: { id: 'r1' } }) }),
  };
  await using bed = await createBed({ engine });
  // Amplify 6 turns `http://` into `wss://`, by exact case: this is its only way to a server without TLS.
  const endpoint = `HTTP://localhost:${bed.port}/graphql`;
  Amplify.configure({ API: { GraphQL: { endpoint, defaultAuthMode: 'apiKey', apiKey: 'K' } } });
  const states: string[] = [];
  using _ = listen(states);

  const received: unknown[] = [];
  const subscription = generateClient()
    .graphql<GraphQLSubscription<Report>>({
      query: 'subscription S { onReport(id: "r1") { id status } }',
    })
    .subscribe({ next: ({ data }) => received.push(data), error: (error) => received.push(error) });
  await until(() => states.includes('Connected'), 'Amplify to be connected', 5_000);
  bed.endpoint.listener.published({ mutation: 'publish', result: { id: 'r2', status: 'OTHER' } });
  bed.endpoint.listener.published({ mutation: 'publish', result: { id: 'r1', status: 'DONE' } });
  await until(() => received.length > 0, 'the message');
  subscription.unsubscribe();
  await until(() => bed.endpoint.subscriptionCount === 0, 'the stop');
  await until(() => bed.endpoint.connectionCount === 0, 'Amplify to close its socket', 5_000);

  expect(received).toEqual([{ onReport: { id: 'r1', status: 'DONE' } }]);
  expect(states).toEqual(expect.arrayContaining(['Connecting', 'Connected', 'Disconnected']));
});

it('the official Amplify client is told that its key is wrong', async () => {
  await using bed = await createBed();
  const endpoint = `HTTP://localhost:${bed.port}/graphql`;
  Amplify.configure({ API: { GraphQL: { endpoint, defaultAuthMode: 'apiKey', apiKey: 'wrong' } } });

  const errors: unknown[] = [];
  const subscription = generateClient()
    .graphql<GraphQLSubscription<Report>>({ query: 'subscription S { onReport { id status } }' })
    .subscribe({ error: (error) => errors.push(error) });
  await until(() => errors.length > 0, 'the error', 5_000);
  subscription.unsubscribe();

  expect(errors).toMatchObject([
    { errors: [{ message: 'Connection failed: UnauthorizedException' }] },
  ]);
  await until(() => bed.endpoint.connectionCount === 0, 'the socket to be closed', 5_000);
});

function listen(states: string[]): Disposable {
  const stop = Hub.listen('api', ({ payload }) => {
    if (payload.event !== CONNECTION_STATE_CHANGE) return;
    states.push((payload.data as { connectionState: string }).connectionState);
  });
  return { [Symbol.dispose]: stop };
}
