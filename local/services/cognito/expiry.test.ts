/** What time does to tokens, codes, challenges and lockouts; a clock moved by hand. */
import { rmSync } from 'node:fs';
import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  call,
  clientId,
  copyState,
  createHandClock,
  poolConfig,
  poolId,
  prepareState,
  rightPassword,
  startHarness,
  type Harness,
} from './fixtures/harness.ts';

const email = 'ada@example.com';
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

let clock: ReturnType<typeof createHandClock>;
let harness: Harness;
let prepared: string;

beforeAll(async () => {
  prepared = await prepareState();
});
afterAll(() => rmSync(prepared, { recursive: true, force: true }));

beforeEach(async () => {
  clock = createHandClock(Date.now());
  const clients = poolConfig.clients.map((client) => ({
    ...client,
    accessTokenValidityMs: 5 * minuteMs,
  }));
  const config = { ...poolConfig, clients };
  harness = await startHarness({ clock, config, directory: copyState(prepared) });
  harness.pool.createUser({ email, password: rightPassword });
});
afterEach(async () => {
  await harness[Symbol.asyncDispose]();
  rmSync(harness.directory, { recursive: true, force: true });
});

test('an access token ends after its stated validity, to the second', async () => {
  const { AccessToken, ExpiresIn } = (await signIn(rightPassword)).body
    .AuthenticationResult as Record<string, string>;

  clock.advance(5 * minuteMs - 1000);
  const before = await call(harness.endpoint, 'GetUser', { AccessToken });
  clock.advance(1000);
  const after = await call(harness.endpoint, 'GetUser', { AccessToken });

  expect(ExpiresIn).toBe(300);
  expect(before.status).toBe(200);
  expect(after.body).toEqual({
    __type: 'NotAuthorizedException',
    message: 'Access Token has expired',
  });
});

test('a refresh token ends after 30 days unless the client says otherwise', async () => {
  const { RefreshToken } = (await signIn(rightPassword)).body.AuthenticationResult as Record<
    string,
    string
  >;
  const refresh = () =>
    call(harness.endpoint, 'GetTokensFromRefreshToken', { ClientId: clientId, RefreshToken });

  clock.advance(30 * dayMs - 1);
  expect((await refresh()).status).toBe(200);
  clock.advance(1);
  expect((await refresh()).body.message).toBe('Refresh Token has expired');
});

test('five failures lock a user out for a second, and each further one for twice as long', async () => {
  for (let failure = 1; failure <= 5; failure++) {
    expect((await signIn('Wrong-pass-1')).body.message).toBe('Incorrect username or password.');
  }
  expect((await signIn(rightPassword)).body.message).toBe('Password attempts exceeded');
  clock.advance(1000);
  expect((await signIn('Wrong-pass-1')).body.message).toBe('Incorrect username or password.');
  clock.advance(1999);
  expect((await signIn(rightPassword)).body.message).toBe('Password attempts exceeded');
  clock.advance(1);
  expect((await signIn(rightPassword)).status).toBe(200);
  expect((await signIn('Wrong-pass-1')).body.message).toBe('Incorrect username or password.');
  expect((await signIn(rightPassword)).status).toBe(200);
});

test('fifteen quiet minutes forget the failures', async () => {
  for (let failure = 1; failure <= 4; failure++) await signIn('Wrong-pass-1');
  clock.advance(15 * minuteMs);
  await signIn('Wrong-pass-1');

  expect((await signIn(rightPassword)).status).toBe(200);
});

test('a registration code ends after a day', async () => {
  const Username = 'late@example.com';
  await call(harness.endpoint, 'SignUp', {
    ClientId: clientId,
    Username,
    Password: rightPassword,
  });
  clock.advance(dayMs);

  const { body } = await call(harness.endpoint, 'ConfirmSignUp', {
    ClientId: clientId,
    Username,
    ConfirmationCode: harness.lastCode(),
  });

  expect(body).toEqual({
    __type: 'ExpiredCodeException',
    message: 'Invalid code provided, please request a code again.',
  });
});

test('a temporary password ends after seven days, its challenge after three minutes', async () => {
  const Username = 'invited@example.com';
  const password = 'Temporary-1-horse';
  await harness.admin.send(
    new AdminCreateUserCommand({ UserPoolId: poolId, Username, TemporaryPassword: password }),
  );
  const { Session } = (await signIn(password, Username)).body;
  clock.advance(3 * minuteMs);
  const late = await call(harness.endpoint, 'RespondToAuthChallenge', {
    ClientId: clientId,
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session,
    ChallengeResponses: { USERNAME: Username, NEW_PASSWORD: rightPassword },
  });
  clock.advance(7 * dayMs);

  expect(late.body.message).toBe('Invalid session for the user, session is expired.');
  expect((await signIn(password, Username)).body.message).toBe(
    'Temporary password has expired and must be reset by an administrator.',
  );
});

function signIn(PASSWORD: string, USERNAME = email) {
  return call(harness.endpoint, 'InitiateAuth', {
    ClientId: clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME, PASSWORD },
  });
}
