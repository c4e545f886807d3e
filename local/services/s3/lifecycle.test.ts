import { readdirSync } from 'node:fs';
import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Clock } from '../../host.ts';
import { createManualClock } from '../lambda/fixtures/manual-clock.ts';
import { dueAtMs, type LifecycleRule } from './lifecycle.ts';
import { bucketName, startTestService, type TestService } from './test-service.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const RULES: LifecycleRule[] = [
  { prefix: 'reports/', expirationDays: 3 },
  { prefix: '', abortUploadsAfterDays: 1 },
];

let clock: ReturnType<typeof createManualClock>; // it is 9 September 2001, 01:46:40
let s3: TestService;

beforeEach(async () => {
  clock = createManualClock();
  await start({ clock });
});

afterEach(async () => {
  await s3[Symbol.asyncDispose]();
});

async function start(options: { clock: Clock; directory?: string }, rules = RULES) {
  s3 = await startTestService(options);
  s3.service.createBucket({ name: bucketName, corsRules: [], lifecycleRules: rules });
}

/** The SDK's own client, signing by the clock the service goes by. */
const client = () => s3.connect({ systemClockOffset: clock.now() - Date.now() });
const put = (Key: string, Body = 'x') =>
  client().send(new PutObjectCommand({ Bucket: bucketName, Key, Body }));

async function keys(): Promise<(string | undefined)[]> {
  const { Contents = [] } = await client().send(new ListObjectsV2Command({ Bucket: bucketName }));
  return Contents.map(({ Key }) => Key);
}

async function uploads(): Promise<(string | undefined)[]> {
  const command = new ListMultipartUploadsCommand({ Bucket: bucketName });
  return ((await client().send(command)).Uploads ?? []).map(({ Key }) => Key);
}

async function beginUpload(Key: string) {
  const { UploadId } = await client().send(
    new CreateMultipartUploadCommand({ Bucket: bucketName, Key }),
  );
  const part = { Bucket: bucketName, Key, UploadId, PartNumber: 1, Body: 'part' };
  await client().send(new UploadPartCommand(part));
}

const untilMidnight = () => DAY_MS - (clock.now() % DAY_MS);

test('AWS\u2019s own example: made on the 15th at 10:30, three days, due on the 19th at midnight', () => {
  const at = (text: string) => Date.parse(`2014-01-${text}:00Z`);

  expect(dueAtMs(at('15T10:30'), 3)).toBe(at('19T00:00'));
  expect(dueAtMs(at('15T00:00'), 3)).toBe(at('18T00:00'));
});

test('an object below the prefix is there until the midnight after its days, and gone within an hour of it', async () => {
  await put('reports/old');
  await put('kept');
  await clock.pass(untilMidnight() + 3 * DAY_MS - 1000);
  const before = await keys();
  await put('reports/new');
  await clock.pass(HOUR_MS + 1000);

  expect(before).toEqual(['kept', 'reports/old']);
  expect(await keys()).toEqual(['kept', 'reports/new']);
  await expect.poll(() => readdirSync(s3.blobDirectory)).toHaveLength(2);
});

test('an object that is written again is as old as its last writing', async () => {
  await put('reports/a');
  await clock.pass(2 * DAY_MS);
  await put('reports/a');
  await clock.pass(2 * DAY_MS);

  expect(await keys()).toEqual(['reports/a']);
});

test('an upload nobody completed is aborted and its parts go', async () => {
  await beginUpload('any/where');
  await clock.pass(untilMidnight() + DAY_MS - 1000);
  const before = await uploads();
  await clock.pass(HOUR_MS + 1000);

  expect(before).toEqual(['any/where']);
  expect(await uploads()).toEqual([]);
  await expect.poll(() => readdirSync(s3.blobDirectory)).toEqual([]);
});

test('what became old while nothing ran goes at the start', async () => {
  const directory = await mkdtemp(join(tmpdir(), 's3-'));
  await s3[Symbol.asyncDispose]();
  await start({ clock, directory });
  await put('reports/old');
  await s3[Symbol.asyncDispose]();
  await clock.pass(10 * DAY_MS);
  await start({ clock, directory });
  await clock.pass(1);

  expect(await keys()).toEqual([]);
  await rm(directory, { recursive: true });
});

test('a date and sizes are followed', async () => {
  await s3[Symbol.asyncDispose]();
  const expirationDateMs = Date.UTC(2001, 8, 10);
  await start({ clock }, [
    { prefix: 'small/', expirationDateMs, smallerThanBytes: 2 },
    { prefix: 'large/', expirationDateMs, largerThanBytes: 1 },
  ]);
  for (const folder of ['small', 'large']) {
    await put(`${folder}/1`, 'x');
    await put(`${folder}/2`, 'xx');
  }
  await clock.pass(untilMidnight() - 1);
  const before = await keys();
  await clock.pass(HOUR_MS);

  expect(before).toHaveLength(4);
  expect(await keys()).toEqual(['large/1', 'small/2']);
});

test('a bucket without rules keeps everything, and one whose rules are taken away from then on', async () => {
  s3.service.createBucket({ name: bucketName, corsRules: [] });
  await put('reports/a');
  await clock.pass(5 * DAY_MS);

  expect(await keys()).toEqual(['reports/a']);
});
