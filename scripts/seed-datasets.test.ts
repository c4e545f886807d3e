import { createHash } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  bucketName as bucket,
  startTestService,
  type TestService,
} from '../local/services/s3/test-service.ts';
import { seedDatasets } from './seed-datasets.ts';

const FLIGHTS = 'datasets/flights/flights-3m.parquet';
const AIRPORTS = 'datasets/airports/airports.csv';
/** As vega-datasets' own datapackage.json names them: the names Git gives to the contents. */
const BLOBS = {
  [FLIGHTS]: '9c4e0b480a1a60954a7e5c6bcc43e1c91a73caaa',
  [AIRPORTS]: '608ba6d51fa70584c3fa1d31eb94533302553838',
};

let s3: TestService;
beforeAll(async () => {
  s3 = await startTestService();
});
afterAll(() => s3[Symbol.asyncDispose]());

test('seeding stores each dataset once, and again when it was changed', async () => {
  const options = { s3: s3.client, bucket };

  expect(await seedDatasets(options)).toEqual([
    { key: FLIGHTS, isNew: true },
    { key: AIRPORTS, isNew: true },
  ]);
  await s3.client.send(new PutObjectCommand({ Bucket: bucket, Key: AIRPORTS, Body: 'changed' }));
  expect(await seedDatasets(options)).toEqual([
    { key: FLIGHTS, isNew: false },
    { key: AIRPORTS, isNew: true },
  ]);
  for (const [Key, sha1] of Object.entries(BLOBS)) {
    const { Body } = await s3.client.send(new GetObjectCommand({ Bucket: bucket, Key }));
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    const blob = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes);
    expect(blob.digest('hex')).toBe(sha1);
  }
});

test('a bucket that is not there is the SDK’s error', async () => {
  const seeding = seedDatasets({ s3: s3.client, bucket: 'no-such-bucket' });

  await expect(seeding).rejects.toMatchObject({ name: 'NoSuchBucket' });
});
