import { describe, expect, test } from 'vitest';
import { silentLog } from '../../../host.ts';
import type { ApiConfig, AuthProvider, Caller } from '../types.ts';
import { createFieldAuthorization } from './field-authorization.ts';
import { buildApiSchema } from './schema.ts';
import { apiKeyCaller, createTestApi } from './test-api.ts';

const cognito: AuthProvider = {
  mode: 'AMAZON_COGNITO_USER_POOLS',
  issuer: 'https://pool',
  keys: () => [],
  defaultAction: 'ALLOW',
};
const arn = 'arn:aws:appsync:us-east-1:000000000000:apis/x';
const user = (...groups: string[]): Caller => ({
  mode: 'AMAZON_COGNITO_USER_POOLS',
  identity: {},
  groups: groups.length > 0 ? groups : null,
});
const role: Caller = {
  mode: 'AWS_IAM',
  identity: {},
  groups: null,
  principal: {
    arn: 'arn:aws:sts::0:assumed-role/R/s',
    accountId: '0',
    roleArn: 'arn:aws:iam::0:role/R',
    userId: 'R:s',
  },
};

const rules = (
  sdl: string,
  config: Partial<ApiConfig> = {},
  authorizer: (principal: unknown, action: string, resource: string) => boolean = () => true,
  log = silentLog,
) =>
  createFieldAuthorization(
    buildApiSchema(sdl),
    {
      arn,
      defaultAuth: cognito,
      additionalAuth: [{ mode: 'AWS_IAM' }, { mode: 'API_KEY' }],
      ...config,
    },
    authorizer,
    log,
  );

test('a field without directives is for the default mode only', () => {
  const isAuthorized = rules('type Query { a: Int }');

  expect(isAuthorized('Query.a', user())).toBe(true);
  expect(isAuthorized('Query.a', apiKeyCaller)).toBe(false);
  expect(isAuthorized('Query.a', role)).toBe(false);
});

test("a type's directives replace the default, a field's replace the type's", () => {
  const isAuthorized = rules('type Query @aws_api_key @aws_iam { a: Int b: Int @aws_iam }');

  expect(isAuthorized('Query.a', apiKeyCaller)).toBe(true);
  expect(isAuthorized('Query.a', user())).toBe(false);
  expect(isAuthorized('Query.b', role)).toBe(true);
  expect(isAuthorized('Query.b', apiKeyCaller)).toBe(false);
});

test('cognito_groups lets members of one of the groups in', () => {
  const isAuthorized = rules(
    'type Query { a: Int @aws_cognito_user_pools(cognito_groups: ["x", "y"]) b: Int @aws_cognito_user_pools }',
  );

  expect(isAuthorized('Query.a', user('y', 'z'))).toBe(true);
  expect(isAuthorized('Query.a', user('z'))).toBe(false);
  expect(isAuthorized('Query.a', user())).toBe(false);
  expect(isAuthorized('Query.b', user())).toBe(true);
});

describe('@aws_auth', () => {
  const sdl = 'type Query { a: Int @aws_auth(cognito_groups: ["x"]) b: Int }';

  test('counts when Cognito is the only mode', () => {
    const isAuthorized = rules(sdl, { additionalAuth: [] });

    expect(isAuthorized('Query.a', user('x'))).toBe(true);
    expect(isAuthorized('Query.a', user())).toBe(false);
  });

  test('is ignored with a warning as soon as there is another mode', () => {
    const warnings: string[] = [];
    const isAuthorized = rules(sdl, {}, () => true, {
      ...silentLog,
      warn: (text) => void warnings.push(text),
    });

    expect(isAuthorized('Query.a', user())).toBe(true);
    expect(warnings).toEqual([expect.stringContaining('@aws_auth on Query.a has no effect')]);
  });

  test('opens fields that DefaultAction DENY closes', () => {
    const isAuthorized = rules(sdl, {
      additionalAuth: [],
      defaultAuth: { ...cognito, defaultAction: 'DENY' },
    });

    expect(isAuthorized('Query.a', user('x'))).toBe(true);
    expect(isAuthorized('Query.b', user('x'))).toBe(false);
  });
});

test('IAM is asked for root fields by their ARN, not for the fields of what they return', () => {
  const asked: string[] = [];
  const sdl = 'type Query @aws_iam { a: Thing } type Thing @aws_iam { id: ID }';
  const isAuthorized = rules(sdl, {}, (_principal, action, resource) => {
    asked.push(`${action} ${resource}`);
    return false;
  });

  expect(isAuthorized('Query.a', role)).toBe(false);
  expect(isAuthorized('Thing.id', role)).toBe(true);
  expect(asked).toEqual([`appsync:GraphQL ${arn}/types/Query/fields/a`]);
});

test('a refused field is null with the recorded error and its siblings stand', async () => {
  const api = createTestApi({
    sdl: 'type Query { post: Post other: Int } type Post { id: ID @aws_iam title: String }',
    config: { additionalAuth: [{ mode: 'AWS_IAM' }] },
    resolvers: { 'Query.post': { response: () => ({ id: 1, title: 'T' }) } },
  });

  expect(JSON.stringify(await api.run('{ post { id title __typename } other }'))).toBe(
    '{"data":{"post":{"id":null,"title":"T","__typename":"Post"},"other":null},"errors":[{"path":["post","id"],"data":null,"errorType":"Unauthorized","errorInfo":null,"locations":[{"line":1,"column":10,"sourceName":null}],"message":"Not Authorized to access id on type Post"}],"headers":{}}',
  );
});
