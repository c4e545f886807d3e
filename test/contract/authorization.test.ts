import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  AdminAddUserToGroupCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { DEMO_USER, ROOT_CREDENTIALS } from '../support/cloud.ts';
import { startConformance, type ConformanceBed } from '../support/conformance-bed.ts';
import { signedHeaders } from '../support/graphql-request.ts';

/** Who may call, who may have which field, and what a resolver learns of the caller. */

interface Answer {
  readonly data: Record<string, Record<string, unknown> | string | null> | null;
  readonly errors?: { path: unknown[]; errorType: string; message: string }[];
}

let bed: ConformanceBed;

beforeAll(async () => {
  bed = await startConformance();
});

afterAll(async () => {
  await bed[Symbol.asyncDispose]();
});

async function ask(query: string, headers?: Record<string, string>): Promise<Answer> {
  const { body } = await bed.post(JSON.stringify({ query }), headers);
  return JSON.parse(body) as Answer;
}

async function askSigned(query: string): Promise<Answer> {
  const body = JSON.stringify({ query });
  const headers = await signedHeaders(bed.origin, body, ROOT_CREDENTIALS);
  const answer = await bed.post(body, { 'content-type': 'application/json', ...headers });
  return JSON.parse(answer.body) as Answer;
}

/** An access token of the demo user, by a literal InitiateAuth. */
async function signIn(): Promise<string> {
  const answer = await fetch(bed.cloud.awsOrigin, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
    },
    body: JSON.stringify({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: bed.cloud.stack.outputs.ClientId,
      AuthParameters: { USERNAME: DEMO_USER.username, PASSWORD: DEMO_USER.password },
    }),
  });
  const { AuthenticationResult } = (await answer.json()) as {
    AuthenticationResult: { AccessToken: string };
  };
  return AuthenticationResult.AccessToken;
}

const IDENTITY = '{ caller { identity authType } }';
interface Identity {
  readonly keys: string[];
  readonly identity: Record<string, unknown>;
  readonly authType: unknown;
}
function identityOf({ data }: Answer): Identity {
  const caller = data?.caller as { identity: string | null; authType: string };
  const identity = JSON.parse(caller.identity ?? 'null') as Record<string, unknown> | null;
  return {
    keys: Object.keys(identity ?? {}).sort(),
    identity: identity ?? {},
    authType: caller.authType,
  };
}

test('a field the caller may not have is null with Unauthorized, its siblings stand', async () => {
  const { status, body } = await bed.post('{"query":"{ ping iamOnly }"}');

  expect(status).toBe(200);
  expect(body).toBe(
    '{"data":{"ping":"ping","iamOnly":null},"errors":[{"path":["iamOnly"],"data":null,"errorType":"Unauthorized",' +
      '"errorInfo":null,"locations":[{"line":1,"column":8,"sourceName":null}],' +
      '"message":"Not Authorized to access iamOnly on type Query"}]}',
  );
});

test("a type's directives replace the default mode, a field's replace its type's", async () => {
  const byKey = await ask('{ directed { name iamName } }');
  const byIam = await askSigned('{ directed { name iamName } iamOnly ping }');

  expect(byKey.data).toEqual({ directed: { name: 'n', iamName: null } });
  expect(byKey.errors?.map(({ message }) => message)).toEqual([
    'Not Authorized to access iamName on type Directed',
  ]);
  // Without a directive a field is the default mode's, and so not for IAM.
  expect(byIam.data).toEqual({
    directed: { name: 'n', iamName: 'i' },
    iamOnly: 'iamOnly',
    ping: null,
  });
});

test('@aws_auth has no effect beside a second mode, and the log warns', async () => {
  const { data } = await ask('{ ignoredAuth }');

  expect(data).toEqual({ ignoredAuth: 'ignoredAuth' });
  expect(bed.logged).toContainEqual(
    expect.stringMatching(/^warn @aws_auth on Query.ignoredAuth has no effect/),
  );
});

test('a nested type without directives is refused field by field to every other mode', async () => {
  const { data, errors } = await askSigned('{ undirected { name } }');

  expect(data).toEqual({ undirected: { name: null } });
  expect(errors).toMatchObject([
    {
      path: ['undirected', 'name'],
      errorType: 'Unauthorized',
      message: 'Not Authorized to access name on type Undirected',
    },
  ]);
});

