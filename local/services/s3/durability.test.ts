import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bucketName as Bucket, quiet, region, startTestService } from './test-service.ts';

// A service in a process of its own, so that it can be killed.
const program = `
  const { startTestService } = await import(${JSON.stringify(import.meta.resolve('./test-service.ts'))});
  const s3 = await startTestService({ directory: process.argv[1] });
  process.stdout.write(s3.url);
`;

let directory: string;
let child: ChildProcess;
let client: S3Client;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 's3-kill-'));
  const started = spawn(process.execPath, ['--input-type=module', '-e', program, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = started;
  const [url] = (await once(started.stdout, 'data')) as [Buffer];
  const credentials = { accessKeyId: 'root', secretAccessKey: 'secret' };
  client = new S3Client({
    endpoint: url.toString(),
    region,
    credentials,
    maxAttempts: 1,
    logger: quiet,
  });
});

afterEach(async () => {
  child.kill('SIGKILL');
  client.destroy();
  await rm(directory, { recursive: true, force: true });
});

async function kill(): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

const blobs = () => readdir(join(directory, Bucket, 'blobs'));

/** 200 KB at once, and then nothing more. */
function halfABody(): Readable {
  const body = new Readable({ read() {} });
  body.push(Buffer.alloc(200_000, 'x'));
  return body;
}

test('a kill in the middle of an upload leaves the object as it was, and no bytes', async () => {
  await client.send(new PutObjectCommand({ Bucket, Key: 'report', Body: 'before' }));
  const more = { Body: halfABody(), ContentLength: 1_000_000 };
  const upload = client
    .send(new PutObjectCommand({ Bucket, Key: 'report', ...more }))
    .catch(() => 'failed');
  await expect.poll(blobs, { timeout: 2000 }).toHaveLength(2);

  await kill();
  await using again = await startTestService({ directory });

  expect(await upload).toBe('failed');
  expect(await blobs()).toHaveLength(1);
  const read = await again.client.send(new GetObjectCommand({ Bucket, Key: 'report' }));
  expect(await read.Body?.transformToString()).toBe('before');
});

test('a multipart upload goes on after a kill', async () => {
  const Key = 'report';
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const first = Buffer.alloc(5 * 1024 ** 2, 'a');
  const input = { Bucket, Key, UploadId };
  const one = await client.send(new UploadPartCommand({ ...input, PartNumber: 1, Body: first }));
  const more = { Body: halfABody(), ContentLength: 1_000_000 };
  const lost = client
    .send(new UploadPartCommand({ ...input, PartNumber: 2, ...more }))
    .catch(() => 'failed');
  await expect.poll(blobs, { timeout: 2000 }).toHaveLength(2);

  await kill();
  await using again = await startTestService({ directory });
  const parts = await again.client.send(new ListPartsCommand(input));
  const two = await again.client.send(
    new UploadPartCommand({ ...input, PartNumber: 2, Body: 'end' }),
  );
  await again.client.send(
    new CompleteMultipartUploadCommand({
      ...input,
      MultipartUpload: {
        Parts: [
          { ETag: one.ETag, PartNumber: 1 },
          { ETag: two.ETag, PartNumber: 2 },
        ],
      },
    }),
  );

  expect(await lost).toBe('failed');
  expect(parts.Parts?.map((part) => part.PartNumber)).toEqual([1]);
  const read = await again.client.send(new GetObjectCommand({ Bucket, Key, Range: 'bytes=-4' }));
  expect(await read.Body?.transformToString()).toBe('aend');
});
