/** What a user's own program asks, with the real AWS SDK and no credentials but the user's tokens. */
import { createHmac } from 'node:crypto';
import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rightPassword, secretClientId } from '../../../local/services/cognito/fixtures/harness.ts';
import { cognitoTarget, localOnly, type CognitoTarget } from './target.ts';

const NEW_PASSWORD = 'Another-horse-1';
let target: CognitoTarget;
let client: sdk.CognitoIdentityProviderClient;
let ClientId: string;

beforeAll(async () => {
  target = await cognitoTarget();
  ClientId = target.clientId;
  client = new sdk.CognitoIdentityProviderClient({
    endpoint: target.endpoint,
    region: target.poolId.split('_')[0] ?? '',
    credentials: { accessKeyId: 'nobody', secretAccessKey: 'nobody' },
    maxAttempts: 1,
  });
});
afterAll(async () => {
  client.destroy();
  await target[Symbol.asyncDispose]();
});

async function signIn(USERNAME: string, PASSWORD = rightPassword) {
  const { AuthenticationResult } = await client.send(
    new sdk.InitiateAuthCommand({
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD },
    }),
  );
  return AuthenticationResult ?? {};
}

const getUser = (AccessToken: string | undefined) =>
  client.send(new sdk.GetUserCommand({ AccessToken }));

test('a password is answered by three tokens that end in an hour', async () => {
  await target.createUser('tokens@example.com');

  const result = await signIn('tokens@example.com');

  expect(result).toMatchObject({ TokenType: 'Bearer', ExpiresIn: 3600 });
  expect(Object.keys(result).sort()).toEqual(
    ['AccessToken', 'ExpiresIn', 'IdToken', 'RefreshToken', 'TokenType'].sort(),
  );
});

test('a wrong password and a stranger are refused in the same words', async () => {
  await target.createUser('known@example.com');
  const refused = {
    name: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
    $metadata: { httpStatusCode: 400 },
  };

  await expect(signIn('known@example.com', 'Wrong-horse-9')).rejects.toMatchObject(refused);
  await expect(signIn('stranger@example.com')).rejects.toMatchObject(refused);
});

test('GetUser tells who has the token, with their attributes', async () => {
  const sub = await target.createUser('me@example.com');
  const { AccessToken } = await signIn('me@example.com');

  const user = await getUser(AccessToken);

  expect(user.Username).toBe(sub);
  expect(user.UserAttributes).toEqual(
    expect.arrayContaining([
      { Name: 'sub', Value: sub },
      { Name: 'email', Value: 'me@example.com' },
      { Name: 'email_verified', Value: 'true' },
    ]),
  );
});

