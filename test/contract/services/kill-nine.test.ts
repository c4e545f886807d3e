/** What was acknowledged survives `kill -9` at any moment: fifty random ones under a load of writes. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BUCKET, CLIENT_ID, POOL_ID, REGION, ROOT, startBed, TABLE } from './bed.ts';

const KILLS = 50;
/** From the first acknowledgement on. */
const LONGEST_LIFE_MS = 150;
const QUERY_KILLS = 10;
const LARGEST_OBJECT_BYTES = 300_000;
/** What is written over and over: after a kill it is the last that was acknowledged, or the one under way. */
const HOT = 'hot';
/** What is read of it before it was first written. */
const NOTHING = 'nothing';

type Bed = ChildProcessByStdio<Writable, Readable, null>;

/** What the services have acknowledged, by key. */
interface Ledger {
  readonly objects: Map<string, string>;
  readonly items: Map<string, string>;
  readonly users: Map<string, string>;
  readonly events: Set<number>;
  readonly hotObject: Set<string>;
  readonly hotItem: Set<string>;
}

const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000_000);
let state: string;
let bed: Bed | undefined;
beforeEach(() => {
  state = mkdtempSync(path.join(tmpdir(), 'kill-nine-'));
});
afterEach(async () => {
  if (bed) await kill(bed);
  rmSync(state, { recursive: true, force: true });
});

test('fifty kills lose no object, no item, no user and no event', async ({ annotate }) => {
  await annotate(`KILL_SEED=${seed}`);
  const random = createRandom(seed);
  const totals = { objects: 0, items: 0, users: 0, events: 0 };
  let ledger = emptyLedger();
  for (let round = 0; round < KILLS; round++) {
    bed = spawnBed();
    const origin = await addressOf(bed);
    const clients = connect(origin);
    await expectWhole(clients, ledger);
    ledger = emptyLedger(ledger);
    const first = Promise.withResolvers<undefined>();
    const writing = write(clients, ledger, round, random, () => first.resolve(undefined));
    await first.promise;
    await new Promise((resolve) => setTimeout(resolve, random() * LONGEST_LIFE_MS));
    await kill(bed);
    await writing;
    clients.destroy();

    expectEvents(ledger);
    for (const kind of ['objects', 'items', 'users', 'events'] as const)
      totals[kind] += ledger[kind].size;
  }

  for (const total of Object.values(totals)) expect(total).toBeGreaterThan(0);
  await using last = await startBed({ directory: state });
  const clients = connect(last.origin);
  await expectWhole(clients, ledger);
  clients.destroy();
  await last.lambda.waitUntilIdle();
  expect([...notedEvents()].filter((number) => ledger.events.has(number)).sort()).toEqual(
    [...ledger.events].sort(),
  );
}, 180_000);

// Queries have a test of their own: their parser takes longer to load than a life above lasts.
test('ten kills lose no query, and each ends in the next life', async ({ annotate }) => {
  await annotate(`KILL_SEED=${seed}`);
  const random = createRandom(seed);
  const ResultConfiguration = { OutputLocation: `s3://${BUCKET}/results/` };
  const started = new Map<string, string>();
  for (let round = 0; round < QUERY_KILLS; round++) {
    bed = spawnBed();
    const config = { region: REGION, credentials: ROOT, maxAttempts: 1 };
    const athena = new AthenaClient({ ...config, endpoint: await addressOf(bed) });
    for (const [QueryExecutionId, sql] of started) {
      const read = async () => {
        const command = new GetQueryExecutionCommand({ QueryExecutionId });
        return (await athena.send(command)).QueryExecution;
      };
      expect((await read())?.Query).toBe(sql);
      await expect.poll(async () => (await read())?.Status?.State).toMatch(/^(SUCCEEDED|FAILED)$/);
    }
    started.clear();
    const queries = 1 + Math.floor(random() * 5);
    for (let n = 0; n < queries; n++) {
      const QueryString = `SELECT ${round * 10 + n}`;
      const { QueryExecutionId = '' } = await athena.send(
        new StartQueryExecutionCommand({ QueryString, ResultConfiguration }),
      );
      started.set(QueryExecutionId, QueryString);
    }
    await new Promise((resolve) => setTimeout(resolve, random() * LONGEST_LIFE_MS));
    await kill(bed);
    athena.destroy();
  }
}, 60_000);

function emptyLedger(before?: Ledger): Ledger {
  return {
    objects: new Map(),
    items: new Map(),
    users: new Map(),
    events: new Set(),
    hotObject: before?.hotObject ?? new Set([hash(NOTHING)]),
    hotItem: before?.hotItem ?? new Set([hash(NOTHING)]),
  };
}

function spawnBed(): Bed {
  const script = path.resolve('test/contract/services/bed-process.ts');
  const env = { ...process.env, NODE_COMPILE_CACHE: path.join(state, 'compiled') };
  return spawn(process.execPath, [script, state], { stdio: ['pipe', 'pipe', 'inherit'], env });
}

async function addressOf(bed: Bed): Promise<string> {
  const [line] = (await once(bed.stdout, 'data')) as [Buffer];
  return line.toString().trim();
}

async function kill(bed: Bed): Promise<void> {
  if (bed.exitCode !== null || bed.signalCode !== null) return;
  const ended = once(bed, 'exit');
  bed.kill('SIGKILL');
  await ended;
}

