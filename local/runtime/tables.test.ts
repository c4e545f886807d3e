import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { App, Stack } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { resolveStack } from '../assembly/resources.ts';
import type { Template } from '../assembly/template.ts';
import { readTables } from './tables.ts';
import { createDynamoDbDataSource } from '../services/appsync/data-sources/dynamodb.ts';
import { openTestService, startTestServer } from '../services/dynamodb/test-service.ts';
import type { TableConfig } from '../services/dynamodb/table-config.ts';

const { STRING, NUMBER } = AttributeType;
const DUE = {
  indexName: 'byDue',
  partitionKey: { name: 'dueShard', type: STRING },
  sortKey: { name: 'dueAt', type: NUMBER },
  projectionType: ProjectionType.KEYS_ONLY,
};

/** The one table of a stack that CDK has synthesised. */
function tableOf(build: (stack: Stack) => void): TableConfig {
  const app = new App({ analyticsReporting: false });
  build(new Stack(app, 'Demo'));
  const template = app.synth().stacks[0]?.template as Template;
  const stack = resolveStack(
    { stackName: 'Demo', template, assetPath: () => undefined },
    { accountId: '111122223333', region: 'eu-west-1', apiOrigin: 'http://localhost:4000' },
  );
  const [table] = readTables(stack);
  if (!table) throw new Error('the stack has no table');
  return table;
}

const WORK = tableOf((stack) => {
  new TableV2(stack, 'Work', {
    tableName: 'work',
    partitionKey: { name: 'owner', type: STRING },
    sortKey: { name: 'id', type: STRING },
    billing: Billing.onDemand(),
    globalSecondaryIndexes: [DUE],
  });
});

let server: Awaited<ReturnType<typeof startTestServer>>;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

beforeEach(async () => {
  await server.service.call('DeleteTable', { TableName: 'work' });
  await expect
    .poll(async () => (await server.service.call('DescribeTable', { TableName: 'work' })).status)
    .toBe(400);
  await server.service.ensureTable(WORK);
  await put('early', { dueShard: { S: 'due#1' }, dueAt: { N: '9' } });
  await put('late', { dueShard: { S: 'due#1' }, dueAt: { N: '10' } });
  await put('other shard', { dueShard: { S: 'due#2' }, dueAt: { N: '1' } });
  await put('half a key', { dueShard: { S: 'due#1' } });
  await put('none', {});
});

function put(id: string, extra: NonNullable<PutItemCommand['input']['Item']>) {
  const Item = { owner: { S: 'a' }, id: { S: id }, title: { S: 'a title' }, ...extra };
  return server.root.send(new PutItemCommand({ TableName: 'work', Item }));
}

const due = (now: string, more: Partial<QueryCommand['input']> = {}) =>
  server.root.send(
    new QueryCommand({
      TableName: 'work',
      IndexName: 'byDue',
      KeyConditionExpression: 'dueShard = :shard AND dueAt <= :now',
      ExpressionAttributeValues: { ':shard': { S: 'due#1' }, ':now': { N: now } },
      ...more,
    }),
  );

test('a sparse index holds the items that have both its keys, in the order of numbers', async () => {
  const { Items, Count } = await due('10');

  expect(Count).toBe(2);
  expect(Items?.map(({ id }) => id?.S)).toEqual(['early', 'late']);
});

test('an index of keys only gives keys and nothing else', async () => {
  const { Items } = await due('9');

  expect(Items).toEqual([
    { owner: { S: 'a' }, id: { S: 'early' }, dueShard: { S: 'due#1' }, dueAt: { N: '9' } },
  ]);
});

