import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCOUNT, REGION, SESSION_ARN, startTestServer } from './test-service.ts';

const TABLE_ARN = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/notes`;
const OTHER_ARN = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/other`;
const STATEMENTS = [
  {
    Effect: 'Allow',
    Action: ['dynamodb:GetItem', 'dynamodb:Batch*', 'dynamodb:PutItem'],
    Resource: TABLE_ARN,
  },
  { Effect: 'Allow', Action: 'dynamodb:Query', Resource: `${TABLE_ARN}/index/byMood` },
  { Effect: 'Deny', Action: 'dynamodb:PutItem', Resource: '*' },
] as const;
const Key = { id: { S: '1' } };
const Item = { ...Key, mood: { S: 'glad' } };
const names = { TableName: 'notes' };

let server: Awaited<ReturnType<typeof startTestServer>>;

beforeAll(async () => {
  server = await startTestServer(STATEMENTS);
  for (const TableName of ['notes', 'other']) {
    await server.service.ensureTable({
      TableName,
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [
        { AttributeName: 'id', AttributeType: 'S' },
        { AttributeName: 'mood', AttributeType: 'S' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byMood',
          KeySchema: [{ AttributeName: 'mood', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    });
  }
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const byMood = {
  ...names,
  IndexName: 'byMood',
  KeyConditionExpression: 'mood = :mood',
  ExpressionAttributeValues: { ':mood': { S: 'glad' } },
};
const byId = {
  ...names,
  KeyConditionExpression: 'id = :id',
  ExpressionAttributeValues: { ':id': { S: '1' } },
};

test('the root may do everything', async () => {
  await server.root.send(new PutItemCommand({ ...names, Item }));
  const { Items } = await server.root.send(new QueryCommand(byId));
  const { TableNames } = await server.root.send(new ListTablesCommand({}));

  expect(Items).toEqual([Item]);
  expect(TableNames).toEqual(['notes', 'other']);
});

test('a role may do what its statements allow, on the table or on an index alone', async () => {
  await server.root.send(new PutItemCommand({ ...names, Item }));
  const got = await server.role.send(new GetItemCommand({ ...names, Key }));
  const found = await server.role.send(new QueryCommand(byMood));
  const batch = await server.role.send(
    new BatchGetItemCommand({ RequestItems: { notes: { Keys: [Key] } } }),
  );

  expect(got.Item).toEqual(Item);
  expect(found.Items).toEqual([Item]);
  expect(batch.Responses).toEqual({ notes: [Item] });
});

test.each<[string, string, (role: DynamoDBClient) => Promise<unknown>]>([
  ['Query', TABLE_ARN, (role) => role.send(new QueryCommand(byId))],
  [
    'Query',
    `${OTHER_ARN}/index/byMood`,
    (role) => role.send(new QueryCommand({ ...byMood, TableName: 'other' })),
  ],
  ['Scan', TABLE_ARN, (role) => role.send(new ScanCommand(names))],
  [
    'Scan',
    `${TABLE_ARN}/index/byMood`,
    (role) => role.send(new ScanCommand({ ...names, IndexName: 'byMood' })),
  ],
  ['DeleteItem', TABLE_ARN, (role) => role.send(new DeleteItemCommand({ ...names, Key }))],
  ['UpdateItem', TABLE_ARN, (role) => role.send(new UpdateItemCommand({ ...names, Key }))],
  ['GetItem', OTHER_ARN, (role) => role.send(new GetItemCommand({ TableName: 'other', Key }))],
  [
    'BatchGetItem',
    OTHER_ARN,
    (role) =>
      role.send(
        new BatchGetItemCommand({
          RequestItems: { notes: { Keys: [Key] }, other: { Keys: [Key] } },
        }),
      ),
  ],
  [
    'BatchWriteItem',
    OTHER_ARN,
    (role) =>
      role.send(new BatchWriteItemCommand({ RequestItems: { other: [{ PutRequest: { Item } }] } })),
  ],
  ['DescribeTable', TABLE_ARN, (role) => role.send(new DescribeTableCommand(names))],
  ['ListTables', '*', (role) => role.send(new ListTablesCommand({}))],
])('a role is denied dynamodb:%s on %s in the words of AWS', async (action, resource, send) => {
  await expect(send(server.role)).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: `User: ${SESSION_ARN} is not authorized to perform: dynamodb:${action} on resource: ${resource} because no identity-based policy allows the dynamodb:${action} action`,
    $metadata: { httpStatusCode: 400, requestId: expect.any(String) as string },
  });
});

test('an explicit deny wins over what is allowed, in its own words', async () => {
  const put = server.role.send(new PutItemCommand({ ...names, Item }));

  await expect(put).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: `User: ${SESSION_ARN} is not authorized to perform: dynamodb:PutItem on resource: ${TABLE_ARN} with an explicit deny in an identity-based policy`,
  });
});

test('what is denied changes nothing', async () => {
  await server.root.send(new PutItemCommand({ ...names, Item }));
  await server.role.send(new DeleteItemCommand({ ...names, Key })).catch(() => {});

  expect((await server.root.send(new GetItemCommand({ ...names, Key }))).Item).toEqual(Item);
});

test('DynamoDB\u2019s own errors come through as they are', async () => {
  await server.root.send(new PutItemCommand({ ...names, Item }));
  const put = { ...names, Item, ConditionExpression: 'attribute_not_exists(id)' };

  await expect(server.root.send(new PutItemCommand(put))).rejects.toMatchObject({
    name: 'ConditionalCheckFailedException',
    message: 'The conditional request failed',
  });
  await expect(
    server.root.send(new GetItemCommand({ TableName: 'nobody', Key })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test.each([
  [
    'an unknown key',
    { accessKeyId: 'AKIA', secretAccessKey: 'x' },
    REGION,
    'UnrecognizedClientException',
  ],
  [
    'a wrong secret',
    { accessKeyId: 'root', secretAccessKey: 'x' },
    REGION,
    'InvalidSignatureException',
  ],
  [
    'another region',
    { accessKeyId: 'root', secretAccessKey: 'secret' },
    'us-east-1',
    'InvalidSignatureException',
  ],
])('a request signed with %s is refused', async (_what, credentials, region, name) => {
  const client = server.connect(credentials, region);

  await expect(client.send(new GetItemCommand({ ...names, Key }))).rejects.toMatchObject({
    name,
    $metadata: { httpStatusCode: 400 },
  });
});

test('a request nobody signed is refused, whatever it says', async () => {
  const post = (body: string) =>
    fetch(server.url, {
      method: 'POST',
      headers: {
        'x-amz-target': 'DynamoDB_20120810.GetItem',
        'content-type': 'application/x-amz-json-1.0',
      },
      body,
    });
  const answer = await post(JSON.stringify({ ...names, Key }));

  expect(answer.status).toBe(400);
  expect(await answer.json()).toEqual({
    __type: 'com.amazon.coral.service#MissingAuthenticationTokenException',
    message: 'Request is missing Authentication Token',
  });
  expect((await post('{')).status).toBe(400);
});

test('a body that was changed on its way is refused', async () => {
  const client = server.connect();
  client.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { body: Uint8Array };
      request.body = Buffer.from(new TextDecoder().decode(request.body).replace('"1"', '"2"'));
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );

  await expect(client.send(new GetItemCommand({ ...names, Key }))).rejects.toMatchObject({
    name: 'InvalidSignatureException',
  });
});

test('a health check needs no signature', async () => {
  const answer = await fetch(server.url);

  expect([answer.status, await answer.text()]).toEqual([
    200,
    'healthy: dynamodb.us-east-1.amazonaws.com ',
  ]);
});

test('a body over 16 MB is refused', async () => {
  const body = 'x'.repeat(16 * 1024 * 1024 + 1);
  const answer = await fetch(server.url, { method: 'POST', body });

  expect(answer.status).toBe(413);
});