test('ctx.identity is null for an API key', async () => {
  const { data } = await ask(IDENTITY);

  expect(data).toEqual({ caller: { identity: null, authType: 'API Key Authorization' } });
});

test('ctx.identity of IAM has eight members', async () => {
  const { keys, identity, authType } = identityOf(await askSigned(IDENTITY));

  expect(authType).toBe('IAM Authorization');
  expect(keys).toEqual([
    'accountId',
    'cognitoIdentityAuthProvider',
    'cognitoIdentityAuthType',
    'cognitoIdentityId',
    'cognitoIdentityPoolId',
    'sourceIp',
    'userArn',
    'username',
  ]);
  expect(identity).toMatchObject({
    accountId: '000000000000',
    sourceIp: ['127.0.0.1'],
    userArn: 'arn:aws:iam::000000000000:root',
  });
});

test('ctx.identity of a user pool has seven members, and groups let members in', async () => {
  const token = await signIn();
  const before = identityOf(await ask(IDENTITY, { authorization: token }));
  const refused = await ask('{ adminsOnly }', { authorization: token });
  const cognito = new CognitoIdentityProviderClient({
    endpoint: bed.cloud.awsOrigin,
    region: 'us-east-1',
    credentials: ROOT_CREDENTIALS,
  });
  await cognito.send(
    new AdminAddUserToGroupCommand({
      UserPoolId: bed.cloud.stack.outputs.UserPoolId,
      Username: DEMO_USER.username,
      GroupName: 'admins',
    }),
  );
  cognito.destroy();
  const admin = `Bearer ${await signIn()}`;
  const after = identityOf(await ask(IDENTITY, { authorization: admin }));

  expect(before.authType).toBe('User Pool Authorization');
  expect(before.keys).toEqual([
    'claims',
    'defaultAuthStrategy',
    'groups',
    'issuer',
    'sourceIp',
    'sub',
    'username',
  ]);
  expect(before.identity).toMatchObject({ groups: null, defaultAuthStrategy: 'ALLOW' });
  expect(refused.errors?.[0]?.message).toBe('Not Authorized to access adminsOnly on type Query');
  expect(after.identity).toMatchObject({ groups: ['admins'] });
  expect((await ask('{ adminsOnly }', { authorization: admin })).data).toEqual({
    adminsOnly: 'adminsOnly',
  });
});

test('ctx.identity of OpenID Connect has three members; keys come from the discovery document', async () => {
  const { keys, identity, authType } = identityOf(
    await ask(IDENTITY, { authorization: bed.oidcToken({ sub: 'ann' }) }),
  );

  expect(authType).toBe('Open ID Connect Authorization');
  expect(keys).toEqual(['claims', 'issuer', 'sub']);
  expect(identity).toMatchObject({
    sub: 'ann',
    issuer: bed.origin,
    claims: { sub: 'ann', aud: 'app-1' },
  });
});

test('an OpenID Connect token is refused for another client, when it is too old and when it was changed', async () => {
  const now = Math.floor(Date.now() / 1000);
  const message = async (token: string): Promise<unknown> =>
    (await ask(IDENTITY, { authorization: token })).errors?.[0]?.message;
  const [head = '', , signature = ''] = bed.oidcToken().split('.');
  const forged = Buffer.from(
    JSON.stringify({ iss: bed.origin, aud: 'app-1', exp: now + 99 }),
  ).toString('base64url');

  expect(await message(bed.oidcToken({ aud: 'other' }))).toBe(
    'You are not authorized to make this call.',
  );
  expect(await message(bed.oidcToken({ aud: 'other', azp: 'app-7' }))).toBeUndefined();
  expect(await message(bed.oidcToken({ exp: now - 1 }))).toBe('Token has expired.');
  expect(await message(bed.oidcToken({ iat: now - 1801 }))).toBe('Token has expired.');
  expect(await message(bed.oidcToken({ auth_time: now - 3601 }))).toBe('Token has expired.');
  expect(await message(`${head}.${forged}.${signature}`)).toBe(
    'Valid authorization header not provided.',
  );
  expect(await message(bed.oidcToken({ iss: 'https://elsewhere.example' }))).toBe(
    'Valid authorization header not provided.',
  );
});

