/** The protocol itself: literal requests, literal answers. */
import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  call,
  clientId,
  poolId,
  rightPassword,
  secretClientId,
  startHarness,
  strictClientId,
  type Harness,
} from './fixtures/harness.ts';
import { isCognitoRequest } from './route.ts';

const email = 'ada@example.com';
let harness: Harness;
let sub: string;

beforeAll(async () => {
  harness = await startHarness();
  ({ sub } = harness.pool.createUser({ email, password: rightPassword }));
});
afterAll(() => harness[Symbol.asyncDispose]());

test('a refusal has the type in the body and in the header, readable across origins', async () => {
  const { status, headers, body } = await initiate({ USERNAME: email, PASSWORD: 'Wrong-pass-1' });

  expect(status).toBe(400);
  expect(body).toEqual({
    __type: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  });
  expect(headers.get('x-amzn-errortype')).toBe('NotAuthorizedException:');
  expect(headers.get('content-type')).toBe('application/x-amz-json-1.1');
  expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers.get('access-control-allow-origin')).toBe('*');
  const exposed = headers.get('access-control-expose-headers')?.toLowerCase() ?? '';
  expect(exposed.split(',')).toEqual(
    expect.arrayContaining(['x-amzn-errortype', 'x-amzn-requestid']),
  );
});

test('a preflight allows everything Amplify sends', async () => {
  const wanted =
    'amz-sdk-invocation-id,amz-sdk-request,cache-control,content-type,x-amz-target,x-amz-user-agent';
  const response = await fetch(harness.endpoint, {
    method: 'OPTIONS',
    headers: {
      origin: 'http://localhost:4000',
      'access-control-request-method': 'POST',
      'access-control-request-headers': wanted,
    },
  });

  const allowed = response.headers.get('access-control-allow-headers')?.split(',');
  expect(response.status).toBe(200);
  expect(allowed).toEqual(expect.arrayContaining(wanted.split(',')));
  expect(response.headers.get('access-control-allow-methods')).toContain('POST');
});

test('a sign-in answers with three tokens, a refresh with two', async () => {
  const signedIn = await initiate({ USERNAME: email, PASSWORD: rightPassword });
  const result = signedIn.body.AuthenticationResult as Record<string, string>;
  const refreshed = await call(harness.endpoint, 'InitiateAuth', {
    ClientId: clientId,
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: { REFRESH_TOKEN: result.RefreshToken },
  });

  expect(signedIn.body.ChallengeParameters).toEqual({});
  expect(Object.keys(result).sort()).toEqual([
    'AccessToken',
    'ExpiresIn',
    'IdToken',
    'RefreshToken',
    'TokenType',
  ]);
  expect(Object.keys(refreshed.body.AuthenticationResult as object).sort()).toEqual([
    'AccessToken',
    'ExpiresIn',
    'IdToken',
    'TokenType',
  ]);
});

test('an SRP challenge has the parts clients read, and no session', async () => {
  const { body } = await beginSrp(email);

  expect(Object.keys(body).sort()).toEqual(['ChallengeName', 'ChallengeParameters']);
  expect(body.ChallengeName).toBe('PASSWORD_VERIFIER');
  expect(body.ChallengeParameters).toEqual({
    SALT: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
    SECRET_BLOCK: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/) as unknown,
    SRP_B: expect.stringMatching(/^[0-9a-f]{700,768}$/) as unknown,
    USERNAME: sub,
    USER_ID_FOR_SRP: sub,
  });
});

test('somebody who does not exist gets a steady, plausible SRP challenge', async () => {
  const first = (await beginSrp('ghost@example.com')).body.ChallengeParameters as Challenge;
  const second = (await beginSrp('ghost@example.com')).body.ChallengeParameters as Challenge;
  const other = (await beginSrp('spook@example.com')).body.ChallengeParameters as Challenge;

  expect(first.USER_ID_FOR_SRP).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/);
  expect([second.SALT, second.USER_ID_FOR_SRP]).toEqual([first.SALT, first.USER_ID_FOR_SRP]);
  expect(second.SRP_B).not.toBe(first.SRP_B);
  expect(other.SALT).not.toBe(first.SALT);
});

test('a client that prevents nothing says who does not exist', async () => {
  const { body } = await beginSrp('ghost@example.com', strictClientId);

  expect(body).toEqual({ __type: 'UserNotFoundException', message: 'User does not exist.' });
});

