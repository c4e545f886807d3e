import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { generateKeyPairSync, sign, constants, type KeyObject } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentLog, type Clock } from '../../../host.ts';
import { createCredentialStore } from '../../aws/credentials.ts';
import type { InvokeResult } from '../../lambda/types.ts';
import type { AuthProvider, PresentedCredentials } from '../types.ts';
import { createAuthenticator } from './authenticator.ts';
import { createOidcKeys } from './oidc-keys.ts';
import { createTestPool } from './test-tokens.ts';

const NOW_MS = 1_800_000_000_000;
const pool = createTestPool();
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-384' });

let server: Server;
let issuer: string;
let keySet: object[] = [];
let asked = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked += 1;
    const isDiscovery = request.url === '/.well-known/openid-configuration';
    response.end(JSON.stringify(isDiscovery ? { jwks_uri: `${issuer}/keys` } : { keys: keySet }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  keySet = [jwk(rsa.publicKey, 'rsa'), jwk(ec.publicKey, 'ec')];
});

afterAll(() => {
  server.close();
});

function jwk(key: KeyObject, kid: string): object {
  return { ...key.export({ format: 'jwk' }), kid };
}

function createClock() {
  let nowMs = NOW_MS;
  const timers: (() => void)[] = [];
  return {
    now: () => nowMs,
    after: (_: number, callback: () => void) => {
      timers.push(callback);
      return { [Symbol.dispose]: () => undefined };
    },
    pass: (ms: number) => void (nowMs += ms),
    ring: () => timers.splice(0).forEach((callback) => callback()),
  };
}

function tokenOf(alg: string, kid: string, claims: object = {}): string {
  const encode = (value: unknown): string =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = { iss: issuer, sub: 's', aud: 'me', exp: NOW_MS / 1000 + 60, ...claims };
  const text = `${encode({ alg, kid })}.${encode(payload)}`;
  const key = alg.startsWith('ES') ? ec.privateKey : rsa.privateKey;
  const padding = alg.startsWith('PS') ? { padding: constants.RSA_PKCS1_PSS_PADDING } : {};
  const signature = sign(`sha${alg.slice(2)}`, Buffer.from(text), {
    key,
    dsaEncoding: 'ieee-p1363',
    ...padding,
  });
  return `${text}.${signature.toString('base64url')}`;
}

const oidc = (clock: Clock, more: object = {}): AuthProvider => ({
  mode: 'OPENID_CONNECT',
  issuer,
  key: createOidcKeys(issuer, { clock, log: silentLog }),
  iatTtlMs: 0,
  authTtlMs: 0,
  ...more,
});

function authorizer(
  answer: (event: Record<string, unknown>) => unknown,
  more: object = {},
): AuthProvider & { readonly events: Record<string, unknown>[] } {
  const events: Record<string, unknown>[] = [];
  return {
    mode: 'AWS_LAMBDA',
    resultTtlSeconds: 0,
    events,
    invoke: (payloadJson: string): Promise<InvokeResult> => {
      const event = JSON.parse(payloadJson) as Record<string, unknown>;
      events.push(event);
      const payload = JSON.stringify(answer(event));
      return Promise.resolve({
        kind: 'completed',
        statusCode: 200,
        requestId: 'r',
        payload,
        executedVersion: '$LATEST',
        logTail: '',
      });
    },
    ...more,
  };
}

function authenticator(clock: Clock, defaultAuth: AuthProvider, ...additionalAuth: AuthProvider[]) {
  const { authenticate } = createAuthenticator({
    config: {
      arn: 'arn:aws:appsync:us-east-1:000000000000:apis/x',
      sdl: 'type Query { a: Int }',
      apiKeys: [],
      defaultAuth,
      additionalAuth,
    },
    credentials: createCredentialStore('000000000000', {
      accessKeyId: 'root',
      secretAccessKey: 'root',
    }),
    authorizer: () => true,
    clock,
  });
  return async (authorization: string, body = '{}'): Promise<string> => {
    const presented: PresentedCredentials = {
      headers: { authorization },
      sourceIp: '127.0.0.1',
      signed: { method: 'POST', path: '/graphql', body },
    };
    const checked = await authenticate(presented);
    return 'caller' in checked ? checked.caller.mode : checked.refusal.message;
  };
}

const allow = () => authorizer(() => ({ isAuthorized: true }));

