import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  GetItemCommand,
  paginateQuery,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
  type AttributeValue,
  type DynamoDBClient,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoDbTarget, localOnly } from './target.ts';

type Item = Record<string, AttributeValue>;

let target: Awaited<ReturnType<typeof dynamoDbTarget>>;
let client: DynamoDBClient;
let TableName: string;
beforeAll(async () => {
  target = await dynamoDbTarget();
  client = target.client;
  TableName = target.table;
});
afterAll(() => target[Symbol.asyncDispose]());

const keyOf = (id: string) => ({ id: { S: id } });
const put = (id: string, attributes: Item = {}, more = {}) =>
  client.send(new PutItemCommand({ TableName, Item: { ...keyOf(id), ...attributes }, ...more }));
const read = async (id: string) =>
  (await client.send(new GetItemCommand({ TableName, Key: keyOf(id), ConsistentRead: true }))).Item;
const update = (id: string, input: Partial<UpdateItemCommandInput>) =>
  client.send(new UpdateItemCommand({ TableName, Key: keyOf(id), ...input }));

describe('an item', () => {
  test('comes back as it was put, of every type', async () => {
    const attributes: Item = {
      text: { S: 'naïve 🚀' },
      number: { N: '12345678901234567890.5' },
      bytes: { B: new Uint8Array([0, 1, 255]) },
      yes: { BOOL: true },
      nothing: { NULL: true },
      list: { L: [{ S: 'a' }, { N: '1' }] },
      map: { M: { inner: { S: 'b' } } },
      texts: { SS: ['x', 'y'] },
      numbers: { NS: ['1', '2'] },
    };
    await put('types', attributes);

    expect(await read('types')).toEqual({ ...keyOf('types'), ...attributes });
  });

  test('that is not there is no error and no item', async () => {
    expect(await read('never')).toBeUndefined();
  });

  test('that is replaced or deleted is shown to those who ask', async () => {
    await put('old', { n: { N: '1' } });
    const replaced = await put('old', { n: { N: '2' } }, { ReturnValues: 'ALL_OLD' });
    const deleted = await client.send(
      new DeleteItemCommand({ TableName, Key: keyOf('old'), ReturnValues: 'ALL_OLD' }),
    );

    expect([replaced.Attributes?.n, deleted.Attributes?.n]).toEqual([{ N: '1' }, { N: '2' }]);
    expect(await read('old')).toBeUndefined();
  });

  test('over 400 KB is refused', async () => {
    await expect(put('big', { text: { S: 'x'.repeat(410_000) } })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Item size has exceeded the maximum allowed size',
    });
  });

  test('without its key is refused', async () => {
    const command = new PutItemCommand({ TableName, Item: { n: { N: '1' } } });

    await expect(client.send(command)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('Missing the key id in the item') as string,
    });
  });
});

describe('an update', () => {
  test('sets, adds, removes and counts', async () => {
    await put('counted', { n: { N: '1' }, gone: { S: 'x' }, tags: { SS: ['a'] } });

    const { Attributes } = await update('counted', {
      UpdateExpression:
        'SET n = n + :one, made = if_not_exists(made, :now) REMOVE gone ADD tags :tag',
      ExpressionAttributeValues: {
        ':one': { N: '1' },
        ':now': { S: 'now' },
        ':tag': { SS: ['b'] },
      },
      ReturnValues: 'ALL_NEW',
    });

    expect(Attributes).toEqual({
      ...keyOf('counted'),
      n: { N: '2' },
      made: { S: 'now' },
      tags: { SS: ['a', 'b'] },
    });
  });

  test('makes the item that is not there', async () => {
    await client.send(new DeleteItemCommand({ TableName, Key: keyOf('made') }));
    await update('made', {
      UpdateExpression: 'ADD n :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    });

    expect(await read('made')).toEqual({ ...keyOf('made'), n: { N: '1' } });
  });

  test('with a reserved word needs a name for it', async () => {
    const values = { ExpressionAttributeValues: { ':me': { S: 'me' } } };

    await expect(
      update('reserved', { UpdateExpression: 'SET owner = :me', ...values }),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        'Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: owner',
    });
    await update('reserved', {
      UpdateExpression: 'SET #owner = :me',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ...values,
    });
  });

  test('one of many at once wins a condition', async () => {
    await put('raced', { n: { N: '0' } });
    const attempts = Array.from({ length: 10 }, () =>
      update('raced', {
        UpdateExpression: 'SET n = :one',
        ConditionExpression: 'n = :zero',
        ExpressionAttributeValues: { ':zero': { N: '0' }, ':one': { N: '1' } },
      }).then(
        () => 'won',
        (error: unknown) => (error as Error).name,
      ),
    );

    expect((await Promise.all(attempts)).sort()).toEqual([
      ...Array<string>(9).fill('ConditionalCheckFailedException'),
      'won',
    ]);
  });
});

describe('a condition that does not hold', () => {
  const condition = { ConditionExpression: 'attribute_not_exists(id)' };

  test('changes nothing', async () => {
    await put('kept', { n: { N: '1' } });

    await expect(put('kept', { n: { N: '2' } }, condition)).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
    });
    expect((await read('kept'))?.n).toEqual({ N: '1' });
  });

  test('shows the item to a put, an update and a delete that ask for it', async () => {
    const item = { ...keyOf('shown'), n: { N: '1' } };
    await put('shown', { n: { N: '1' } });
    const asking = { ...condition, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
    const writes = [
      () => put('shown', {}, asking),
      () => update('shown', { UpdateExpression: 'REMOVE n', ...asking }),
      () => client.send(new DeleteItemCommand({ TableName, Key: keyOf('shown'), ...asking })),
    ];

    for (const write of writes) {
      await expect(write()).rejects.toMatchObject({
        name: 'ConditionalCheckFailedException',
        Item: item,
      });
    }
    const holds = { ConditionExpression: 'attribute_exists(id)' };
    await put('shown', { n: { N: '3' } }, { ...asking, ...holds });
    expect((await read('shown'))?.n).toEqual({ N: '3' });
  });
});

