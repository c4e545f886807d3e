/** The service against the official Amplify client, as a browser would use it. */
import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { Amplify } from 'aws-amplify';
import * as auth from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { call, rightPassword } from '../../../local/services/cognito/fixtures/harness.ts';
import { cognitoTarget, localOnly, type CognitoTarget } from './target.ts';

const email = 'ada@example.com';
let target: CognitoTarget;
let clientId: string;
let poolId: string;
let sub: string;

beforeAll(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {}); // Amplify warns of every endpoint that is not AWS's
  target = await cognitoTarget();
  ({ clientId, poolId } = target);
  sub = await target.createUser(email, ['admins']);
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: poolId,
        userPoolClientId: clientId,
        userPoolEndpoint: `${target.endpoint}/`,
      },
    },
  });
  cognitoUserPoolsTokenProvider.setKeyValueStorage(createStorage());
});

afterEach(() => auth.signOut());
afterAll(() => target[Symbol.asyncDispose]());

test('signs in by SRP, the default, and the session has both tokens', async () => {
  const result = await auth.signIn({ username: email, password: rightPassword });

  expect(result).toEqual({ isSignedIn: true, nextStep: { signInStep: 'DONE' } });
  expect(await auth.getCurrentUser()).toMatchObject({ userId: sub, username: sub });
  const { tokens } = await auth.fetchAuthSession();
  expect(tokens?.accessToken.payload).toMatchObject({ sub, client_id: clientId });
  expect(tokens?.idToken?.payload).toMatchObject({ sub, aud: clientId, email });
});

test('refuses a wrong password by SRP', async () => {
  const attempt = auth.signIn({ username: email, password: 'Wrong-horse-9' });

  await expect(attempt).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  });
});

test('says the same of somebody who does not exist', async () => {
  const attempt = auth.signIn({ username: 'nobody@example.com', password: rightPassword });

  await expect(attempt).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  });
});

test('signs in by password, refreshes, and the old refresh token dies at sign-out', async () => {
  const options = { authFlowType: 'USER_PASSWORD_AUTH' as const };
  await auth.signIn({ username: email, password: rightPassword, options });
  const before = (await auth.fetchAuthSession()).tokens;
  const refreshToken = (await cognitoUserPoolsTokenProvider.authTokenStore.loadTokens())
    ?.refreshToken;

  const after = (await auth.fetchAuthSession({ forceRefresh: true })).tokens;
  await auth.signOut();

  expect(after?.accessToken.payload.jti).not.toBe(before?.accessToken.payload.jti);
  expect(after?.accessToken.payload.origin_jti).toBe(before?.accessToken.payload.origin_jti);
  expect(after?.accessToken.payload.auth_time).toBe(before?.accessToken.payload.auth_time);
  const again = { ClientId: clientId, RefreshToken: refreshToken };
  expect((await call(target.endpoint, 'GetTokensFromRefreshToken', again)).body).toEqual({
    __type: 'NotAuthorizedException',
    message: 'Refresh Token has been revoked',
  });
});

test('tokens have the claims of Cognito and verify against the served JWKS', async () => {
  await signInByPassword();
  const { tokens } = await auth.fetchAuthSession();

  const id = await verifyByServedKeys(String(tokens?.idToken));
  const access = await verifyByServedKeys(String(tokens?.accessToken));

  const uuid: unknown = expect.stringMatching(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);
  const seconds: unknown = expect.any(Number);
  const shared = {
    sub,
    'cognito:groups': ['admins'],
    iss: `https://cognito-idp.${poolId.split('_')[0]}.amazonaws.com/${poolId}`,
    origin_jti: id.claims.origin_jti,
    event_id: id.claims.event_id,
    auth_time: seconds,
    exp: Number(id.claims.iat) + 3600,
    iat: seconds,
    jti: uuid,
  };
  expect(id.claims).toEqual({
    ...shared,
    email_verified: true,
    'cognito:username': sub,
    aud: clientId,
    token_use: 'id',
    email,
  });
  expect(access.claims).toEqual({
    ...shared,
    client_id: clientId,
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
    username: sub,
  });
  expect(id.header).toEqual({ kid: id.header.kid, alg: 'RS256' });
  expect(access.header.kid).not.toBe(id.header.kid);
});

