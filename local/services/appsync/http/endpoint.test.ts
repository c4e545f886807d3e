import { SignatureV4 } from '@smithy/signature-v4';
import { createHash, createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentLog, systemClock } from '../../../host.ts';
import { createCredentialStore } from '../../aws/credentials.ts';
import { createAuthenticator } from '../auth/authenticator.ts';
import { createTestPool } from '../auth/test-tokens.ts';
import { createTestApi, fail, returnWith } from '../engine/test-api.ts';
import type { ApiConfig, HandlerContext } from '../types.ts';
import { createHttpEndpoint } from './endpoint.ts';

/** What the SDK's signer needs of SHA-256, by node:crypto. */
class Sha256 {
  readonly hash: { update(chunk: string | Uint8Array): unknown; digest(): Buffer };

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash =
      secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Buffer);
  }
  update(chunk: string | Uint8Array): void {
    this.hash.update(chunk);
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.hash.digest());
  }
  reset(): void {
    throw new Error('not needed');
  }
}

const pool = createTestPool();
const credentials = createCredentialStore('000000000000', {
  accessKeyId: 'root',
  secretAccessKey: 'secret',
});
const arn = 'arn:aws:appsync:us-east-1:000000000000:apis/abcdefghijklmnopqrstuvwxyz';
const key = 'da2-abcdefghijklmnopqrstuvwxyz';
const config = {
  arn,
  defaultAuth: { mode: 'API_KEY' },
  additionalAuth: [pool.provider, { mode: 'AWS_IAM' }],
  apiKeys: [{ key, expiresAtMs: Number.MAX_SAFE_INTEGER }],
} satisfies Partial<ApiConfig>;
const sdl = `
  type Query { hello(name: String): String big: String mine: String @aws_cognito_user_pools iam: String @aws_iam other: String @aws_iam }
  type Mutation { go: Int }
  type Subscription { onGo: Int @aws_subscribe(mutations: ["go"]) }
`;
const authorizer = (_principal: unknown, _action: string, resource: string): boolean =>
  resource.endsWith('types/Query/fields/iam');

let context: HandlerContext | undefined;
const api = createTestApi({
  sdl,
  config,
  authorizer: (principal, action, resource) =>
    principal.roleArn === undefined || authorizer(principal, action, resource),
  resolvers: {
    'Query.hello': {
      request: (ctx) => {
        context = ctx;
        return { payload: `hello ${(ctx.args.name as string | undefined) ?? 'you'}` };
      },
      response: (ctx) => returnWith(ctx.result, { responseHeaders: { 'x-greeting': 'hi' } }),
    },
    'Query.big': { response: () => 'x'.repeat(3_000) },
    'Query.mine': { response: (ctx) => (ctx.identity as { username: string }).username },
    'Query.iam': { response: (ctx) => (ctx.identity as { username: string }).username },
    'Query.other': { response: () => 'other' },
    'Mutation.go': { response: () => fail('no', 'Nope') },
  },
});
const endpoint = createHttpEndpoint({
  engine: api.engine,
  authenticator: createAuthenticator({
    config: { ...config, sdl },
    credentials,
    authorizer: (principal, action, resource) =>
      principal.roleArn !== 'arn:none' &&
      (principal.roleArn === undefined || authorizer(principal, action, resource)),
    clock: systemClock,
  }),
  log: silentLog,
  limits: { maxRequestBytes: 10_000, maxResponseBytes: 2_000 },
});
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => void endpoint.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const post = (
  body: string,
  headers: Record<string, string> = { 'x-api-key': key },
): Promise<Response> =>
  fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

test('answers a query with data only and the headers of the service', async () => {
  const response = await post(
    '{"query":"query($n: String) { hello(name: $n) }","variables":{"n":"Ann"}}',
  );

  expect(await response.text()).toBe('{"data":{"hello":"hello Ann"}}');
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/json;charset=UTF-8',
    'x-amzn-requestid': expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    'x-amzn-appsync-tokensconsumed': '1',
    'access-control-allow-origin': '*',
    'access-control-expose-headers':
      'x-amzn-requestid, x-amzn-errortype, x-amzn-appsync-tokensconsumed',
    'x-greeting': 'hi',
  });
});