describe('OpenID Connect', () => {
  test('takes the signatures of public keys and no others', async () => {
    const clock = createClock();
    const check = authenticator(clock, oidc(clock), { mode: 'API_KEY' });
    for (const alg of ['RS256', 'RS512', 'PS256', 'PS384', 'ES384']) {
      expect(await check(tokenOf(alg, alg.startsWith('ES') ? 'ec' : 'rsa')), alg).toBe(
        'OPENID_CONNECT',
      );
    }
    const none = tokenOf('RS256', 'rsa').replace(/^[^.]+/, (head) =>
      Buffer.from(Buffer.from(head, 'base64url').toString().replace('RS256', 'none')).toString(
        'base64url',
      ),
    );

    expect(await check(none)).toBe('Valid authorization header not provided.');
    expect(await check('no.jwt.either')).toBe('Unable to parse JWT token.');
  });

  test('is not asked for the name of a lone issuer, but is beside other modes', async () => {
    const clock = createClock();
    const token = tokenOf('RS256', 'rsa', { iss: 'https://elsewhere.example' });

    expect(await authenticator(clock, oidc(clock))(token)).toBe('OPENID_CONNECT');
    expect(await authenticator(clock, oidc(clock), { mode: 'API_KEY' })(token)).toBe(
      'Valid authorization header not provided.',
    );
  });

  test('refuses a token that is too old by iat or auth_time, and one of the future', async () => {
    const clock = createClock();
    const seconds = NOW_MS / 1000;
    const check = authenticator(clock, oidc(clock, { iatTtlMs: 10_000, authTtlMs: 20_000 }));
    const at = (iat: number, authTime: number): string =>
      tokenOf('RS256', 'rsa', { iat: seconds - iat, auth_time: seconds - authTime });

    expect(await check(at(9, 19))).toBe('OPENID_CONNECT');
    expect(await check(at(10, 19))).toBe('Token has expired.');
    expect(await check(at(9, 20))).toBe('Token has expired.');
    expect(await check(tokenOf('RS256', 'rsa'))).toBe('Token has expired.');
    expect(
      await check(tokenOf('RS256', 'rsa', { iat: seconds, auth_time: seconds, nbf: seconds + 9 })),
    ).toBe('You are not authorized to make this call.');
  });

  test('fetches keys once, and again for a key it does not know, at most every 10 s', async () => {
    const clock = createClock();
    const key = createOidcKeys(issuer, { clock, log: silentLog });
    asked = 0;
    await Promise.all([key('rsa'), key('ec'), key('rsa')]);
    const first = asked;
    await key('new');
    const tooSoon = asked;
    keySet = [...keySet, jwk(rsa.publicKey, 'new')];
    clock.pass(10_000);

    expect([first, tooSoon]).toEqual([2, 2]);
    expect(await key('new')).toMatchObject({ kid: 'new' });
  });

  test('leaves this machine by HTTPS only, and says in the log what failed', async () => {
    const told: unknown[] = [];
    const log = { ...silentLog, warn: (_: string, fields?: object) => void told.push(fields) };
    const key = createOidcKeys('http://issuer.example', { clock: createClock(), log });

    expect(await key('any')).toBeUndefined();
    expect(told).toMatchObject([
      { error: expect.stringContaining('is neither https nor on this machine') as string },
    ]);
  });
});

describe('a Lambda authorizer', () => {
  test('takes every token when it stands alone', async () => {
    const check = authenticator(createClock(), allow());

    expect(await check('anything')).toBe('AWS_LAMBDA');
    expect(await check('Bearer anything')).toBe('AWS_LAMBDA');
    expect(await check('AWS4-HMAC-SHA256 whatever')).toBe('AWS_LAMBDA');
    expect(await check(pool.sign())).toBe('AWS_LAMBDA');
  });

  test('leaves JWTs to user pools and issuers, and signatures to IAM, where those are modes', async () => {
    const lambda = allow();
    const clock = createClock();
    const check = authenticator(clock, lambda, pool.provider, oidc(clock), { mode: 'AWS_IAM' });

    expect(await check(tokenOf('RS256', 'rsa'))).toBe('OPENID_CONNECT');
    expect(await check(pool.sign({ exp: NOW_MS / 1000 + 9 }))).toBe('AMAZON_COGNITO_USER_POOLS');
    expect(await check(tokenOf('RS256', 'rsa', { iss: 'https://other.example' }))).toBe(
      'Valid authorization header not provided.',
    );
    expect(await check('AWS4-HMAC-SHA256 whatever')).not.toBe('AWS_LAMBDA');
    expect(lambda.events).toEqual([]);
    expect(await check(`prefix-${pool.sign()}.`)).toBe('AWS_LAMBDA');
  });

  test('gets the whole header and what was asked; a body that is none is an empty query', async () => {
    const lambda = allow();
    const check = authenticator(createClock(), lambda);
    await check('Bearer t', '{"query":"q","variables":{"a":1}}');
    await check('t', 'no JSON');

    expect(lambda.events).toMatchObject([
      {
        authorizationToken: 'Bearer t',
        requestContext: { queryString: 'q', operationName: null, variables: { a: 1 } },
      },
      { authorizationToken: 't', requestContext: { queryString: '', variables: {} } },
    ]);
  });

  test("keeps an answer for the API's time or its own, and not one of a megabyte", async () => {
    const clock = createClock();
    const calls = async (answer: object, ttl: number, passMs: number): Promise<number> => {
      const lambda = authorizer(() => ({ isAuthorized: true, ...answer }), {
        resultTtlSeconds: ttl,
      });
      const check = authenticator(clock, lambda);
      await check('t');
      clock.pass(passMs);
      await check('t');
      return lambda.events.length;
    };

    expect(await calls({}, 5, 4_999)).toBe(1);
    expect(await calls({}, 5, 5_000)).toBe(2);
    expect(await calls({ ttlOverride: 0 }, 5, 0)).toBe(2);
    expect(await calls({ ttlOverride: 9 }, 0, 8_999)).toBe(1);
    expect(await calls({ resolverContext: { a: 'x'.repeat(1_048_576) } }, 5, 0)).toBe(2);
  });

  test('that takes longer than its 10 s refuses', async () => {
    const clock = createClock();
    const lambda = {
      ...allow(),
      invoke: (_: string, signal: AbortSignal) =>
        new Promise<InvokeResult>((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
    };
    const answer = authenticator(clock, lambda)('t');
    clock.ring();

    expect(await answer).toBe('You are not authorized to make this call.');
  });

  test('of the wrong kind or with too much context refuses', async () => {
    for (const answer of [
      null,
      'yes',
      {},
      { isAuthorized: 1 },
      { isAuthorized: true, resolverContext: [] },
      { isAuthorized: true, resolverContext: { a: 'x'.repeat(5 * 1024 * 1024) } },
    ]) {
      const check = authenticator(
        createClock(),
        authorizer(() => answer),
      );

      expect(await check('t')).toBe('You are not authorized to make this call.');
    }
  });
});
