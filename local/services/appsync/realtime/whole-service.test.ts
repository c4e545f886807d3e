import { Amplify } from 'aws-amplify';
import { generateClient, type GraphQLSubscription } from 'aws-amplify/api';
import { describe, expect, it } from 'vitest';
import { silentLog, systemClock } from '../../../host.ts';
import { createCredentialStore, type Principal } from '../../aws/credentials.ts';
import { createAuthenticator } from '../auth/authenticator.ts';
import { createEngine } from '../engine/engine.ts';
import { moduleOf, noneDataSource, returnWith } from '../engine/test-api.ts';
import type { ApiConfig, Authorizer, GraphqlEngine } from '../types.ts';
import { createBed, until, type Bed } from './test-bed.ts';

const API_ARN = 'arn:aws:appsync:us-east-1:000000000000:apis/abcdefghijklmnopqrstuvwxyz';
const ROOT = { accessKeyId: 'AKIAROOT', secretAccessKey: 'root-secret' };

const CONFIG: ApiConfig = {
  apiId: 'abcdefghijklmnopqrstuvwxyz',
  name: 'test',
  arn: API_ARN,
  sdl: `
    type Report @aws_api_key @aws_iam { id: ID! status: String owner: String! }
    type Query { none: String }
    type Mutation { publish(id: ID!, status: String): Report @aws_api_key removeUser: String }
    type Subscription {
      onReport(id: ID): Report @aws_subscribe(mutations: ["publish"]) @aws_api_key @aws_iam
      onMine(id: ID): Report @aws_subscribe(mutations: ["publish"])
    }`,
  defaultAuth: { mode: 'API_KEY' },
  additionalAuth: [{ mode: 'AWS_IAM' }],
  apiKeys: [{ key: 'K', expiresAtMs: Infinity }],
  environmentVariables: {},
  introspection: true,
  queryDepthLimit: 0,
  resolverCountLimit: 0,
  dataSources: new Map([['none', noneDataSource]]),
  functions: new Map(),
  resolvers: ['Mutation.publish', 'Mutation.removeUser', 'Subscription.onMine'].map((code) => ({
    typeName: code.split('.')[0] ?? '',
    fieldName: code.split('.')[1] ?? '',
    origin: code,
    kind: 'UNIT',
    dataSourceName: 'none',
    functionIds: [],
    code,
    maxBatchSize: 0,
  })),
};

const rules = (fieldName: string, value: string) => ({
  filterGroup: [{ filters: [{ fieldName, operator: 'eq', value }] }],
});
const MODULES = {
  'Mutation.publish': moduleOf({ response: ({ args }) => ({ ...args, owner: 'ann' }) }),
  'Mutation.removeUser': moduleOf({
    response: () =>
      returnWith('ann', {
        invalidations: [{ subscriptionField: 'onMine', payload: { user: 'ann' } }],
      }),
  }),
  'Subscription.onMine': moduleOf({
    response: () =>
      returnWith(null, {
        subscriptionFilter: rules('owner', 'ann'),
        invalidationFilter: rules('user', 'ann'),
      }),
  }),
};

/** The engine, the authenticator and the endpoint as the cloud wires them. */
async function createService(authorizer: Authorizer = () => true) {
  const credentials = createCredentialStore('000000000000', ROOT);
  const listener: { bed?: Bed } = {}; // the engine comes first and publishes last
  const engine: GraphqlEngine = createEngine({
    config: CONFIG,
    loadModule: (code) => MODULES[code as keyof typeof MODULES],
    authorizer,
    listener: {
      published: (message) => listener.bed?.endpoint.listener.published(message),
      invalidated: (field, payload) => listener.bed?.endpoint.listener.invalidated(field, payload),
    },
    clock: systemClock,
    log: silentLog,
  });
  const authenticator = createAuthenticator({
    config: CONFIG,
    credentials,
    authorizer,
    clock: systemClock,
  });
  const bed = (listener.bed = await createBed({ engine, authenticator }));
  const mutate = (query: string): ReturnType<GraphqlEngine['execute']> =>
    engine.execute({
      query,
      headers: {},
      caller: { mode: 'API_KEY', identity: null, groups: null },
    });
  return { bed, credentials, mutate };
}

function start(id: string, query: string): string {
  return `{"id":"${id}","type":"start","payload":{"data":"{\\"query\\":\\"${query}\\"}","extensions":{"authorization":{"x-api-key":"K"}}}}`;
}

