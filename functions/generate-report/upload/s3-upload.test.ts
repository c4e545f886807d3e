import { crc32 } from 'node:zlib';
import { GetObjectCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { bucketName, startTestService } from '../../../local/services/s3/test-service.ts';
import { ReportError } from '../errors.ts';
import { allocateShared } from './part-hash.ts';
import { beginS3Upload, continueS3Upload } from './s3-upload.ts';

const MIB = 1024 * 1024;
const signal = new AbortController().signal;
const object = { bucket: bucketName, key: 'reports/a/b.csv' };

test('an object of parts has their bytes and type; another client may send the later ones', async () => {
  await using s3 = await startTestService();
  const first = await beginS3Upload(s3.client, object, 'text/csv; charset=utf-8');
  const bodies = [Buffer.alloc(5 * MIB, 'a'), Buffer.from('the end')];
  const one = await first.uploadPart(1, bodies[0] as Buffer, signal);
  const second = continueS3Upload(s3.connect(), object, first.uploadId);
  const two = await second.uploadPart(2, bodies[1] as Buffer, signal);
  await second.complete([one, two], 5 * MIB + 7);

  const stored = await s3.client.send(
    new GetObjectCommand({ Bucket: object.bucket, Key: object.key, ChecksumMode: 'ENABLED' }),
  );
  const read = Buffer.from((await stored.Body?.transformToByteArray()) ?? []);
  expect(read.equals(Buffer.concat(bodies))).toBe(true);
  expect(stored.ContentType).toBe('text/csv; charset=utf-8');
  expect(stored.ChecksumCRC32).toBeDefined();
});

test('a part goes unsigned with its CRC32, and storage refuses other bytes than it was of', async () => {
  await using s3 = await startTestService();
  const seen: Record<string, string>[] = [];
  const client = s3.connect();
  client.middlewareStack.add(
    (next) => async (args) => {
      const request = args.request as { headers: Record<string, string>; body: unknown };
      seen.push({ ...request.headers });
      if (seen.length === 3) request.body = Buffer.from('other');
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  const upload = await beginS3Upload(client, object, 'text/csv');
  const { crc32 } = await upload.uploadPart(1, Buffer.from('bytes'), signal);
  expect(seen[1]).toMatchObject({
    'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
    'x-amz-checksum-crc32': crc32,
  });
  expect(seen[0]?.['x-amz-content-sha256']).not.toBe('UNSIGNED-PAYLOAD');

  await expect(upload.uploadPart(2, Buffer.from('bytes'), signal)).rejects.toThrow(ReportError);
});

test('shared memory is sent as other memory is, with a CRC32 known before, which storage checks', async () => {
  await using s3 = await startTestService();
  const upload = await beginS3Upload(s3.client, object, 'text/csv');
  const body = allocateShared(5 * MIB + 3).subarray(0, 5 * MIB);
  body.fill('shared ');
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  const known = checksum.toString('base64');
  const parts = [
    await upload.uploadPart(1, body, signal),
    await upload.uploadPart(2, body, signal, known),
  ];
  const wrong = upload.uploadPart(3, body.subarray(1), signal, known);

  expect(parts.map((part) => part.crc32)).toEqual([known, known]);
  await expect(wrong).rejects.toThrow(ReportError);
  await upload.complete(parts, 10 * MIB);
  const { Body } = await s3.client.send(
    new GetObjectCommand({ Bucket: object.bucket, Key: object.key }),
  );
  const stored = Buffer.from((await Body?.transformToByteArray()) ?? []);
  expect(stored.equals(Buffer.concat([body, body]))).toBe(true);
});

test('what storage refuses is a STORAGE_ERROR that names no bucket', async () => {
  await using s3 = await startTestService();
  const gone = continueS3Upload(s3.client, object, 'no-such-upload');
  const failures = [
    () => beginS3Upload(s3.client, { ...object, bucket: 'not-there' }, 'text/csv'),
    () => gone.uploadPart(1, Buffer.from('x'), signal),
    () => gone.complete([{ etag: '"0123456789abcdef0123456789abcdef"' }], 1),
    () => gone.abort(),
  ];

  for (const fail of failures) {
    await expect(fail()).rejects.toMatchObject({
      code: 'STORAGE_ERROR',
      message: 'The file could not be stored.',
      cause: expect.objectContaining({ name: expect.stringMatching(/NoSuch/) as string }) as Error,
    });
  }
});

test('a part that is aborted gives the reason of the abort, not a storage failure', async () => {
  await using s3 = await startTestService();
  const upload = await beginS3Upload(s3.client, object, 'text/csv');
  const stopping = new AbortController();
  const sending = upload.uploadPart(1, Buffer.alloc(20 * MIB), stopping.signal);
  stopping.abort(new Error('cancelled'));

  await expect(sending).rejects.toThrow('cancelled');
  await upload.abort();
  const { Uploads = [] } = await s3.client.send(
    new ListMultipartUploadsCommand({ Bucket: object.bucket }),
  );
  expect(Uploads).toEqual([]);
});

test('the SDK repeats a part that storage was too busy for', async () => {
  await using s3 = await startTestService();
  const client = s3.connect({ maxAttempts: 3 });
  let refusals = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      if (refusals++ === 0)
        throw Object.assign(new Error('slow down'), { name: 'SlowDown', $retryable: {} });
      return next(args);
    },
    { step: 'deserialize', priority: 'low' },
  );
  refusals = 1;
  const upload = await beginS3Upload(client, object, 'text/csv');
  refusals = 0;
  await upload.complete([await upload.uploadPart(1, Buffer.from('x'), signal)], 1);

  expect(refusals).toBeGreaterThan(2);
});

test('an object of another size than was written is not made', async () => {
  await using s3 = await startTestService();
  const upload = await beginS3Upload(s3.client, object, 'text/csv');
  const part = await upload.uploadPart(1, Buffer.from('four'), signal);

  await expect(upload.complete([part], 5)).rejects.toMatchObject({
    code: 'STORAGE_ERROR',
    cause: expect.objectContaining({ name: 'InvalidRequest' }) as Error,
  });
  await expect(
    s3.client.send(new GetObjectCommand({ Bucket: object.bucket, Key: object.key })),
  ).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('an upload whose beginning had to be asked for twice leaves no second one', async () => {
  await using s3 = await startTestService();
  const client = s3.connect({ maxAttempts: 3 });
  let answers = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      // Done, and the answer lost.
      if (answers++ === 0) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      return answer;
    },
    { step: 'deserialize', priority: 'high' },
  );
  const upload = await beginS3Upload(client, object, 'text/csv');
  const { Uploads = [] } = await s3.client.send(
    new ListMultipartUploadsCommand({ Bucket: object.bucket }),
  );

  expect(answers).toBeGreaterThan(1);
  expect(Uploads.map(({ UploadId }) => UploadId)).toEqual([upload.uploadId]);
});