test('reads JSON whatever the content type and takes the named operation', async () => {
  const body =
    '{"query":"query A { hello } query B { hello(name: \\"B\\") }","operationName":"B","variables":null}';
  const response = await post(body, { 'x-api-key': key, 'content-type': 'application/graphql' });

  expect(await response.text()).toBe('{"data":{"hello":"hello B"}}');
});

test('hands lower-case headers to resolvers, without cookies', async () => {
  await post('{"query":"{ hello }"}', { 'x-api-key': key, 'X-Tenant': 'T', cookie: 'secret=1' });

  expect(context?.request.headers).toMatchObject({
    'x-tenant': 'T',
    'x-forwarded-for': '127.0.0.1',
  });
  expect(context?.request.headers).not.toHaveProperty('cookie');
});

describe('a request that cannot be read is 400 with MalformedHttpRequestException', () => {
  test.each([
    ['', 'Request body is empty.'],
    ['meow', 'Unable to parse GraphQL query.'],
    ['{}', 'Unable to parse GraphQL query.'],
    ['{}}', 'Unable to parse GraphQL query.'],
    ['[]', 'Unable to parse GraphQL query.'],
    ['{"query":" "}', 'Unable to parse GraphQL query.'],
    ['{"query":"{"}', 'Unable to parse GraphQL query.'],
    ['[{"query":"{ hello }"}]', 'Unable to parse GraphQL query.'],
    ['{"query":"{ hello }","variables":"x"}', 'Unable to parse GraphQL query.'],
    ['{"query":"query A { hello } query B { hello }"}', 'Missing operation name.'],
  ])('%s', async (body, message) => {
    const response = await post(body);

    expect(await response.text()).toBe(
      `{"errors":[{"message":"${message}","errorType":"MalformedHttpRequestException"}]}`,
    );
    expect(response.status).toBe(400);
    expect(response.headers.get('x-amzn-errortype')).toBe('MalformedHttpRequestException');
  });
});

test('an unknown field is 200 with the recorded body', async () => {
  const response = await post('{"query":"{badfield}"}');

  expect(response.status).toBe(200);
  expect(await response.text()).toBe(
    `{"data":null,"errors":[{"path":null,"locations":[{"line":1,"column":2,"sourceName":null}],"message":"Validation error of type FieldUndefined: Field 'badfield' in type 'Query' is undefined @ 'badfield'"}]}`,
  );
});

test('a resolver error is 200 with data first', async () => {
  const response = await post('{"query":"mutation { go }"}');

  expect(response.status).toBe(200);
  expect(await response.text()).toBe(
    '{"data":{"go":null},"errors":[{"path":["go"],"data":null,"errorType":"Nope","errorInfo":null,"locations":[{"line":1,"column":12,"sourceName":null}],"message":"no"}]}',
  );
});

describe('refused credentials are 401, pretty-printed, with the error type readable in browsers', () => {
  test.each<[string, Record<string, string>, string]>([
    ['none', {}, 'Valid authorization header not provided.'],
    ['a wrong key', { 'x-api-key': 'da2-wrong' }, 'You are not authorized to make this call.'],
    ['no JWT', { authorization: 'nonsense' }, 'Unable to parse JWT token.'],
    ['an expired JWT', { authorization: pool.sign({ exp: 1 }) }, 'Token has expired.'],
  ])('%s', async (_name, headers, message) => {
    const response = await post('{"query":"{ hello }"}', headers);

    expect(response.status).toBe(401);
    expect(await response.text()).toBe(
      `{\n  "errors" : [ {\n    "errorType" : "UnauthorizedException",\n    "message" : "${message}"\n  } ]\n}`,
    );
    expect(response.headers.get('x-amzn-errortype')).toBe('UnauthorizedException');
    expect(response.headers.get('access-control-expose-headers')).toContain('x-amzn-errortype');
  });
});