describe('an index', () => {
  beforeAll(async () => {
    for (const n of [3, 1, 2]) {
      await put(`glad-${n}`, { mood: { S: 'glad' }, n: { N: String(n) }, x: { N: String(n) } });
    }
    await put('moodless', { n: { N: '4' } });
  });
  const glad = {
    IndexName: 'byMood',
    KeyConditionExpression: 'mood = :mood',
    ExpressionAttributeValues: { ':mood': { S: 'glad' } },
  };

  test('is read in the order of its numbers, either way', async () => {
    const idsOf = async (ScanIndexForward: boolean) => {
      const query = new QueryCommand({ TableName, ...glad, ScanIndexForward });
      return (await client.send(query)).Items?.map(({ id }) => id?.S);
    };

    expect(await idsOf(true)).toEqual(['glad-1', 'glad-2', 'glad-3']);
    expect(await idsOf(false)).toEqual(['glad-3', 'glad-2', 'glad-1']);
  });

  test('is walked page by page', async () => {
    const pages: number[] = [];
    for await (const page of paginateQuery({ client, pageSize: 2 }, { TableName, ...glad })) {
      pages.push(page.Count ?? 0);
    }

    expect(pages.reduce((sum, count) => sum + count)).toBe(3);
    expect(pages.slice(0, 2)).toEqual([2, 1]);
  });

  test('cannot be read consistently', async () => {
    const query = new QueryCommand({ TableName, ...glad, ConsistentRead: true });

    await expect(client.send(query)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('a filter is asked after the limit', async () => {
    const page = await client.send(
      new QueryCommand({
        TableName,
        ...glad,
        Limit: 2,
        FilterExpression: 'x > :two',
        ExpressionAttributeValues: { ...glad.ExpressionAttributeValues, ':two': { N: '2' } },
      }),
    );

    expect([page.Count, page.ScannedCount, page.LastEvaluatedKey !== undefined]).toEqual([
      0,
      2,
      true,
    ]);
  });
});

test('batches write, read and say what they were told', async () => {
  const Requests = ['b1', 'b2'].map((id) => ({ PutRequest: { Item: keyOf(id) } }));
  const written = await client.send(
    new BatchWriteItemCommand({ RequestItems: { [TableName]: Requests } }),
  );
  const { Responses } = await client.send(
    new BatchGetItemCommand({
      RequestItems: { [TableName]: { Keys: ['b1', 'b2', 'nobody'].map(keyOf) } },
    }),
  );

  expect(written.UnprocessedItems).toEqual({});
  expect(Responses?.[TableName]?.map(({ id }) => id?.S).sort()).toEqual(['b1', 'b2']);
});

test('a scan in segments sees each item once', async () => {
  const whole = await client.send(new ScanCommand({ TableName, ConsistentRead: true }));
  const segments = await Promise.all(
    [0, 1, 2].map((Segment) =>
      client.send(new ScanCommand({ TableName, Segment, TotalSegments: 3 })),
    ),
  );

  const seen = segments.flatMap(({ Items }) => Items?.map(({ id }) => id?.S) ?? []);
  expect(seen.sort()).toEqual(whole.Items?.map(({ id }) => id?.S).sort());
});

test('a table is described, and one that is not there is said so', async () => {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));

  expect(Table).toMatchObject({ TableName, TableStatus: 'ACTIVE' });
  await expect(
    client.send(new DescribeTableCommand({ TableName: 'nobodys' })),
  ).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Requested resource not found: Table: nobodys not found',
  });
});

localOnly('an operation that is not here is refused by its name', async () => {
  const missing = [
    new TransactWriteItemsCommand({ TransactItems: [{ Delete: { TableName, Key: keyOf('x') } }] }),
    new UpdateTimeToLiveCommand({
      TableName,
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'ttl' },
    }),
  ];
  const refusals = await Promise.all(
    missing.map((command) => client.send(command as never).catch((error: unknown) => error)),
  );

  expect(refusals).toMatchObject([
    {
      name: 'UnknownOperationException',
      message: expect.stringContaining('TransactWriteItems') as string,
    },
    {
      name: 'UnknownOperationException',
      message: expect.stringContaining('UpdateTimeToLive') as string,
    },
  ]);
});
