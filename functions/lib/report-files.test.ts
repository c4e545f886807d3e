import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { bucketName as Bucket, startTestService } from '../../local/services/s3/test-service.ts';
import { removeReportFiles } from './report-files.ts';

const KEY = { owner: 'o', reportId: 'r' };

async function startFilled() {
  const s3 = await startTestService();
  const keys = ['reports/o/r/1.csv', 'reports/o/r/2.csv', 'snapshots/o/r/1.parquet'];
  for (const Key of [...keys, 'reports/o/r2/1.csv', 'reports/o/r/10.csv']) {
    await s3.client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  }
  for (const Key of ['reports/o/r/1.csv', 'reports/o/r/2.csv', 'reports/x/r/1.csv']) {
    await s3.client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  }
  return {
    s3,
    async left() {
      const { Contents = [] } = await s3.client.send(new ListObjectsV2Command({ Bucket }));
      const { Uploads = [] } = await s3.client.send(new ListMultipartUploadsCommand({ Bucket }));
      return {
        objects: Contents.map(({ Key }) => Key),
        uploads: Uploads.map(({ Key }) => Key),
      };
    },
  };
}

test('everything of a report goes, and nothing of another’s', async () => {
  const { s3, left } = await startFilled();
  await using _s3 = s3;

  expect(await removeReportFiles(s3.client, Bucket, KEY)).toEqual({ objects: 4, uploads: 2 });
  expect(await left()).toEqual({ objects: ['reports/o/r2/1.csv'], uploads: ['reports/x/r/1.csv'] });
  expect(await removeReportFiles(s3.client, Bucket, KEY)).toEqual({ objects: 0, uploads: 0 });
});

test('of lost attempts only theirs goes: the next may have begun', async () => {
  const { s3, left } = await startFilled();
  await using _s3 = s3;

  const removed = await removeReportFiles(s3.client, Bucket, KEY, { lastAttempt: 1 });

  expect(removed).toEqual({ objects: 2, uploads: 1 });
  expect(await left()).toEqual({
    objects: ['reports/o/r/10.csv', 'reports/o/r/2.csv', 'reports/o/r2/1.csv'],
    uploads: ['reports/o/r/2.csv', 'reports/x/r/1.csv'],
  });
});
