import { afterAll, beforeAll, expect, test } from 'vitest';
import { APPS } from '../../support/apps.ts';
import { startConformance, type ConformanceBed } from '../../support/conformance-bed.ts';
import { editAssembly, takeAway, takeAwayType, trustOnly } from '../../support/edited-assembly.ts';

/** What a resolver gets when its data source's role may not, or cannot be taken. Only the local cloud can be made so. */

const PK = { pk: { S: 'a' }, sk: { S: 'b' } };

let bed: ConformanceBed;
let app: Awaited<ReturnType<typeof editAssembly>>;
let table: string;

beforeAll(async () => {
  app = await editAssembly(APPS.conformance, (template) => {
    for (const action of ['PutItem', 'Query', 'BatchGetItem', 'ConditionCheckItem', 'DeleteItem']) {
      takeAway(template, 'ApiDynamoDb', `dynamodb:${action}`);
    }
    takeAway(template, 'ApiLambda', 'lambda:InvokeFunction');
    takeAway(template, 'ApiEvents', 'events:PutEvents');
    takeAway(template, 'ApiHttpSigned', 'appsync:GraphQL');
    takeAwayType(template, 'AWS::Lambda::Permission');
  });
  bed = await startConformance({ assemblyDirectory: app.assemblyDirectory });
  table = bed.cloud.stack.outputs.TableName ?? '';
}, 60_000);

afterAll(async () => {
  await bed[Symbol.asyncDispose]();
  await app[Symbol.asyncDispose]();
});

const tableArn = () => `arn:aws:dynamodb:us-east-1:000000000000:table/${table}`;
const refusal = (action: string, resource: string) =>
  expect.stringMatching(
    new RegExp(
      `^User: arn:aws:sts::000000000000:assumed-role/\\S+/APPSYNC_ASSUME_ROLE is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
    ),
  ) as string;

test.each<[string, object, string]>([
  ['a put', { operation: 'PutItem', key: PK, attributeValues: {} }, 'dynamodb:PutItem'],
  [
    'a query',
    {
      operation: 'Query',
      query: { expression: 'pk = :pk', expressionValues: { ':pk': { S: 'a' } } },
    },
    'dynamodb:Query',
  ],
])(
  'DynamoDB: %s the role may not is ctx.error, in the words of AWS’s SDK',
  async (_, request, action) => {
    const { result, error } = await bed.source('dynamodb', request);

    expect(result).toBeNull();
    expect(error).toEqual({
      type: 'DynamoDB:DynamoDbException',
      message: refusal(action, tableArn()),
    });
    expect((error as { message: string }).message).toMatch(
      / \(Service: DynamoDb, Status Code: 400, Request ID: \S+\) \(SDK Attempt Count: 1\)$/,
    );
  },
);

test('DynamoDB: a batch the role may not is ctx.error', async () => {
  const { error } = await bed.source('dynamodb', {
    operation: 'BatchGetItem',
    tables: { [table]: { keys: [PK] } },
  });

  expect(error).toMatchObject({ message: refusal('dynamodb:BatchGetItem', tableArn()) });
});

test('DynamoDB: a transaction needs the permission of each of its items, and no other', async () => {
  const transact = (...transactItems: object[]) =>
    bed.source('dynamodb', { operation: 'TransactWriteItems', transactItems });
  const update = {
    table,
    key: PK,
    operation: 'UpdateItem',
    update: { expression: 'SET n = :n', expressionValues: { ':n': { N: '1' } } },
  };

  expect((await transact(update)).error).toBeNull();
  expect(
    (
      await transact(update, {
        table,
        key: { ...PK, sk: { S: 'c' } },
        operation: 'ConditionCheck',
        condition: { expression: 'attribute_not_exists(pk)' },
      })
    ).error,
  ).toMatchObject({
    type: 'DynamoDB:DynamoDbException',
    message: refusal('dynamodb:ConditionCheckItem', tableArn()),
  });
});

test('DynamoDB: what the role may goes on working', async () => {
  const { error } = await bed.source('dynamodb', { operation: 'GetItem', key: PK });

  expect(error).toBeNull();
});

test('Lambda: a function the role may not invoke is ctx.error', async () => {
  const { result, error } = await bed.source('lambda', { operation: 'Invoke', payload: {} });

  expect(result).toBeNull();
  expect(error).toEqual({
    type: 'Lambda:AccessDeniedException',
    message: refusal('lambda:InvokeFunction', 'arn:aws:lambda:\\S+'),
  });
});

test('EventBridge: a bus the role may not put events on is ctx.error, and nothing is recorded', async () => {
  const { error } = await bed.source('events', {
    operation: 'PutEvents',
    events: [{ source: 's', detailType: 't', detail: {} }],
  });

  expect(error).toEqual({
    type: 'EventBridge:AccessDeniedException',
    message: refusal('events:PutEvents', 'arn:aws:events:\\S+'),
  });
  expect(bed.cloud.services.eventBuses.recent).toEqual([]);
});

test('HTTP: what the role of a signed request may not is the service’s own answer, and no error', async () => {
  const { result, error } = await bed.source('httpSigned', {
    method: 'POST',
    resourcePath: '/graphql',
    params: {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ caller }' }),
    },
  });

  expect(error).toBeNull();
  expect(result).toMatchObject({ statusCode: 401 });
  expect((result as { body: string }).body).toContain('Permission denied');
});

test('a Lambda authorizer without a permission for AppSync is BadRequestException, and told at the start', async () => {
  const { status, body } = await bed.post('{"query":"{ ping }"}', {
    authorization: 'custom:allow',
  });

  expect(status).toBe(400);
  expect(JSON.parse(body)).toMatchObject({ errors: [{ errorType: 'BadRequestException' }] });
  expect(bed.logged.join('\n')).toMatch(
    /warn The authorizer of Api\w+ will not work: User: appsync\.amazonaws\.com is not authorized/,
  );
});

test('a role AppSync cannot take is ctx.error of every request, and told at the start', async () => {
  await using untrusted = await editAssembly(APPS.conformance, (template) =>
    trustOnly(template, 'ApiDynamoDb', 'lambda.amazonaws.com'),
  );
  await using other = await startConformance({ assemblyDirectory: untrusted.assemblyDirectory });
  const { result, error } = await other.source('dynamodb', { operation: 'GetItem', key: PK });

  expect(result).toBeNull();
  expect(error).toEqual({
    type: 'UnauthorizedException',
    message: expect.stringMatching(
      /^Unable to assume role arn:aws:iam::000000000000:role\//,
    ) as string,
  });
  expect(other.logged.join('\n')).toMatch(
    /warn The data source ApiDynamoDb\w+ will not work: The AssumeRolePolicyDocument of ApiDynamoDbServiceRole\w+ must allow sts:AssumeRole to appsync\.amazonaws\.com\./,
  );
});