describe('the endpoint with the real engine and authenticator', () => {
  it('projects each subscriber his own selection of what the mutation selected', async () => {
    const { bed, mutate } = await createService();
    await using _ = bed;
    const client = await bed.connect();
    client.send(start('1', 'subscription { onReport(id: \\\\\\"r1\\\\\\") { id status } }'));
    client.send(start('2', 'subscription { onReport { id owner } }'));
    const acks = [await client.next(), await client.next()];

    await mutate('mutation { publish(id: "r1", status: "DONE") { id status } }');

    expect(acks.sort()).toEqual(['{"id":"1","type":"start_ack"}', '{"id":"2","type":"start_ack"}']);
    expect([await client.next(), await client.next()].sort()).toEqual([
      '{"id":"1","type":"data","payload":{"data":{"onReport":{"id":"r1","status":"DONE"}}}}',
      `{"id":"2","type":"data","payload":{"data":{"onReport":null},"errors":[{"message":"Cannot return null for non-nullable type: 'String' within parent 'Report' (/onReport/owner)","path":["onReport","owner"]}]}}`,
    ]);
  });

  it('lets a resolver set the filter, and ends what a mutation invalidates', async () => {
    const { bed, mutate } = await createService();
    await using _ = bed;
    const client = await bed.connect();
    client.send(start('1', 'subscription { onMine(id: \\\\\\"another\\\\\\") { id } }'));
    await client.next();

    await mutate('mutation { publish(id: "unselected owner") { id } }');
    await mutate('mutation { publish(id: "r1") { id owner } removeUser }');

    expect(await client.next()).toBe(
      '{"id":"1","type":"data","payload":{"data":{"onMine":{"id":"r1"}}}}',
    );
    expect(await client.next()).toBe('{"id":"1","type":"complete"}');
    expect(await client.closed).toBe(1000);
  });

  it.each([
    [
      'query { none }',
      '{"errorType":"UnsupportedOperation","message":"query not supported through the realtime channel"}',
    ],
    [
      'mutation { removeUser }',
      '{"errorType":"UnsupportedOperation","message":"mutation not supported through the realtime channel"}',
    ],
    [
      'subscription { onReport { nope } }',
      `{"message":"Validation error of type FieldUndefined: Field 'nope' in type 'Report' is undefined @ 'onReport/nope'"}`,
    ],
  ])('refuses %s in the words of the service', async (query, error) => {
    const { bed } = await createService();
    await using _ = bed;
    const client = await bed.connect();

    client.send(start('1', query));

    expect(await client.next()).toBe(`{"id":"1","type":"error","payload":{"errors":[${error}]}}`);
  });
});

describe('the official Amplify client with IAM', () => {
  const ROLE: Principal = {
    arn: 'arn:aws:sts::000000000000:assumed-role/reader/session',
    accountId: '000000000000',
    roleArn: 'arn:aws:iam::000000000000:role/reader',
    userId: 'AROA:session',
  };
  const fieldArn = (field: string): string => `${API_ARN}/types/Subscription/fields/${field}`;

  it('signs a connection and a start the endpoint accepts', async () => {
    const { bed, credentials, mutate } = await createService(
      (principal, action, arn) =>
        principal.roleArn === ROLE.roleArn &&
        action === 'appsync:GraphQL' &&
        arn.startsWith(API_ARN),
    );
    await using _ = bed;
    configure(bed.port, credentials.issue(ROLE));

    const received: unknown[] = [];
    const subscription = subscribe(received);
    await until(
      () => bed.endpoint.subscriptionCount === 1 || received.length > 0,
      'the start',
      5_000,
    );
    await mutate('mutation { publish(id: "r1", status: "DONE") { id status owner } }');
    await until(() => received.length > 0, 'the message');
    subscription.unsubscribe();
    await until(() => bed.endpoint.connectionCount === 0, 'Amplify to close its socket', 5_000);

    expect(received).toEqual([{ onReport: { id: 'r1', status: 'DONE' } }]);
  });

  it('is refused when its role may do nothing', async () => {
    const { bed, credentials } = await createService((_, __, arn) => arn === fieldArn('elsewhere'));
    await using _bed = bed;
    configure(bed.port, credentials.issue(ROLE));

    const received: unknown[] = [];
    const subscription = subscribe(received);
    await until(() => received.length > 0, 'the error', 5_000);
    subscription.unsubscribe();
    await until(() => bed.endpoint.connectionCount === 0, 'the socket to be closed', 5_000);

    expect(received).toMatchObject([
      { errors: [{ message: 'Connection failed: UnauthorizedException' }] },
    ]);
  });

  function configure(
    port: number,
    credentials: { accessKeyId: string; secretAccessKey: string },
  ): void {
    const endpoint = `HTTP://localhost:${port}/graphql`;
    Amplify.configure(
      { API: { GraphQL: { endpoint, region: 'us-east-1', defaultAuthMode: 'iam' } } },
      {
        Auth: {
          credentialsProvider: {
            getCredentialsAndIdentityId: () => Promise.resolve({ credentials }),
            clearCredentialsAndIdentityId: () => undefined,
          },
        },
      },
    );
  }

  function subscribe(received: unknown[]): { unsubscribe(): void } {
    return generateClient()
      .graphql<GraphQLSubscription<{ onReport: unknown }>>({
        query: 'subscription S($id: ID) { onReport(id: $id) { id status } }',
        variables: { id: 'r1' },
      })
      .subscribe({
        next: ({ data }) => received.push(data),
        error: (error) => received.push(error),
      });
  }
});