test.each([
  [{ TIMESTAMP: 'Sat Nov 01 00:05:09 UTC 2026' }, 'TIMESTAMP format should be'],
  [{ PASSWORD_CLAIM_SECRET_BLOCK: 'Zm9yZ2Vk' }, 'Incorrect username or password.'],
  [{ PASSWORD_CLAIM_SIGNATURE: 'Zm9yZ2Vk' }, 'Incorrect username or password.'],
  [{ USERNAME: '' }, 'Missing required parameter USERNAME'],
])('refuses a proof with %j', async (change, message) => {
  const { body } = await beginSrp(email);
  const { SECRET_BLOCK } = body.ChallengeParameters as Challenge;

  const answer = await call(harness.endpoint, 'RespondToAuthChallenge', {
    ClientId: clientId,
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeResponses: {
      USERNAME: sub,
      PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
      PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString('base64'),
      TIMESTAMP: 'Sun Nov 1 00:05:09 UTC 2026',
      ...change,
    },
  });

  expect(answer.status).toBe(400);
  expect(answer.body.message).toContain(message);
});

test.each([
  ['USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH flow not enabled for this client'],
  ['ADMIN_USER_PASSWORD_AUTH', 'Initiate Auth method not supported.'],
  ['constructor', 'AuthFlow constructor is not supported by this local Cognito.'],
])('refuses the flow %s on a client with the default flows', async (AuthFlow, message) => {
  const answer = await call(harness.endpoint, 'InitiateAuth', {
    ClientId: strictClientId,
    AuthFlow,
    AuthParameters: { USERNAME: email, PASSWORD: rightPassword },
  });

  expect(answer.body).toEqual({ __type: 'InvalidParameterException', message });
});

test('a client with a secret needs the hash of username and client id', async () => {
  const secret = harness.pool.clientSecret(secretClientId) ?? '';
  const hash = createHmac('sha256', secret)
    .update(email + secretClientId)
    .digest('base64');
  const attempt = (SECRET_HASH?: string) =>
    call(harness.endpoint, 'InitiateAuth', {
      ClientId: secretClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: email, PASSWORD: rightPassword, SECRET_HASH },
    });

  expect((await attempt(hash)).status).toBe(200);
  expect((await attempt()).body).toEqual({
    __type: 'NotAuthorizedException',
    message: `Client ${secretClientId} is configured with secret but SECRET_HASH was not received`,
  });
  expect((await attempt('d3Jvbmc=')).body).toEqual({
    __type: 'NotAuthorizedException',
    message: `Unable to verify secret hash for client ${secretClientId}`,
  });
});

test.each([
  ['', 'Invalid Access Token'],
  ['x.y.z', 'Invalid Access Token'],
  ['not a token', 'Invalid Access Token'],
])('GetUser refuses the token "%s"', async (AccessToken, message) => {
  const answer = await call(harness.endpoint, 'GetUser', { AccessToken: AccessToken || 'a.b.c' });

  expect(answer.body).toEqual({ __type: 'NotAuthorizedException', message });
});

test('GetUser refuses an ID token, a tampered token and unsigned algorithms', async () => {
  const signedIn = await initiate({ USERNAME: email, PASSWORD: rightPassword });
  const { AccessToken, IdToken } = signedIn.body.AuthenticationResult as Record<string, string>;
  const [, payload = '', signature = ''] = AccessToken?.split('.') ?? [];
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  const forged = Buffer.from(JSON.stringify({ ...claims, sub: 'x' })).toString('base64url');

  const getUser = async (token: string | undefined) =>
    (await call(harness.endpoint, 'GetUser', { AccessToken: token })).body;
  expect(await getUser(AccessToken)).toMatchObject({ Username: sub });
  const refused = { __type: 'NotAuthorizedException', message: 'Invalid Access Token' };
  expect(await getUser(IdToken)).toEqual(refused);
  expect(await getUser(`${none}.${payload}.`)).toEqual(refused);
  expect(await getUser(`${none}.${forged}.${signature}`)).toEqual(refused);
});

test.each([
  [{}, 'InvalidParameterException'],
  [{ ClientId: 7 }, 'SerializationException'],
  [{ ClientId: 'unknown' }, 'ResourceNotFoundException'],
  [{ ClientId: clientId, AuthFlow: 'USER_PASSWORD_AUTH' }, 'InvalidParameterException'],
  [
    { ClientId: clientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters: ['x'] },
    'SerializationException',
  ],
  ['{', 'SerializationException'],
  ['[]', 'SerializationException'],
  ['', 'SerializationException'],
])('answers %j with %s', async (body, type) => {
  const answer = await call(harness.endpoint, 'InitiateAuth', body);

  expect([answer.status, answer.body.__type]).toEqual([400, type]);
});

test('names the member that is missing', async () => {
  const { body } = await call(harness.endpoint, 'InitiateAuth', {});

  expect(body.message).toBe(
    "1 validation error detected: Value null at 'clientId' failed to satisfy constraint: Member must not be null",
  );
});