localOnly(
  'a person registers, confirms with the code, signs in and reads their attributes',
  async () => {
    const username = 'grace@example.com';
    const options = { userAttributes: { email: username, name: 'Grace' } };
    const signedUp = await auth.signUp({ username, password: rightPassword, options });
    const early = auth.signIn({
      username,
      password: rightPassword,
      options: { authFlowType: 'USER_PASSWORD_AUTH' },
    });
    expect(await early).toMatchObject({ nextStep: { signInStep: 'CONFIRM_SIGN_UP' } });

    await auth.confirmSignUp({ username, confirmationCode: target.lastCode() });
    await signInByPassword(username);

    expect(signedUp).toMatchObject({
      nextStep: {
        signUpStep: 'CONFIRM_SIGN_UP',
        codeDeliveryDetails: { destination: 'g***@e***', deliveryMedium: 'EMAIL' },
      },
    });
    expect(await auth.fetchUserAttributes()).toEqual({
      email: username,
      email_verified: 'true',
      name: 'Grace',
      sub: signedUp.userId,
    });
  },
);

localOnly('a forgotten password is replaced with a code', async () => {
  const username = 'lost@example.com';
  await target.createUser(username);
  const newPassword = 'Another-horse-1';

  await auth.resetPassword({ username });
  const confirmationCode = target.lastCode();
  await auth.confirmResetPassword({ username, newPassword, confirmationCode });

  await signInByPassword(username, newPassword);
  expect(await auth.getCurrentUser()).toMatchObject({ signInDetails: { loginId: username } });
});

test('global sign-out ends every session of the user', async () => {
  const username = 'everywhere@example.com';
  await target.createUser(username);
  const parameters = { USERNAME: username, PASSWORD: rightPassword };
  const elsewhere = await call(target.endpoint, 'InitiateAuth', {
    ClientId: clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: parameters,
  });
  const { AccessToken } = elsewhere.body.AuthenticationResult as { AccessToken: string };
  await signInByPassword(username);

  await auth.signOut({ global: true });

  expect((await call(target.endpoint, 'GetUser', { AccessToken })).body).toEqual({
    __type: 'NotAuthorizedException',
    message: 'Access Token has been revoked',
  });
});

test('a changed password works at once and the old one no longer', async () => {
  const username = 'changing@example.com';
  await target.createUser(username);
  await signInByPassword(username);

  await auth.updatePassword({ oldPassword: rightPassword, newPassword: 'Another-horse-1' });
  await auth.signOut();

  await expect(signInByPassword(username)).rejects.toThrow('Incorrect username or password.');
  await signInByPassword(username, 'Another-horse-1');
});

async function signInByPassword(username = email, password = rightPassword): Promise<void> {
  await auth.signIn({ username, password, options: { authFlowType: 'USER_PASSWORD_AUTH' } });
}

/** Checks a token with node:crypto and the JWKS over HTTP: none of the service's own code. */
async function verifyByServedKeys(token: string): Promise<{
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
}> {
  const response = await fetch(`${target.endpoint}/${poolId}/.well-known/jwks.json`);
  const { keys } = (await response.json()) as { keys: (JsonWebKey & { kid: string })[] };
  const [head = '', payload = '', signature = ''] = token.split('.');
  const header = decode(head);
  const jwk = keys.find(({ kid }) => kid === header.kid);
  const key = createPublicKey({ key: jwk ?? {}, format: 'jwk' });
  const signed = Buffer.from(`${head}.${payload}`);
  expect(verify('RSA-SHA256', signed, key, Buffer.from(signature, 'base64url'))).toBe(true);
  return { header, claims: decode(payload) };
}

function decode(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
}

function createStorage() {
  const values = new Map<string, string>();
  return {
    setItem: (key: string, value: string) => Promise.resolve(void values.set(key, value)),
    getItem: (key: string) => Promise.resolve(values.get(key) ?? null),
    removeItem: (key: string) => Promise.resolve(void values.delete(key)),
    clear: () => Promise.resolve(values.clear()),
  };
}
