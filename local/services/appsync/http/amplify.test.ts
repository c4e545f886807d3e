/** The endpoint as the official client sees it. */
import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentLog, systemClock } from '../../../host.ts';
import { createCredentialStore } from '../../aws/credentials.ts';
import { createAuthenticator } from '../auth/authenticator.ts';
import { createTestApi, fail } from '../engine/test-api.ts';
import { createHttpEndpoint } from './endpoint.ts';

const key = 'da2-abcdefghijklmnopqrstuvwxyz';
let requests = 0;
let server: Server;

beforeAll(async () => {
  const sdl = 'type Query { hello(name: String): String half: String bad: String }';
  const api = createTestApi({
    sdl,
    resolvers: {
      'Query.hello': { request: (ctx) => ({ payload: `hello ${String(ctx.args.name)}` }) },
      'Query.half': { response: () => 'half' },
      'Query.bad': { response: () => fail('no', 'Nope', { errorInfo: { field: 'x' } }) },
    },
  });
  const authenticator = createAuthenticator({
    config: {
      arn: 'arn:aws:appsync:us-east-1:0:apis/x',
      sdl,
      apiKeys: [{ key, expiresAtMs: Number.MAX_SAFE_INTEGER }],
      defaultAuth: { mode: 'API_KEY' },
      additionalAuth: [],
    },
    credentials: createCredentialStore('0', { accessKeyId: 'root', secretAccessKey: 'root' }),
    authorizer: () => true,
    clock: systemClock,
  });
  const endpoint = createHttpEndpoint({ engine: api.engine, authenticator, log: silentLog });
  server = createServer((request, response) => {
    requests += 1;
    void endpoint.handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  Amplify.configure({
    API: {
      GraphQL: {
        endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
        region: 'us-east-1',
        apiKey: key,
        defaultAuthMode: 'apiKey',
      },
    },
  });
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const ask = (
  query: string,
  options: { apiKey?: string; variables?: Record<string, unknown> } = {},
) => generateClient({ authMode: 'apiKey' }).graphql({ query, ...options });

test('Amplify gets data', async () => {
  expect(
    await ask('query Q($n: String) { hello(name: $n) }', { variables: { n: 'Ann' } }),
  ).toMatchObject({
    data: { hello: 'hello Ann' },
  });
});

test('Amplify rejects with partial data, the error type and its info', async () => {
  await expect(ask('{ half bad }')).rejects.toMatchObject({
    data: { half: 'half', bad: null },
    errors: [{ errorType: 'Nope', errorInfo: { field: 'x' }, message: 'no' }],
  });
});

test('Amplify recognises refused credentials and asks once', async () => {
  requests = 0;

  await expect(ask('{ half }', { apiKey: 'da2-wrong' })).rejects.toMatchObject({
    errors: [{ message: 'Unauthorized', recoverySuggestion: expect.any(String) as string }],
  });
  expect(requests).toBe(1);
});

test('Amplify asks once for a document that is refused', async () => {
  requests = 0;

  await expect(ask('query A { half } query B { half }')).rejects.toBeDefined();
  await expect(ask('{ nope }')).rejects.toMatchObject({
    data: null,
    errors: [{ message: expect.stringContaining('FieldUndefined') as string }],
  });
  expect(requests).toBe(2);
});
