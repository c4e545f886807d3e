import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestService } from './test-service.ts';

/** What a kill between dynalite's writes of one item leaves, made by its own store, and mended at the next start. */

interface Store {
  getIndexDb(type: string, table: string, index: string): IndexDb;
  db: { close(done: (error?: Error) => void): void };
}

interface IndexDb {
  iterator(): AsyncIterable<[string, unknown]>;
  del(key: string, done: (error?: Error) => void): void;
  put(key: string, item: object, done: (error?: Error) => void): void;
}

const dynalite = createRequire(import.meta.url)('dynalite/db') as {
  create(options: { path: string }): Store;
  createIndexKey(item: object, table: object, keySchema: object): string;
};

const INDEX = {
  IndexName: 'byDue',
  KeySchema: [
    { AttributeName: 'shard', KeyType: 'HASH' },
    { AttributeName: 'dueAt', KeyType: 'RANGE' },
  ],
  Projection: { ProjectionType: 'KEYS_ONLY' },
};
const TABLE = {
  TableName: 'reports',
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'S' },
    { AttributeName: 'shard', AttributeType: 'S' },
    { AttributeName: 'dueAt', AttributeType: 'N' },
  ],
  GlobalSecondaryIndexes: [INDEX],
};
const item = (id: string, dueAt: number) => ({
  id: { S: id },
  shard: { S: 's' },
  dueAt: { N: String(dueAt) },
  note: { S: `of ${id}` },
});

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'indexes-'));
});

afterEach(() => rm(directory, { recursive: true }));

async function open() {
  const service = await openTestService({ directory });
  await service.ensureTable(TABLE);
  return service;
}

/** Ids by the index and by the table. */
async function idsOf(service: Awaited<ReturnType<typeof open>>) {
  const byIndex = await service.call('Query', {
    TableName: 'reports',
    IndexName: 'byDue',
    KeyConditionExpression: '#shard = :s',
    ExpressionAttributeNames: { '#shard': 'shard' },
    ExpressionAttributeValues: { ':s': { S: 's' } },
  });
  const all = await service.call('Scan', { TableName: 'reports' });
  return {
    byIndex: (byIndex.body.Items as ReturnType<typeof item>[]).map(
      ({ id, dueAt }) => `${id.S} ${dueAt.N}`,
    ),
    items: (all.body.Items as object[]).length,
  };
}

async function change(work: (index: IndexDb) => Promise<void>): Promise<void> {
  const store = dynalite.create({ path: directory });
  await work(store.getIndexDb('Global', 'reports', 'byDue'));
  await new Promise<void>((resolve) => store.db.close(() => resolve()));
}

const keyOf = (each: object) => dynalite.createIndexKey(each, TABLE, INDEX.KeySchema);
const settled = (work: (done: (error?: Error) => void) => void) =>
  new Promise<void>((resolve, reject) => {
    work((error) => (error ? reject(error) : resolve()));
  });

test('entries that are missing, of another state, or of no item are mended', async () => {
  const first = await open();
  for (const [id, dueAt] of [
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ] as const) {
    await first.call('PutItem', { TableName: 'reports', Item: item(id, dueAt) });
  }
  await first[Symbol.asyncDispose]();
  await change(async (index) => {
    const entry = (id: string, dueAt: number) => {
      const { note: _, ...keys } = item(id, dueAt);
      return keys;
    };
    await settled((done) => index.del(keyOf(item('a', 1)), done));
    await settled((done) => index.del(keyOf(item('b', 2)), done));
    await settled((done) => index.put(keyOf(item('b', 9)), entry('b', 9), done));
    await settled((done) => index.put(keyOf(item('z', 5)), entry('z', 5), done));
  });
  const second = await open();

  expect(await idsOf(second)).toEqual({ byIndex: ['a 1', 'b 2', 'c 3'], items: 3 });
  const { body } = await second.call('GetItem', { TableName: 'reports', Key: { id: { S: 'b' } } });
  expect(body.Item).toEqual(item('b', 2));
  await second[Symbol.asyncDispose]();
});
