import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  bucketName as Bucket,
  startTestService,
  type TestService,
} from '../../../local/services/s3/test-service.ts';
import { createS3DatasetStore } from './s3-store.ts';

const Key = 'datasets/airports.csv';
const never = new AbortController().signal;
let s3: TestService;
beforeAll(async () => {
  s3 = await startTestService();
  await s3.client.send(new PutObjectCommand({ Bucket, Key, Body: 'iata\nABE\n' }));
});
afterAll(() => s3[Symbol.asyncDispose]());

test('an object is told of by its version and size, and read', async () => {
  const store = createS3DatasetStore(s3.client, Bucket);
  const found = await store.head(Key, never);
  const bytes = await store.get(Key, found?.etag ?? '', never);

  expect(found).toEqual({ etag: expect.stringMatching(/^"[0-9a-f]{32}"$/) as string, byteSize: 9 });
  expect(Buffer.concat(await Array.fromAsync(bytes ?? [])).toString()).toBe('iata\nABE\n');
});

test('what is not there is undefined', async () => {
  const store = createS3DatasetStore(s3.client, Bucket);

  expect(await store.head('datasets/none', never)).toBeUndefined();
  expect(await store.get('datasets/none', '"1"', never)).toBeUndefined();
});

test('a version that was replaced is not there', async () => {
  const store = createS3DatasetStore(s3.client, Bucket);

  expect(await store.get(Key, '"00000000000000000000000000000000"', never)).toBeUndefined();
});

test('other failures are those of the SDK', async () => {
  const store = createS3DatasetStore(s3.client, 'Not_A_Bucket');

  await expect(store.head(Key, AbortSignal.abort())).rejects.toThrow(/abort/i);
});
