import { PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog, type Log } from '../../host.ts';
import { createManualClock } from '../lambda/fixtures/manual-clock.ts';
import { startTestServer } from './test-service.ts';
import type { TableConfig } from './table-config.ts';
import { createTimeToLive } from './time-to-live.ts';

const YEAR_SECONDS = 365 * 86_400;
const TABLE: TableConfig = {
  TableName: 'links',
  KeySchema: [
    { AttributeName: 'owner', KeyType: 'HASH' },
    { AttributeName: 'id', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'owner', AttributeType: 'S' },
    { AttributeName: 'id', AttributeType: 'S' },
    { AttributeName: 'mood', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byMood',
      KeySchema: [{ AttributeName: 'mood', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
  TimeToLiveSpecification: { AttributeName: 'removeAt', Enabled: true },
};

let clock: ReturnType<typeof createManualClock>;
let nowSeconds: number;
let lines: string[];
let server: Awaited<ReturnType<typeof startTestServer>>;

beforeEach(async () => {
  clock = createManualClock();
  nowSeconds = clock.now() / 1000;
  lines = [];
  const write = (line: string, fields = {}) => void lines.push(`${line} ${JSON.stringify(fields)}`);
  const log: Log = { info() {}, warn: write, error: write };
  server = await startTestServer([], { clock, log });
});

afterEach(async () => {
  await server[Symbol.asyncDispose]();
  expect(lines).toEqual([]);
});

async function put(id: string, extra: NonNullable<PutItemCommand['input']['Item']> = {}) {
  const Item = { owner: { S: 'a' }, id: { S: id }, mood: { S: 'glad' }, ...extra };
  await server.root.send(new PutItemCommand({ TableName: 'links', Item }));
}

const at = (seconds: number) => ({ removeAt: { N: String(seconds) } });

async function ids(IndexName?: string): Promise<(string | undefined)[]> {
  const key = IndexName ? 'mood' : 'owner';
  const { Items } = await server.root.send(
    new QueryCommand({
      TableName: 'links',
      ...(IndexName ? { IndexName } : {}),
      KeyConditionExpression: '#key = :value',
      ExpressionAttributeNames: { '#key': key },
      ExpressionAttributeValues: { ':value': { S: IndexName ? 'glad' : 'a' } },
    }),
  );
  return (Items ?? []).map(({ id }) => id?.S);
}

/** Passes time and waits for the sweep that fell due, whose work goes through real sockets, as did that of the one before. */
async function passUntil(durationMs: number, gone: string): Promise<void> {
  await expect.poll(() => clock.waiting()).toBe(1);
  await clock.pass(durationMs);
  await expect.poll(() => ids()).not.toContain(gone);
}

test('an item goes within a minute after its time, from the table and its index', async () => {
  await server.service.ensureTable(TABLE);
  await put('soon', at(nowSeconds + 30));
  await put('later', at(nowSeconds + 300));
  await put('never');
  await clock.pass(1000);
  const before = await ids();
  await passUntil(60_000, 'soon');
  const after = await ids();
  await passUntil(300_000, 'later');

  expect(before).toEqual(['later', 'never', 'soon']);
  expect(after).toEqual(['later', 'never']);
  expect(await ids('byMood')).toEqual(['never']);
});

test('what is no number, is five years old, or has its time now stays', async () => {
  await server.service.ensureTable(TABLE);
  await put('text', { removeAt: { S: String(nowSeconds - 10) } });
  await put('ancient', at(nowSeconds - 5 * YEAR_SECONDS - 100));
  await put('list', { removeAt: { L: [{ N: '1' }] } });
  await put('milliseconds', at(nowSeconds * 1000));
  await put('almost ancient', at(nowSeconds - 5 * YEAR_SECONDS + 100));
  await passUntil(60_000, 'almost ancient');

  expect(await ids()).toEqual(['ancient', 'list', 'milliseconds', 'text']);
});

test('what expired while nothing ran goes at the start', async () => {
  await server.service.ensureTable({ ...TABLE, TimeToLiveSpecification: { Enabled: false } });
  await put('old', at(nowSeconds - 1000));
  await clock.pass(120_000);
  const before = await ids();
  await server.service.ensureTable(TABLE);
  await passUntil(0, 'old');

  expect(before).toEqual(['old']);
});

test('more items than fit a page of a scan all go', async () => {
  await server.service.ensureTable(TABLE);
  const padding = { S: 'x'.repeat(390_000) };
  for (const id of ['1', '2', '3', '4', '5']) await put(id, { ...at(nowSeconds - 1), padding });
  await passUntil(60_000, '5');

  await expect.poll(() => ids()).toEqual([]);
});

test('an item that is given more time while a sweep runs stays', async () => {
  await server.service.ensureTable({ ...TABLE, TimeToLiveSpecification: { Enabled: false } });
  await put('renewed', at(nowSeconds - 10));
  await put('old', at(nowSeconds - 10));
  const timeToLive = createTimeToLive({
    clock,
    log: silentLog,
    async call(operation, input) {
      const answer = await server.service.call(operation, input);
      if (operation === 'Scan') await put('renewed', at(nowSeconds + 1000));
      return answer;
    },
  });
  timeToLive.watch(TABLE);
  await passUntil(1000, 'old');
  await timeToLive[Symbol.asyncDispose]();

  expect(await ids()).toEqual(['renewed']);
});