function connect(endpoint: string) {
  const config = { endpoint, region: REGION, credentials: ROOT, maxAttempts: 1 };
  const clients = {
    s3: new S3Client(config),
    dynamodb: new DynamoDBClient(config),
    cognito: new CognitoIdentityProviderClient(config),
    lambda: new LambdaClient(config),
  };
  return {
    ...clients,
    destroy: () => Object.values(clients).forEach((client) => client.destroy()),
  };
}
type Clients = ReturnType<typeof connect>;

/** Writes to every service until it is gone. */
async function write(
  clients: Clients,
  ledger: Ledger,
  round: number,
  random: () => number,
  onWritten: () => void,
) {
  const untilGone = async (step: (n: number) => Promise<unknown>, n = 0): Promise<void> => {
    const wrote = await step(n).then(
      () => true,
      () => false,
    );
    if (!wrote) return;
    onWritten();
    return untilGone(step, n + 1);
  };
  const bytes = (): Buffer => randomBytes(Math.floor(random() ** 3 * LARGEST_OBJECT_BYTES));

  await Promise.all([
    untilGone(async (n) => {
      const Body = bytes();
      const Key = n % 2 === 0 ? HOT : `${round}/${n}`;
      if (Key === HOT) ledger.hotObject.add(hash(Body));
      await clients.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
      if (Key === HOT) onlyOne(ledger.hotObject, hash(Body));
      else ledger.objects.set(Key, hash(Body));
    }),
    untilGone(async (n) => {
      const id = n % 2 === 0 ? HOT : `${round}/${n}`;
      const text = bytes().toString('base64');
      const Item = { id: { S: id }, text: { S: text } };
      if (id === HOT) ledger.hotItem.add(hash(text));
      await clients.dynamodb.send(new PutItemCommand({ TableName: TABLE, Item }));
      if (id === HOT) onlyOne(ledger.hotItem, hash(text));
      else ledger.items.set(id, hash(text));
    }),
    untilGone(async (n) => {
      const Username = `user-${round}-${n}@example.com`;
      const Password = 'Correct-horse-9';
      const { UserSub = '' } = await clients.cognito.send(
        new SignUpCommand({ ClientId: CLIENT_ID, Username, Password }),
      );
      ledger.users.set(Username, UserSub);
    }),
    untilGone(async (n) => {
      const event = round * 10_000 + n;
      await clients.lambda.send(
        new InvokeCommand({
          FunctionName: 'note',
          InvocationType: 'Event',
          Payload: String(event),
        }),
      );
      ledger.events.add(event);
    }),
  ]);
}

/** Every acknowledged write of the last life is there and whole, read through the services. */
async function expectWhole(clients: Clients, ledger: Ledger): Promise<void> {
  const readObject = async (Key: string) => {
    const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    return hash((await Body?.transformToByteArray()) ?? '');
  };
  const readItem = async (id: string) => {
    const command = new GetItemCommand({ TableName: TABLE, Key: { id: { S: id } } });
    return hash((await clients.dynamodb.send(command)).Item?.text?.S ?? NOTHING);
  };
  const readUser = async (Username: string) => {
    const command = new AdminGetUserCommand({ UserPoolId: POOL_ID, Username });
    return (await clients.cognito.send(command)).Username ?? '';
  };

  expect(await readAll(ledger.objects, readObject)).toEqual(ledger.objects);
  expect(await readAll(ledger.items, readItem)).toEqual(ledger.items);
  expect(await readAll(ledger.users, readUser)).toEqual(ledger.users);
  const hotObject = await readObject(HOT).catch((error: unknown) => {
    expect(error).toMatchObject({ name: 'NoSuchKey' });
    return hash(NOTHING);
  });
  expect(ledger.hotObject).toContain(hotObject);
  expect(ledger.hotItem).toContain(await readItem(HOT));
}

async function readAll(
  expected: ReadonlyMap<string, string>,
  read: (key: string) => Promise<string>,
): Promise<Map<string, string>> {
  const keys = [...expected.keys()];
  const values = await Promise.all(
    keys.map((key) => read(key).catch((error: unknown) => (error as Error).name)),
  );
  return new Map(keys.map((key, index) => [key, values[index] ?? '']));
}

/** Each acknowledged event has run or is still on disk, in a whole file. */
function expectEvents(ledger: Ledger): void {
  const found = notedEvents();
  const queue = path.join(state, 'lambda', 'events');
  for (const name of readdirSync(queue).filter((file) => file.endsWith('.json'))) {
    const { payload } = JSON.parse(readFileSync(path.join(queue, name), 'utf8')) as {
      payload: string;
    };
    found.add(Number(payload));
  }
  const lost = [...ledger.events].filter((event) => !found.has(event));
  expect(lost).toEqual([]);
}

function notedEvents(): Set<number> {
  const file = path.join(state, 'notes.txt');
  if (!existsSync(file)) return new Set();
  return new Set(readFileSync(file, 'utf8').split('\n').filter(Boolean).map(Number));
}

function onlyOne(values: Set<string>, value: string): void {
  values.clear();
  values.add(value);
}

function hash(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The same numbers from 0 to 1 for the same seed. */
function createRandom(seedOfAll: number): () => number {
  let position = seedOfAll;
  return () => {
    position = (position + 0x6d2b79f5) | 0;
    let mixed = Math.imul(position ^ (position >>> 15), 1 | position);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
