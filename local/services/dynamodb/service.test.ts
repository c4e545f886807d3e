import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDynamoDbDataSource } from '../appsync/data-sources/dynamodb.ts';
import type { DataSource } from '../appsync/types.ts';
import type { DynamoDbService } from './service.ts';
import { openTestService } from './test-service.ts';

const TABLE = {
  TableName: 'notes',
  KeySchema: [
    { AttributeName: 'room', KeyType: 'HASH' },
    { AttributeName: 'id', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'room', AttributeType: 'S' },
    { AttributeName: 'id', AttributeType: 'S' },
  ],
};
const KEY = { room: { S: 'a' }, id: { S: '1' } };

let directory: string;
let service: DynamoDbService;
let notes: DataSource;

async function open(): Promise<void> {
  service = await openTestService({ directory });
  await service.ensureTable(TABLE);
  notes = createDynamoDbDataSource('Notes', 'notes', (...call) => service.call(...call));
}

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'dynamodb-'));
  await open();
});

afterEach(async () => {
  await service[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

const put = (id: string, extra: object = {}) =>
  notes.invoke({
    operation: 'PutItem',
    key: { room: { S: 'a' }, id: { S: id } },
    attributeValues: { n: { N: 7 }, gone: { NULL: null }, list: { L: [{ S: 'x' }, { N: 1.5 }] } },
    ...extra,
  });

test('a put answers with the item in plain JSON, and a get reads it back', async () => {
  const item = { room: 'a', id: '1', n: 7, gone: null, list: ['x', 1.5] };

  expect(await put('1')).toEqual({ result: item });
  expect(await notes.invoke({ operation: 'GetItem', key: KEY })).toEqual({ result: item });
});

test('a get of nothing is null and no error', async () => {
  expect(await notes.invoke({ operation: 'GetItem', key: KEY })).toEqual({ result: null });
});

test('a failed condition gives the error and the item as it is', async () => {
  await put('1');
  const outcome = await notes.invoke({
    operation: 'UpdateItem',
    key: KEY,
    update: {
      expression: 'SET #n = :n',
      expressionNames: { '#n': 'n' },
      expressionValues: { ':n': { N: 8 } },
    },
    condition: { expression: 'n > :least', expressionValues: { ':least': { N: 100 } } },
  });

  expect(outcome.error?.type).toBe('DynamoDB:ConditionalCheckFailedException');
  expect(outcome.error?.message).toMatch(
    /^The conditional request failed \(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ConditionalCheckFailedException; Request ID: /,
  );
  expect(outcome.result).toMatchObject({ id: '1', n: 7 });
});

test('an update answers with the whole new item', async () => {
  await put('1');
  const outcome = await notes.invoke({
    operation: 'UpdateItem',
    key: KEY,
    update: {
      expression: 'SET n = n + :one REMOVE gone',
      expressionValues: { ':one': { N: 1 } },
    },
  });

  expect(outcome).toEqual({ result: { room: 'a', id: '1', n: 8, list: ['x', 1.5] } });
});

test('a refused put of the very item that is there succeeds', async () => {
  const condition = { expression: 'attribute_not_exists(id)' };
  await put('1', { condition });

  expect((await put('1', { condition })).error).toBeUndefined();
  expect((await put('1', { condition, attributeValues: { n: { N: 9 } } })).error?.type).toBe(
    'DynamoDB:ConditionalCheckFailedException',
  );
});

test('a delete answers with the old item, and of nothing with null', async () => {
  await put('1');

  expect((await notes.invoke({ operation: 'DeleteItem', key: KEY })).result).toMatchObject({
    n: 7,
  });
  expect(await notes.invoke({ operation: 'DeleteItem', key: KEY })).toEqual({ result: null });
});

test('a query walks its pages by token, in either direction', async () => {
  for (const id of ['1', '2', '3']) await put(id);
  const query = {
    expression: 'room = :room',
    expressionValues: { ':room': { S: 'a' } },
  };
  const page = (nextToken?: unknown) =>
    notes.invoke({ operation: 'Query', query, limit: 2, scanIndexForward: false, nextToken });
  const first = (await page()).result as { items: { id: string }[]; nextToken: string };
  const second = (await page(first.nextToken)).result as typeof first;

  expect(first.items.map(({ id }) => id)).toEqual(['3', '2']);
  expect(second.items.map(({ id }) => id)).toEqual(['1']);
  expect(second.nextToken).toBeNull();
});

test('a token of somebody else is an error of the data source', async () => {
  const query = { expression: 'room = :room', expressionValues: { ':room': { S: 'a' } } };
  const outcome = await notes.invoke({ operation: 'Query', query, nextToken: 'bm9uc2Vuc2U=' });

  expect(outcome.error?.type).toBe('DynamoDB:ValidationException');
});

test('a request without an operation is a mapping error', async () => {
  expect((await notes.invoke({ key: KEY })).error).toEqual({
    type: 'MappingTemplate',
    message: "Value for field '$[operation]' not found.",
  });
});

test('tables and items are there again after a restart', async () => {
  await put('1');
  await service[Symbol.asyncDispose]();
  await open();

  expect((await notes.invoke({ operation: 'GetItem', key: KEY })).result).toMatchObject({ n: 7 });
});

test('a table whose keys have changed is refused with what to do', async () => {
  const changed = { ...TABLE, KeySchema: TABLE.KeySchema.slice(0, 1) };

  await expect(service.ensureTable(changed)).rejects.toThrow(
    'The table notes on disk has other keys than the template; start with --fresh.',
  );
});