test.each(['CreateUserPool', '__proto__', 'constructor', ''])(
  'the operation "%s" is unknown',
  async (operation) => {
    const { status, body } = await call(harness.endpoint, operation, {});

    expect([status, body.__type]).toEqual([400, 'UnknownOperationException']);
    expect(body.message).toContain(operation);
  },
);

test('refuses a huge body and goes on serving', async () => {
  const huge = await call(harness.endpoint, 'SignUp', { Username: 'x'.repeat(300_000) });

  expect(huge.status).toBe(413);
  expect((await initiate({ USERNAME: email, PASSWORD: rightPassword })).status).toBe(200);
});

test('a caller who hangs up in the middle of a body does no harm', async () => {
  const socket = connect(Number(new URL(harness.endpoint).port), '127.0.0.1');
  socket.write(
    'POST / HTTP/1.1\r\nhost: x\r\nx-amz-target: AWSCognitoIdentityProviderService.SignUp\r\ncontent-length: 100\r\n\r\n{"Cli',
  );
  await new Promise((resolve) => setTimeout(resolve, 20));
  socket.destroy();

  expect((await initiate({ USERNAME: email, PASSWORD: rightPassword })).status).toBe(200);
});

test('serves the keys and a discovery document that leads to them', async () => {
  const discovery = await fetch(`${harness.endpoint}/${poolId}/.well-known/openid-configuration`);
  const document = (await discovery.json()) as { issuer: string; jwks_uri: string };
  const jwks = (await (await fetch(document.jwks_uri)).json()) as { keys: object[] };
  const unknown = await fetch(`${harness.endpoint}/us-east-1_Nope/.well-known/jwks.json`);

  expect(document.issuer).toBe(`https://cognito-idp.us-east-1.amazonaws.com/${poolId}`);
  expect(jwks.keys).toEqual(harness.pool.keys());
  expect(jwks.keys.map((key) => Object.keys(key).sort())).toEqual([
    ['alg', 'e', 'kid', 'kty', 'n', 'use'],
    ['alg', 'e', 'kid', 'kty', 'n', 'use'],
  ]);
  expect(unknown.status).toBe(404);
});

test('RevokeToken ends one session and is content with a token nobody knows', async () => {
  const one = await initiate({ USERNAME: email, PASSWORD: rightPassword });
  const two = await initiate({ USERNAME: email, PASSWORD: rightPassword });
  const [first, second] = [one, two].map(
    ({ body }) => body.AuthenticationResult as Record<string, string>,
  );
  const revoke = (Token: string | undefined) =>
    call(harness.endpoint, 'RevokeToken', { ClientId: clientId, Token });
  const refresh = (RefreshToken: string | undefined) =>
    call(harness.endpoint, 'GetTokensFromRefreshToken', { ClientId: clientId, RefreshToken });

  expect((await revoke(first?.RefreshToken)).body).toEqual({});
  expect((await revoke('unheard-of')).body).toEqual({});
  expect((await revoke(first?.AccessToken)).body.__type).toBe('UnsupportedTokenTypeException');
  expect((await refresh(first?.RefreshToken)).body.message).toBe('Refresh Token has been revoked');
  expect((await refresh(second?.RefreshToken)).status).toBe(200);
  expect((await refresh('unheard-of')).body.message).toBe('Invalid Refresh Token.');
});

test.each([
  [{ method: 'POST', headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.X' } }, true],
  [{ method: 'POST', headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem' } }, false],
  [{ method: 'GET', url: `/${poolId}/.well-known/jwks.json`, headers: {} }, true],
  [{ method: 'GET', url: '/bucket/key', headers: {} }, false],
  [{ method: 'OPTIONS', headers: preflightFor('content-type,x-amz-target') }, true],
  [{ method: 'OPTIONS', headers: preflightFor('content-type,x-amz-date') }, false],
])('on a shared port, whether %j is for Cognito: %s', (request, expected) => {
  expect(isCognitoRequest(request as unknown as IncomingMessage)).toBe(expected);
});

function preflightFor(names: string): Record<string, string> {
  return { 'access-control-request-headers': names };
}

interface Challenge {
  readonly SALT: string;
  readonly SECRET_BLOCK: string;
  readonly SRP_B: string;
  readonly USER_ID_FOR_SRP: string;
}

function initiate(AuthParameters: Record<string, string>) {
  const AuthFlow = 'USER_PASSWORD_AUTH';
  return call(harness.endpoint, 'InitiateAuth', { ClientId: clientId, AuthFlow, AuthParameters });
}

function beginSrp(USERNAME: string, ClientId = clientId) {
  const AuthParameters = { USERNAME, SRP_A: 'abcdef0123456789' };
  const AuthFlow = 'USER_SRP_AUTH';
  return call(harness.endpoint, 'InitiateAuth', { ClientId, AuthFlow, AuthParameters });
}
