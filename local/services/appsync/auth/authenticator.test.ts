import { describe, expect, test } from 'vitest';
import type { Clock } from '../../../host.ts';
import { createCredentialStore } from '../../aws/credentials.ts';
import type { Authenticator, AuthProvider, PresentedCredentials } from '../types.ts';
import { createAuthenticator } from './authenticator.ts';
import { createTestPool } from './test-tokens.ts';

const pool = createTestPool();
const stranger = createTestPool('https://cognito-idp.us-east-1.amazonaws.com/us-east-1_other');
const root = { accessKeyId: 'root', secretAccessKey: 'root' };
const key = 'da2-abcdefghijklmnopqrstuvwxyz';

const present = (headers: Record<string, string>): PresentedCredentials => ({
  headers,
  sourceIp: '127.0.0.1',
  signed: { method: 'POST', path: '/graphql', body: '{}' },
});

function authenticatorOf(defaultAuth: AuthProvider = pool.provider, now = Date.now): Authenticator {
  const clock: Clock = { now, after: () => ({ [Symbol.dispose]() {} }) };
  return createAuthenticator({
    config: {
      arn: 'arn:aws:appsync:us-east-1:000000000000:apis/x',
      sdl: 'type Query { a: Int }',
      apiKeys: [
        { key, expiresAtMs: 10_000_000_000_000 },
        { key: 'da2-old', expiresAtMs: 1 },
      ],
      defaultAuth,
      additionalAuth: [{ mode: 'API_KEY' }, { mode: 'AWS_IAM' }],
    },
    credentials: createCredentialStore('000000000000', root),
    authorizer: () => true,
    clock,
  });
}
const check = (headers: Record<string, string>, authenticator = authenticatorOf()) =>
  authenticator.authenticate(present(headers));
const refused = (message: string) => ({
  refusal: { errorType: 'UnauthorizedException', message, status: 401 },
});

describe('an API key', () => {
  test('that is known makes a caller without identity', async () => {
    expect(await check({ 'x-api-key': key })).toEqual({
      caller: { mode: 'API_KEY', identity: null, groups: null },
    });
  });

  test.each(['da2-wrong', 'da2-old'])('%s is not authorized', async (wrong) => {
    expect(await check({ 'x-api-key': wrong })).toEqual(
      refused('You are not authorized to make this call.'),
    );
  });
});

test('no credentials are refused in the recorded words', async () => {
  expect(await check({})).toEqual(refused('Valid authorization header not provided.'));
  expect(await check({ authorization: '' })).toEqual(
    refused('Valid authorization header not provided.'),
  );
});

describe('a Cognito token', () => {
  test('raw or with Bearer gives the identity resolvers see, key by key', async () => {
    const token = pool.sign({ 'cognito:groups': ['admins'], exp: 9_999_999_999 });
    const claims = {
      sub: 'user-1',
      iss: pool.issuer,
      token_use: 'access',
      client_id: 'client',
      username: 'ann',
      exp: 9_999_999_999,
      'cognito:groups': ['admins'],
    };
    const identity = {
      claims,
      defaultAuthStrategy: 'ALLOW',
      groups: ['admins'],
      issuer: pool.issuer,
      sourceIp: ['127.0.0.1'],
      sub: 'user-1',
      username: 'ann',
    };

    const raw = await check({ authorization: token });

    expect(raw).toEqual({
      caller: { mode: 'AMAZON_COGNITO_USER_POOLS', groups: ['admins'], identity },
    });
    expect(await check({ authorization: `Bearer ${token}` })).toEqual(raw);
  });

  test('of the id kind takes its user name from cognito:username and has null groups', async () => {
    const token = pool.sign({
      token_use: 'id',
      aud: 'client',
      'cognito:username': 'bob',
      username: undefined,
    });

    expect(await check({ authorization: token })).toMatchObject({
      caller: { groups: null, identity: { username: 'bob', groups: null } },
    });
  });

  test.each([
    ['text that is no JWT', 'abc', 'Unable to parse JWT token.'],
    ['three parts of nonsense', 'a.b.c', 'Unable to parse JWT token.'],
    ['an expired token', pool.sign({ exp: 1_000_000_000 }), 'Token has expired.'],
    ['a token of another pool', stranger.sign(), 'Valid authorization header not provided.'],
    [
      'a token signed by another key',
      stranger.sign({ iss: pool.issuer }),
      'Valid authorization header not provided.',
    ],
    ['a token whose claims were changed', tampered(), 'Valid authorization header not provided.'],
    [
      'a token without signature algorithm',
      pool.sign({}, { alg: 'none' }),
      'Valid authorization header not provided.',
    ],
    [
      'a token for another use',
      pool.sign({ token_use: 'refresh' }),
      'Valid authorization header not provided.',
    ],
  ])('%s is refused', async (_name, authorization, message) => {
    expect(await check({ authorization })).toEqual(refused(message));
  });

  test('must be for a client the regular expression matches as a whole', async () => {
    const authenticator = authenticatorOf({ ...pool.provider, appIdClientRegex: 'web-.*|cli' });
    const ask = (claims: Record<string, unknown>) =>
      check({ authorization: pool.sign(claims) }, authenticator);

    expect(await ask({ client_id: 'web-1' })).toHaveProperty('caller');
    expect(await ask({ token_use: 'id', aud: 'cli' })).toHaveProperty('caller');
    expect(await ask({ client_id: 'client' })).toEqual(
      refused('You are not authorized to make this call.'),
    );
  });

  test('that was checked before still expires, and fails once its key is gone', async () => {
    let now = 1_000;
    let keys = [pool.key];
    const authenticator = authenticatorOf({ ...pool.provider, keys: () => keys }, () => now);
    const authorization = pool.sign({ exp: 60 });

    expect(await check({ authorization }, authenticator)).toHaveProperty('caller');
    keys = [{ ...stranger.key }];
    expect(await check({ authorization }, authenticator)).toHaveProperty('refusal');
    keys = [pool.key];
    now = 60_000;
    expect(await check({ authorization }, authenticator)).toEqual(refused('Token has expired.'));
  });
});

test('a mode the API does not have reads like no credentials', async () => {
  const authenticator = createAuthenticator({
    config: {
      arn: 'arn:aws:appsync:r:0:apis/x',
      sdl: 'type Query { a: Int }',
      apiKeys: [],
      defaultAuth: { mode: 'API_KEY' },
      additionalAuth: [],
    },
    credentials: createCredentialStore('0', root),
    authorizer: () => true,
    clock: { now: Date.now, after: () => ({ [Symbol.dispose]() {} }) },
  });

  for (const authorization of [pool.sign(), 'AWS4-HMAC-SHA256 Credential=x']) {
    expect(await check({ authorization }, authenticator)).toEqual(
      refused('Valid authorization header not provided.'),
    );
  }
});

function tampered(): string {
  const [head = '', , signature = ''] = pool.sign().split('.');
  const body = Buffer.from(
    JSON.stringify({ iss: pool.issuer, sub: 'admin', token_use: 'id', exp: 9e9 }),
  );
  return `${head}.${body.toString('base64url')}.${signature}`;
}