test('GetUser takes no ID token and no token that was changed', async () => {
  await target.createUser('other@example.com');
  const { AccessToken = '', IdToken } = await signIn('other@example.com');
  const [head, , signature] = AccessToken.split('.');
  const forged = [head, Buffer.from('{"sub":"admin"}').toString('base64url'), signature].join('.');

  await expect(getUser(IdToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  await expect(getUser(forged)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
});

test('REFRESH_TOKEN_AUTH gives two tokens of the same session', async () => {
  await target.createUser('again@example.com');
  const first = await signIn('again@example.com');

  const { AuthenticationResult: second } = await client.send(
    new sdk.InitiateAuthCommand({
      ClientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: first.RefreshToken ?? '' },
    }),
  );

  expect(second?.RefreshToken).toBeUndefined();
  expect(claims(second?.AccessToken).origin_jti).toBe(claims(first.AccessToken).origin_jti);
  expect(claims(second?.AccessToken).jti).not.toBe(claims(first.AccessToken).jti);
});

test('groups are a claim of both tokens, by precedence', async () => {
  await target.createUser('grouped@example.com', ['readers', 'admins']);

  const { AccessToken, IdToken } = await signIn('grouped@example.com');

  expect(claims(AccessToken)['cognito:groups']).toEqual(
    expect.arrayContaining(['admins', 'readers']),
  );
  expect(claims(IdToken)['cognito:groups']).toEqual(claims(AccessToken)['cognito:groups']);
});

test('GlobalSignOut ends every session, and says so to each', async () => {
  await target.createUser('everywhere@example.com');
  const [one, other] = [
    await signIn('everywhere@example.com'),
    await signIn('everywhere@example.com'),
  ];

  await client.send(new sdk.GlobalSignOutCommand({ AccessToken: one.AccessToken }));

  await expect(getUser(other.AccessToken)).rejects.toThrow('Access Token has been revoked');
  const refresh = new sdk.InitiateAuthCommand({
    ClientId,
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: { REFRESH_TOKEN: other.RefreshToken ?? '' },
  });
  await expect(client.send(refresh)).rejects.toThrow('Refresh Token has been revoked');
});

test('RevokeToken ends one session alone', async () => {
  await target.createUser('two@example.com');
  const [one, other] = [await signIn('two@example.com'), await signIn('two@example.com')];

  await client.send(new sdk.RevokeTokenCommand({ ClientId, Token: one.RefreshToken }));

  await expect(getUser(one.AccessToken)).rejects.toThrow('Access Token has been revoked');
  expect((await getUser(other.AccessToken)).Username).toBeDefined();
});

test('ChangePassword wants the old one, and the old one no longer works', async () => {
  await target.createUser('change@example.com');
  const { AccessToken } = await signIn('change@example.com');
  const change = (PreviousPassword: string) =>
    client.send(
      new sdk.ChangePasswordCommand({
        AccessToken,
        PreviousPassword,
        ProposedPassword: NEW_PASSWORD,
      }),
    );

  await expect(change('Wrong-horse-9')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  await change(rightPassword);

  await expect(signIn('change@example.com')).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  });
  expect((await signIn('change@example.com', NEW_PASSWORD)).AccessToken).toBeDefined();
});

localOnly('SignUp, ConfirmSignUp and sign-in, with each step refused before its time', async () => {
  const Username = 'joins@example.com';
  const joined = await client.send(
    new sdk.SignUpCommand({ ClientId, Username, Password: rightPassword }),
  );
  const confirm = (ConfirmationCode: string) =>
    client.send(new sdk.ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode }));

  expect(joined.UserConfirmed).toBe(false);
  await expect(signIn(Username)).rejects.toMatchObject({ name: 'UserNotConfirmedException' });
  await expect(confirm('000000x')).rejects.toMatchObject({ name: 'CodeMismatchException' });
  await confirm(target.lastCode());
  expect(claims((await signIn(Username)).AccessToken).sub).toBe(joined.UserSub);
});

test('SignUp refuses a weak password and a taken address', async () => {
  await target.createUser('taken@example.com');
  const signUp = (Username: string, Password: string) =>
    client.send(new sdk.SignUpCommand({ ClientId, Username, Password }));

  await expect(signUp('weak@example.com', 'weak')).rejects.toMatchObject({
    name: 'InvalidPasswordException',
  });
  await expect(signUp('taken@example.com', rightPassword)).rejects.toMatchObject({
    name: 'UsernameExistsException',
  });
});

localOnly('a client with a secret wants the hash of user and client', async () => {
  await target.createUser('secret@example.com');
  const attempt = (SECRET_HASH?: string) =>
    client.send(
      new sdk.InitiateAuthCommand({
        ClientId: secretClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: {
          USERNAME: 'secret@example.com',
          PASSWORD: rightPassword,
          ...(SECRET_HASH ? { SECRET_HASH } : {}),
        },
      }),
    );
  const hash = createHmac('sha256', target.clientSecret(secretClientId))
    .update(`secret@example.com${secretClientId}`)
    .digest('base64');

  await expect(attempt()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  expect((await attempt(hash)).AuthenticationResult?.AccessToken).toBeDefined();
});

test('an unknown client is refused by its id', async () => {
  const attempt = client.send(
    new sdk.InitiateAuthCommand({
      ClientId: 'nobodysclient',
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'me@example.com', PASSWORD: rightPassword },
    }),
  );

  await expect(attempt).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

function claims(token: string | undefined): Record<string, unknown> {
  const payload = token?.split('.')[1] ?? '';
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
}
