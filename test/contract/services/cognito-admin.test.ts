/** The administrator's operations, with the real AWS SDK, which also checks that dates and shapes parse. */
import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { implicitDenial } from '../../../local/services/aws/iam/words.ts';
import {
  call,
  region,
  rightPassword,
  rootCredentials,
  secretClientId,
  startHarness,
  strictClientId,
} from '../../../local/services/cognito/fixtures/harness.ts';
import { cognitoTarget, localOnly, type CognitoTarget } from './target.ts';

let UserPoolId: string;
let clientId: string;
const TemporaryPassword = 'Temporary-1-horse';
let target: CognitoTarget;

beforeAll(async () => {
  target = await cognitoTarget();
  ({ poolId: UserPoolId, clientId } = target);
});
afterAll(() => target[Symbol.asyncDispose]());

test('a user created by an administrator must replace the temporary password', async () => {
  const Username = `new-${Date.now()}@example.com`; // a pool on AWS keeps those of the last run
  const UserAttributes = [{ Name: 'email_verified', Value: 'true' }];
  const created = await target.admin.send(
    new sdk.AdminCreateUserCommand({ UserPoolId, Username, TemporaryPassword, UserAttributes }),
  );
  const challenge = await signIn(Username, TemporaryPassword);
  const answered = await target.admin.send(
    new sdk.AdminRespondToAuthChallengeCommand({
      UserPoolId,
      ClientId: clientId,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: challenge.Session,
      ChallengeResponses: { USERNAME: Username, NEW_PASSWORD: rightPassword },
    }),
  );

  expect(created.User).toMatchObject({ Enabled: true, UserStatus: 'FORCE_CHANGE_PASSWORD' });
  expect(created.User?.Username).toMatch(/^[0-9a-f-]{36}$/);
  expect(created.User?.UserCreateDate).toBeInstanceOf(Date);
  expect(challenge).toMatchObject({
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    ChallengeParameters: {
      USER_ID_FOR_SRP: created.User?.Username,
      requiredAttributes: '[]',
      userAttributes: JSON.stringify({ email_verified: 'true', email: Username }),
    },
  });
  expect(answered.AuthenticationResult).toMatchObject({ TokenType: 'Bearer', ExpiresIn: 3600 });
  expect((await getUser(Username)).UserStatus).toBe('CONFIRMED');
});

test('a new-password session works once', async () => {
  const Username = `once-${Date.now()}@example.com`;
  await target.admin.send(
    new sdk.AdminCreateUserCommand({ UserPoolId, Username, TemporaryPassword }),
  );
  const { Session } = await signIn(Username, TemporaryPassword);
  const answer = {
    ClientId: clientId,
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session,
    ChallengeResponses: { USERNAME: Username, NEW_PASSWORD: rightPassword },
  };

  const first = await call(target.endpoint, 'RespondToAuthChallenge', answer);
  const second = await call(target.endpoint, 'RespondToAuthChallenge', answer);

  expect(first.status).toBe(200);
  expect(second.body).toEqual({
    __type: 'NotAuthorizedException',
    message: 'Invalid session for the user, session is expired.',
  });
});

test('AdminSetUserPassword makes a password permanent, or temporary by default', async () => {
  const Username = await createUser('set@example.com');
  const set = (Permanent: boolean) =>
    target.admin.send(
      new sdk.AdminSetUserPasswordCommand({
        UserPoolId,
        Username,
        Password: 'Brand-new-9',
        Permanent,
      }),
    );

  await set(true);
  expect((await signIn(Username, 'Brand-new-9')).AuthenticationResult).toBeDefined();
  await set(false);
  expect((await signIn(Username, 'Brand-new-9')).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
});

test('a user is found by e-mail, username and sub, with attributes', async () => {
  const sub = await target.createUser('found@example.com');

  const byEmail = await getUser('found@example.com');
  const bySub = await getUser(sub);

  expect(bySub).toMatchObject({ Username: sub, UserAttributes: byEmail.UserAttributes });
  // In any order: it is that of their making.
  expect(new Set(byEmail.UserAttributes)).toEqual(
    new Set([
      { Name: 'email', Value: 'found@example.com' },
      { Name: 'email_verified', Value: 'true' },
      { Name: 'sub', Value: sub },
    ]),
  );
});

test('groups fill and empty, and are claims of the next token', async () => {
  const Username = await createUser('member@example.com');
  const add = (GroupName: string) =>
    target.admin.send(new sdk.AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));

  await add('readers');
  await add('readers');
  const listed = await target.admin.send(
    new sdk.AdminListGroupsForUserCommand({ UserPoolId, Username }),
  );
  const inGroup = await claimsOf(Username);
  await target.admin.send(
    new sdk.AdminRemoveUserFromGroupCommand({ UserPoolId, Username, GroupName: 'readers' }),
  );

  expect(listed.Groups).toMatchObject([{ GroupName: 'readers', UserPoolId }]);
  expect(inGroup['cognito:groups']).toEqual(['readers']);
  expect(await claimsOf(Username)).not.toHaveProperty('cognito:groups');
  await expect(add('nobody')).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Group not found.',
  });
});

test('ListUsers filters, pages and narrows attributes', async () => {
  for (const name of ['page-a', 'page-b', 'page-c']) await createUser(`${name}@example.com`);
  const list = (input: Partial<sdk.ListUsersCommandInput>) =>
    target.admin.send(new sdk.ListUsersCommand({ UserPoolId, ...input }));

  const Filter = 'email ^= "page-"';
  const first = await list({ Filter, Limit: 2, AttributesToGet: ['email'] });
  const second = await list({ Filter, Limit: 2, PaginationToken: first.PaginationToken });
  const one = await list({ Filter: 'email = "page-b@example.com"' });

  expect(first.Users?.map(({ Attributes }) => Attributes?.map(({ Name }) => Name))).toEqual([
    ['email'],
    ['email'],
  ]);
  expect([second.Users?.length, second.PaginationToken]).toEqual([1, undefined]);
  expect(one.Users).toHaveLength(1);
  await expect(list({ Filter: 'nonsense' })).rejects.toThrow('Error while parsing filter');
});