const custom = (answer: object): Record<string, string> => ({
  authorization: `custom:${JSON.stringify(answer)}`,
});

test('ctx.identity of a Lambda authorizer is its resolverContext; its event has the documented members', async () => {
  const headers = custom({ isAuthorized: true, resolverContext: { event: 'please' } });
  const body = JSON.stringify({
    query: 'query Named($a: Int) { caller { identity authType } }',
    operationName: 'Named',
  });
  const answer = await bed.post(body.replace('($a: Int)', ''), { ...headers, 'x-own': '1' });
  const { keys, identity, authType } = identityOf(JSON.parse(answer.body) as Answer);
  const { resolverContext } = identity as { resolverContext: { event: string } };
  const event = JSON.parse(resolverContext.event) as Record<string, Record<string, unknown>>;

  expect(authType).toBe('Lambda Authorization');
  expect(keys).toEqual(['resolverContext']);
  expect(Object.keys(event)).toEqual(['authorizationToken', 'requestContext', 'requestHeaders']);
  expect(event.authorizationToken).toBe(headers.authorization);
  expect(event.requestContext).toEqual({
    apiId: expect.stringMatching(/^[a-z0-9]{26}$/) as string,
    accountId: '000000000000',
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    queryString: 'query Named { caller { identity authType } }',
    operationName: 'Named',
    variables: {},
  });
  expect(event.requestHeaders).toMatchObject({ 'x-own': '1' });
});

test('fields a Lambda authorizer denies are null with Unauthorized, by short name and by ARN', async () => {
  const arn = bed.cloud.api?.config.arn ?? '';
  const query = '{ denied { open closed } }';
  const short = await ask(query, custom({ isAuthorized: true, deniedFields: ['Denied.closed'] }));
  const long = await ask(
    query,
    custom({ isAuthorized: true, deniedFields: [`${arn}/types/Denied/fields/open`] }),
  );
  const foreign = await ask(
    query,
    custom({ isAuthorized: true, deniedFields: [`${arn}x/types/Denied/fields/open`] }),
  );

  expect(short.data).toEqual({ denied: { open: 'o', closed: null } });
  expect(short.errors?.[0]).toMatchObject({
    errorType: 'Unauthorized',
    message: 'Not Authorized to access closed on type Denied',
  });
  expect(long.data).toEqual({ denied: { open: null, closed: 'c' } });
  expect(foreign.data).toEqual({ denied: { open: 'o', closed: 'c' } });
});

test('a Lambda authorizer refuses by false, by throwing, by no object, by nested context; a token off the expression never reaches it', async () => {
  const tokens = [
    'custom:{"isAuthorized":false}',
    'custom:{"isAuthorized":"true"}',
    'custom:{"isAuthorized":true,"resolverContext":{"a":{"b":1}}}',
    'custom:throw',
    'custom:text',
    'other:{"isAuthorized":true}',
  ];
  const answers = await Promise.all(
    tokens.map((authorization) => bed.post(JSON.stringify({ query: IDENTITY }), { authorization })),
  );

  expect(answers.map(({ status }) => status)).toEqual(tokens.map(() => 401));
  for (const { body } of answers) {
    expect(body).toContain('"message" : "You are not authorized to make this call."');
  }
});

test('an answer of a Lambda authorizer is kept for ttlOverride seconds, and not at all without', async () => {
  const calls = async (answer: object): Promise<number> => {
    const { identity } = identityOf(await ask(IDENTITY, custom(answer)));
    return Number((identity as { resolverContext: { calls: string } }).resolverContext.calls);
  };
  const resolverContext = { event: 'please' };
  const kept = { isAuthorized: true, resolverContext, ttlOverride: 60 };
  const asked = { isAuthorized: true, resolverContext };

  expect(await calls(kept)).toBe(await calls(kept));
  expect(await calls(asked)).toBeLessThan(await calls(asked));
});
