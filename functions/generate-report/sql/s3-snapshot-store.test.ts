import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  bucketName as bucket,
  startTestService,
  type TestService,
} from '../../../local/services/s3/test-service.ts';
import { createS3SnapshotStore } from './s3-snapshot-store.ts';
import { temporaryDirectory } from './test-session.ts';

const never = new AbortController().signal;
let s3: TestService;
beforeAll(async () => (s3 = await startTestService()));
afterAll(() => s3[Symbol.asyncDispose]());

test.each([
  ['nothing', 0],
  ['less than a part', 1_000],
  ['several parts', 40_000_000],
])('what was saved is loaded: %s', async (_what, byteSize) => {
  await using directory = await temporaryDirectory();
  const [saved, loaded] = ['saved', 'loaded'].map((name) => path.join(directory.path, name));
  const store = createS3SnapshotStore(s3.client, { bucket, key: `snapshots/${byteSize}.parquet` });
  const bytes = randomBytes(byteSize);
  await writeFile(saved ?? '', bytes);

  await store.save(saved ?? '', never);
  expect(await store.load(loaded ?? '', never)).toBe(true);
  expect((await readFile(loaded ?? '')).equals(bytes)).toBe(true);
});

test('what was not saved is not there', async () => {
  await using directory = await temporaryDirectory();
  const store = createS3SnapshotStore(s3.client, { bucket, key: 'snapshots/none.parquet' });

  expect(await store.load(path.join(directory.path, 'loaded'), never)).toBe(false);
});

test('a file that cannot be sent whole leaves no upload behind', async () => {
  await using directory = await temporaryDirectory();
  const file = path.join(directory.path, 'saved');
  await writeFile(file, 'x');
  const store = createS3SnapshotStore(s3.client, { bucket, key: 'snapshots/x.parquet' });
  const reason = new Error('cancelled');

  await expect(store.save(file, AbortSignal.abort(reason))).rejects.toBe(reason);
  await expect(store.save(`${file}.none`, never)).rejects.toThrow('ENOENT');
  const open = await s3.client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
  expect(open.Uploads ?? []).toEqual([]);
});
