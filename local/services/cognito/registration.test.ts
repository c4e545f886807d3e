/** Registration, confirmation and changes of address: literal requests, literal answers. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, clientId, rightPassword, startHarness, type Harness } from './fixtures/harness.ts';

const email = 'ada@example.com';
let harness: Harness;

beforeAll(async () => {
  harness = await startHarness();
  harness.pool.createUser({ email, password: rightPassword });
});
afterAll(() => harness[Symbol.asyncDispose]());

test.each([
  ['Short-1', 'Password not long enough'],
  ['lower-case-1', 'Password must have uppercase characters'],
  ['UPPER-CASE-1', 'Password must have lowercase characters'],
  ['No-number', 'Password must have numeric characters'],
  ['NoSymbol1', 'Password must have symbol characters'],
])('registration refuses the password %s', async (Password, rule) => {
  const { body } = await signUp({ Username: 'weak@example.com', Password });

  expect(body).toEqual({
    __type: 'InvalidPasswordException',
    message: `Password did not conform with policy: ${rule}`,
  });
});

test('registration refuses a taken address, a name that is none, and self-made verification', async () => {
  const Password = rightPassword;
  const verified = [{ Name: 'email_verified', Value: 'true' }];

  expect((await signUp({ Username: email, Password })).body).toEqual({
    __type: 'UsernameExistsException',
    message: 'An account with the given email already exists.',
  });
  expect((await signUp({ Username: 'ada', Password })).body).toEqual({
    __type: 'InvalidParameterException',
    message: 'Username should be an email.',
  });
  const forged = await signUp({ Username: 'x@example.com', Password, UserAttributes: verified });
  expect(forged.body.__type).toBe('InvalidParameterException');
  const unknown = [{ Name: 'custom:team', Value: 'a' }];
  const misnamed = await signUp({ Username: 'x@example.com', Password, UserAttributes: unknown });
  expect(misnamed.body.message).toBe(
    'Attributes did not conform to the schema: custom:team: Attribute does not exist in the schema.\n',
  );
});

test('confirmation refuses wrong codes, and a second time', async () => {
  const Username = 'codes@example.com';
  await signUp({ Username, Password: rightPassword });
  const first = harness.lastCode();
  const again = await call(harness.endpoint, 'ResendConfirmationCode', {
    ClientId: clientId,
    Username,
  });
  const confirm = (ConfirmationCode: string) =>
    call(harness.endpoint, 'ConfirmSignUp', { ClientId: clientId, Username, ConfirmationCode });
  const wrong = first === '000000' ? '000001' : '000000';

  expect(again.body).toEqual({
    CodeDeliveryDetails: {
      AttributeName: 'email',
      DeliveryMedium: 'EMAIL',
      Destination: 'c***@e***',
    },
  });
  expect((await confirm(wrong)).body.__type).toBe('CodeMismatchException');
  expect((await confirm(harness.lastCode())).body).toEqual({});
  expect((await confirm(harness.lastCode())).body).toEqual({
    __type: 'NotAuthorizedException',
    message: 'User cannot be confirmed. Current status is CONFIRMED',
  });
});

test('a closed pool registers nobody', async () => {
  const id = 'us-east-1_Closed';
  harness.createPool({
    id,
    name: 'closed',
    clients: [{ id: 'closed-client', name: 'web', authFlows: [] }],
    groups: [],
    usernameAttributes: ['email'],
    selfSignUp: false,
  });

  const answer = await call(harness.endpoint, 'SignUp', {
    ClientId: 'closed-client',
    Username: 'x@example.com',
    Password: rightPassword,
  });

  expect(answer.body).toEqual({
    __type: 'NotAuthorizedException',
    message: 'SignUp is not permitted for this user pool',
  });
});

test('an address that changes is unverified until its code comes back', async () => {
  const old = 'moving@example.com';
  harness.pool.createUser({ email: old, password: rightPassword });
  const signedIn = await initiate({ USERNAME: old, PASSWORD: rightPassword });
  const { AccessToken } = signedIn.body.AuthenticationResult as { AccessToken: string };
  const update = (Value: string) =>
    call(harness.endpoint, 'UpdateUserAttributes', {
      AccessToken,
      UserAttributes: [{ Name: 'email', Value }],
    });

  expect((await update(email)).body.__type).toBe('AliasExistsException');
  await update('moved@example.com');
  const before = await call(harness.endpoint, 'GetUser', { AccessToken });
  const verify = { AccessToken, AttributeName: 'email', Code: harness.lastCode() };
  await call(harness.endpoint, 'VerifyUserAttribute', verify);
  const after = await call(harness.endpoint, 'GetUser', { AccessToken });

  expect(before.body.UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'false' });
  expect(after.body.UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
  expect(after.body.UserAttributes).toContainEqual({ Name: 'email', Value: 'moved@example.com' });
  expect((await initiate({ USERNAME: old, PASSWORD: rightPassword })).status).toBe(400);
});

function initiate(AuthParameters: Record<string, string>) {
  const AuthFlow = 'USER_PASSWORD_AUTH';
  return call(harness.endpoint, 'InitiateAuth', { ClientId: clientId, AuthFlow, AuthParameters });
}

function signUp(input: object) {
  return call(harness.endpoint, 'SignUp', { ClientId: clientId, ...input });
}
