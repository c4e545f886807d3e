import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { createLinkSigner } from './sign-link.ts';

const REPORT = {
  kind: 'sample',
  reportId: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  timeZone: 'UTC',
  definition: { sample: { amountOfRows: 5 } },
  objectKey: 'reports/owner/01ARZ/1.csv',
};
const NOW = Date.now();
const inMinutes = (minutes: number): Date => new Date(NOW + minutes * 60_000);

function signerWith(expiration?: Date) {
  const credentials = { accessKeyId: 'A', secretAccessKey: 'S', ...(expiration && { expiration }) };
  const s3 = new S3Client({ region: 'us-east-1', credentials });
  return createLinkSigner({ s3, bucket: 'files', nowMs: () => NOW });
}

function secondsOf(url: string): number {
  return Number(new URL(url).searchParams.get('X-Amz-Expires'));
}

test('a link is good for fifteen minutes and says so', async () => {
  const { url, expiresAt, filename } = await signerWith()(REPORT);

  expect(secondsOf(url)).toBe(900);
  expect(expiresAt).toBe(inMinutes(15).toISOString());
  expect(filename).toBe('sample_9G5FAV.csv');
});

test('credentials that end in two minutes give a link that says two minutes', async () => {
  const { url, expiresAt } = await signerWith(inMinutes(2))(REPORT);

  expect(secondsOf(url)).toBe(120);
  expect(expiresAt).toBe(inMinutes(2).toISOString());
});

test('a link does not outlive its file', async () => {
  const { url, expiresAt } = await signerWith()({
    ...REPORT,
    expiresAt: inMinutes(1).toISOString(),
  });

  expect(secondsOf(url)).toBe(60);
  expect(expiresAt).toBe(inMinutes(1).toISOString());
});