test('an item leaves the index with its attribute, moves with it, and comes back', async () => {
  const update = (UpdateExpression: string, now?: string) =>
    server.root.send(
      new UpdateItemCommand({
        TableName: 'work',
        Key: { owner: { S: 'a' }, id: { S: 'early' } },
        UpdateExpression,
        ...(now ? { ExpressionAttributeValues: { ':at': { N: now } } } : {}),
      }),
    );
  const ids = async () => (await due('100')).Items?.map(({ id }) => id?.S);
  await update('SET dueAt = :at', '50');
  const moved = await ids();
  await update('REMOVE dueAt');
  const gone = await ids();
  await update('SET dueAt = :at', '2');

  expect(moved).toEqual(['late', 'early']);
  expect(gone).toEqual(['late']);
  expect(await ids()).toEqual(['early', 'late']);
});

test('pages of an index are walked by their last key', async () => {
  const first = await due('10', { Limit: 1 });
  const second = await due('10', { Limit: 1, ExclusiveStartKey: first.LastEvaluatedKey });

  expect(second.Items?.map(({ id }) => id?.S)).toEqual(['late']);
});

test('an index can be scanned, and cannot be read consistently', async () => {
  const scan = new ScanCommand({ TableName: 'work', IndexName: 'byDue' });

  expect((await server.root.send(scan)).Count).toBe(3);
  await expect(due('1', { ConsistentRead: true })).rejects.toThrow(
    'Consistent reads are not supported on global secondary indexes',
  );
});

test('a resolver queries an index', async () => {
  const source = createDynamoDbDataSource('Work', 'work', (...call) =>
    server.service.call(...call),
  );
  const outcome = await source.invoke({
    operation: 'Query',
    index: 'byDue',
    query: {
      expression: 'dueShard = :shard',
      expressionValues: { ':shard': { S: 'due#1' } },
    },
  });

  expect(outcome.result).toMatchObject({
    items: [
      { owner: 'a', id: 'early', dueShard: 'due#1', dueAt: 9 },
      { owner: 'a', id: 'late' },
    ],
  });
});

test('an index of a classic table with a throughput of its own works', async () => {
  const table = tableOf((stack) => {
    const classic = new Table(stack, 'Classic', {
      tableName: 'classic',
      partitionKey: { name: 'id', type: STRING },
    });
    classic.addGlobalSecondaryIndex({
      indexName: 'byMood',
      partitionKey: { name: 'mood', type: STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: ['text'],
    });
  });
  const TableName = 'classic';
  await server.service.ensureTable(table);
  const Item = { id: { S: '1' }, mood: { S: 'glad' }, text: { S: 'hi' }, secret: { S: 'x' } };
  await server.root.send(new PutItemCommand({ TableName, Item }));
  const { Items } = await server.root.send(
    new QueryCommand({
      TableName,
      IndexName: 'byMood',
      KeyConditionExpression: 'mood = :mood',
      ExpressionAttributeValues: { ':mood': { S: 'glad' } },
    }),
  );

  expect(Items).toEqual([{ id: { S: '1' }, mood: { S: 'glad' }, text: { S: 'hi' } }]);
});

test('a table on disk with other indexes is refused with what to do, an equal one is taken', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'dynamodb-'));
  const [index] = WORK.GlobalSecondaryIndexes ?? [];
  if (!index) throw new Error('no index');
  const other = (change: Partial<TableConfig>) => ({ ...WORK, ...change });
  const variants = [
    other({ GlobalSecondaryIndexes: [] }),
    other({ GlobalSecondaryIndexes: [{ ...index, Projection: { ProjectionType: 'ALL' } }] }),
    other({ GlobalSecondaryIndexes: [{ ...index, IndexName: 'byOther' }] }),
    other({
      AttributeDefinitions: WORK.AttributeDefinitions.map((definition) =>
        definition.AttributeName === 'dueAt' ? { ...definition, AttributeType: 'S' } : definition,
      ),
    }),
  ];
  {
    await using service = await openTestService({ directory });
    await service.ensureTable(WORK);
  }
  {
    await using service = await openTestService({ directory });
    await service.ensureTable(WORK);
    for (const variant of variants) {
      await expect(service.ensureTable(variant)).rejects.toThrow(
        'The table work on disk has other indexes than the template; start with --fresh.',
      );
    }
  }
  await rm(directory, { recursive: true });
});