test('a disabled user cannot sign in, and their sessions end', async () => {
  const Username = await createUser('disabled@example.com');
  const { AuthenticationResult } = await signIn(Username, rightPassword);
  await target.admin.send(new sdk.AdminDisableUserCommand({ UserPoolId, Username }));

  await expect(signIn(Username, rightPassword)).rejects.toThrow('User is disabled.');
  await expect(signIn(Username, 'Wrong-pass-1')).rejects.toThrow('Incorrect username or password.');
  await target.admin.send(new sdk.AdminEnableUserCommand({ UserPoolId, Username }));
  const RefreshToken = AuthenticationResult?.RefreshToken;
  await expect(
    target.admin.send(
      new sdk.GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken }),
    ),
  ).rejects.toThrow('Refresh Token has been revoked');
});

test('a deleted user is gone, tokens included', async () => {
  const Username = await createUser('deleted@example.com');
  const { AuthenticationResult } = await signIn(Username, rightPassword);

  await target.admin.send(new sdk.AdminDeleteUserCommand({ UserPoolId, Username }));

  const AccessToken = AuthenticationResult?.AccessToken;
  await expect(getUser(Username)).rejects.toMatchObject({
    name: 'UserNotFoundException',
    message: 'User does not exist.',
  });
  await expect(target.admin.send(new sdk.GetUserCommand({ AccessToken }))).rejects.toThrow(
    'User does not exist.',
  );
});

localOnly('administrators are told who exists, users are not', async () => {
  const missing = { USERNAME: 'nobody@example.com', PASSWORD: rightPassword };
  const attempt = (ClientId: string) =>
    target.admin.send(
      new sdk.AdminInitiateAuthCommand({
        UserPoolId,
        ClientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: missing,
      }),
    );

  await expect(attempt(clientId)).rejects.toThrow('Incorrect username or password.');
  await expect(attempt(strictClientId)).rejects.toThrow('Auth flow not enabled for this client');
});

localOnly('describes the pool and its clients; only a client with a secret shows one', async () => {
  const { UserPool } = await target.admin.send(new sdk.DescribeUserPoolCommand({ UserPoolId }));
  const describe = (ClientId: string) =>
    target.admin.send(new sdk.DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
  const listed = await target.admin.send(new sdk.ListUserPoolClientsCommand({ UserPoolId }));

  expect(UserPool).toMatchObject({
    Id: UserPoolId,
    Name: 'reports',
    UsernameAttributes: ['email'],
  });
  expect(UserPool?.Policies?.PasswordPolicy?.MinimumLength).toBe(8);
  expect((await describe(clientId)).UserPoolClient?.ClientSecret).toBeUndefined();
  expect((await describe(secretClientId)).UserPoolClient?.ClientSecret).toBe(
    target.clientSecret(secretClientId),
  );
  expect(listed.UserPoolClients?.map(({ ClientName }) => ClientName)).toEqual([
    'web',
    'server',
    'strict',
  ]);
  await expect(
    target.admin.send(new sdk.DescribeUserPoolCommand({ UserPoolId: 'us-east-1_Nope' })),
  ).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'User pool us-east-1_Nope does not exist.',
  });
});

localOnly('refuses unsigned and wrongly signed administration', async () => {
  const unsigned = await call(target.endpoint, 'ListUsers', { UserPoolId });
  const signedBy = (credentials: typeof rootCredentials) =>
    new sdk.CognitoIdentityProviderClient({
      endpoint: target.endpoint,
      region,
      credentials,
      maxAttempts: 1,
    }).send(new sdk.ListUsersCommand({ UserPoolId }));

  expect([unsigned.status, unsigned.body]).toEqual([
    400,
    { __type: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' },
  ]);
  await expect(signedBy({ accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' })).rejects.toMatchObject(
    { name: 'UnrecognizedClientException' },
  );
  await expect(signedBy({ ...rootCredentials, secretAccessKey: 'wrong' })).rejects.toMatchObject({
    name: 'InvalidSignatureException',
  });
});

localOnly('asks IAM about the action and the pool', async () => {
  await using guarded = await startHarness({
    authorizer: (_, action) =>
      action === 'cognito-idp:ListUsers' ? undefined : implicitDenial(action),
  });

  await guarded.admin.send(new sdk.ListUsersCommand({ UserPoolId }));
  await expect(
    guarded.admin.send(new sdk.DescribeUserPoolCommand({ UserPoolId })),
  ).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message:
      'User: arn:aws:iam::111122223333:root is not authorized to perform: cognito-idp:DescribeUserPool on resource: arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_AbCdEfGhI because no identity-based policy allows the cognito-idp:DescribeUserPool action',
  });
});

async function createUser(email: string): Promise<string> {
  await target.createUser(email);
  return email;
}

function getUser(Username: string) {
  return target.admin.send(new sdk.AdminGetUserCommand({ UserPoolId, Username }));
}

function signIn(USERNAME: string, PASSWORD: string) {
  return target.admin.send(
    new sdk.AdminInitiateAuthCommand({
      UserPoolId,
      ClientId: clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD },
    }),
  );
}

async function claimsOf(username: string): Promise<Record<string, unknown>> {
  const { AuthenticationResult } = await signIn(username, rightPassword);
  const payload = AuthenticationResult?.IdToken?.split('.')[1] ?? '';
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
}