test('a signed-in user reaches a Cognito field, another mode gets the field error', async () => {
  const user = await post('{"query":"{ mine }"}', { authorization: pool.sign() });
  const keyHolder = await post('{"query":"{ mine }"}');

  expect(await user.text()).toBe('{"data":{"mine":"ann"}}');
  expect(keyHolder.status).toBe(200);
  expect(await keyHolder.json()).toMatchObject({
    data: { mine: null },
    errors: [{ errorType: 'Unauthorized', message: 'Not Authorized to access mine on type Query' }],
  });
});

describe('a request signed by the AWS SDK', () => {
  const principal = (roleArn: string) => ({
    arn: 'arn:aws:sts::000000000000:assumed-role/R/s',
    accountId: '000000000000',
    roleArn,
    userId: 'AROA:s',
  });
  async function signed(
    roleArn: string,
    body: string,
    change: Record<string, string> = {},
  ): Promise<Response> {
    const { hostname, port, host } = new URL(url);
    const signer = new SignatureV4({
      service: 'appsync',
      region: 'us-east-1',
      credentials: { ...credentials.issue(principal(roleArn)) },
      sha256: Sha256,
    });
    const request = await signer.sign({
      method: 'POST',
      protocol: 'http:',
      hostname,
      port: Number(port),
      path: '/graphql',
      query: {},
      headers: { host, 'content-type': 'application/json' },
      body,
    });
    return fetch(url, { method: 'POST', body, headers: { ...request.headers, ...change } });
  }

  test('is the role, and IAM decides field by field', async () => {
    const response = await signed('arn:granted', '{"query":"{ iam other }"}');

    expect(await response.json()).toMatchObject({
      data: { iam: 'AROA:s', other: null },
      errors: [
        { errorType: 'Unauthorized', message: 'Not Authorized to access other on type Query' },
      ],
    });
  });

  test('without any grant is Permission denied', async () => {
    const response = await signed('arn:none', '{"query":"{ iam }"}');

    expect(response.status).toBe(401);
    expect(await response.text()).toContain('"message" : "Permission denied"');
  });

  test('with a wrong signature or an unknown key is a 4xx of its own type', async () => {
    const wrong = await signed('arn:granted', '{"query":"{ iam }"}', {
      'x-amz-date': '20200101T000000Z',
    });

    expect(wrong.status).toBe(400);
    expect(wrong.headers.get('x-amzn-errortype')).toBe('BadRequestException');
  });
});

test('a preflight is answered without credentials and echoes the headers asked for', async () => {
  const response = await fetch(url, {
    method: 'OPTIONS',
    headers: {
      origin: 'http://localhost',
      'access-control-request-headers': 'content-type,authorization,x-amz-user-agent',
    },
  });

  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type,authorization,x-amz-user-agent',
  });
  expect(
    (await fetch(url, { method: 'OPTIONS' })).headers.get('access-control-allow-headers'),
  ).toContain('x-api-key');
});

test('GET and subscriptions are refused with a 4xx', async () => {
  const get = await fetch(`${url}?query=%7Bhello%7D`, { headers: { 'x-api-key': key } });
  const subscription = await post('{"query":"subscription { onGo }"}');

  expect(get.status).toBe(405);
  expect(subscription.status).toBe(400);
  expect(await subscription.text()).toBe(
    '{"errors":[{"message":"Subscriptions over MQTT is not supported.","errorType":"BadRequestException"}]}',
  );
});

test('too large requests and responses are refused, never with a 5xx', async () => {
  const large = await post(JSON.stringify({ query: `{ hello(name: "${'x'.repeat(10_000)}") }` }));
  const answer = await post('{"query":"{ big }"}');

  expect(large.status).toBe(413);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({
    data: null,
    errors: [{ message: 'The response is larger than 2000 bytes.' }],
  });
});
