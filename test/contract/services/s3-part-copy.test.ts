import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  type CompletedPart,
  type CreateMultipartUploadCommandInput,
  type S3ServiceException,
  type UploadPartCopyCommandInput,
} from '@aws-sdk/client-s3';
import { createCRC64 } from 'hash-wasm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestService } from '../../../local/services/s3/test-service.ts';
import { localOnly, s3Target, type S3Target } from './target.ts';

const mib = 1024 ** 2;
const Key = 'joined.csv';
const source = randomBytes(6 * mib);
const tail = randomBytes(1000);
const fullObject = { ChecksumAlgorithm: 'CRC64NVME', ChecksumType: 'FULL_OBJECT' } as const;

let s3: S3Target;
let Bucket: string;
beforeAll(async () => {
  s3 = await s3Target();
  Bucket = s3.bucket;
  await put('source ü', source);
  await put('tail', tail);
});
afterAll(() => s3[Symbol.asyncDispose]());

const put = (key: string, Body: Buffer) =>
  s3.client.send(new PutObjectCommand({ Bucket, Key: key, Body }));

async function begin(more: Partial<CreateMultipartUploadCommandInput> = {}): Promise<string> {
  const created = await s3.client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
  return created.UploadId ?? '';
}

function copy(
  UploadId: string,
  PartNumber: number,
  from: string,
  more: Partial<UploadPartCopyCommandInput> = {},
) {
  const CopySource = `${Bucket}/${encodeURIComponent(from)}`;
  const of = { Bucket, Key, UploadId, PartNumber, CopySource };
  return s3.client.send(new UploadPartCopyCommand({ ...of, ...more }));
}

async function copied(...args: Parameters<typeof copy>): Promise<CompletedPart> {
  const { CopyPartResult } = await copy(...args);
  const { ETag, ChecksumCRC64NVME } = CopyPartResult ?? {};
  return { PartNumber: args[1], ETag, ChecksumCRC64NVME };
}

const complete = (UploadId: string, Parts: CompletedPart[]) =>
  s3.client.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
  );
const abort = (UploadId: string) =>
  s3.client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));

async function bytesOf(key: string): Promise<Buffer> {
  const { Body } = await s3.client.send(new GetObjectCommand({ Bucket, Key: key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

async function crc64nvme(bytes: Buffer): Promise<string> {
  const crc = (await createCRC64('9a6c9329ac4bc9b5')).init().update(bytes).digest('binary');
  return Buffer.from(crc).toString('base64');
}

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');

async function failureOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason as S3ServiceException,
  );
  return error && `${error.$metadata.httpStatusCode} ${error.name}: ${error.message}`;
}

describe('UploadPartCopy', () => {
  test('makes parts of an object and of a range, beside a part that is sent', async () => {
    const uploadId = await begin({ ...fullObject, ContentType: 'text/csv' });
    const sent = await s3.client.send(
      new UploadPartCommand({
        ...{ Bucket, Key, UploadId: uploadId, PartNumber: 1, Body: source },
        ChecksumAlgorithm: 'CRC64NVME',
      }),
    );
    const range = `bytes=100-${5 * mib + 99}`;
    const parts = [
      { PartNumber: 1, ETag: sent.ETag, ChecksumCRC64NVME: sent.ChecksumCRC64NVME },
      await copied(uploadId, 2, 'source ü', { CopySourceRange: range }),
      await copied(uploadId, 3, 'source ü'),
      await copied(uploadId, 4, 'tail'),
    ];

    const done = await complete(uploadId, parts);

    const whole = Buffer.concat([source, source.subarray(100, 5 * mib + 100), source, tail]);
    expect((await bytesOf(Key)).equals(whole)).toBe(true);
    const expected = {
      ChecksumCRC64NVME: await crc64nvme(whole),
      ChecksumType: 'FULL_OBJECT',
      ETag: done.ETag,
    };
    expect(done).toMatchObject(expected);
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-4"$/);
    const head = await s3.client.send(
      new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }),
    );
    expect(head).toMatchObject({ ...expected, ContentType: 'text/csv' });
  });

  test('answers with time, ETag and the checksum the upload has chosen', async () => {
    const uploadId = await begin(fullObject);

    const { CopyPartResult } = await copy(uploadId, 1, 'tail');

    expect(CopyPartResult?.ETag).toBe(`"${md5(tail)}"`);
    expect(CopyPartResult?.ChecksumCRC64NVME).toBe(await crc64nvme(tail));
    expect(CopyPartResult?.LastModified).toBeInstanceOf(Date);
    await abort(uploadId);
  });

  test('copies an object that has parts itself', async () => {
    const first = await begin();
    await complete(first, [await copied(first, 1, 'source ü'), await copied(first, 2, 'source ü')]);
    await s3.client.send(
      new CopyObjectCommand({ Bucket, Key: 'twice', CopySource: `${Bucket}/${Key}` }),
    );
    const second = await begin({ ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
    const range = `bytes=${mib}-${11 * mib - 1}`;
    const { CopyPartResult } = await copy(second, 1, Key, { CopySourceRange: range });
    await complete(second, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }]);

    const twice = Buffer.concat([source, source]);
    const part = twice.subarray(mib, 11 * mib);
    expect(CopyPartResult?.ETag).toBe(`"${md5(part)}"`);
    expect((await bytesOf(Key)).equals(part)).toBe(true);
    expect((await bytesOf('twice')).equals(twice)).toBe(true);
  });

  test('gives a part whose source is deleted or replaced meanwhile its bytes', async () => {
    await put('gone', source);
    const uploadId = await begin();
    const part = await copied(uploadId, 1, 'gone');
    await put('gone', tail);

    await complete(uploadId, [part]);

    expect((await bytesOf(Key)).equals(source)).toBe(true);
  });

  test('replaces a part of the same number', async () => {
    const uploadId = await begin();
    const before = await copied(uploadId, 1, 'source ü');
    const after = await copied(uploadId, 1, 'tail');

    expect(await failureOf(complete(uploadId, [before]))).toMatch('400 InvalidPart:');
    await complete(uploadId, [after]);
    expect(await bytesOf(Key)).toEqual(tail);
  });

  test('refuses what is no range of the source', async () => {
    const uploadId = await begin();
    const refusal = (CopySourceRange: string, from = 'source ü') =>
      failureOf(copy(uploadId, 1, from, { CopySourceRange }));

    for (const range of ['0-9', 'bytes=0-', 'bytes=-9', 'bytes=a-b', 'bytes=0-1,3-4']) {
      expect(await refusal(range)).toBe(
        '400 InvalidArgument: The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      );
    }
    for (const range of [`bytes=0-${6 * mib}`, `bytes=${6 * mib}-${6 * mib}`, 'bytes=9-8']) {
      expect(await refusal(range)).toBe(
        `400 InvalidArgument: Range specified is not valid for source object of size: ${6 * mib}`,
      );
    }
    expect(await refusal('bytes=0-9', 'tail')).toBe(
      '400 InvalidRequest: The specified copy source is not supported as a byte-range copy source.',
    );
    await abort(uploadId);
  });

  test('refuses a source that is missing or not as expected, and an upload that is gone', async () => {
    const uploadId = await begin();
    const past = new Date('2001-01-01');

    expect(await failureOf(copy(uploadId, 1, 'none'))).toMatch('404 NoSuchKey');
    expect(await failureOf(copy(uploadId, 0, 'tail'))).toMatch('400 InvalidArgument: Part number');
    for (const condition of [
      { CopySourceIfMatch: '"no"' },
      { CopySourceIfNoneMatch: `"${md5(tail)}"` },
      { CopySourceIfUnmodifiedSince: past },
    ]) {
      expect(await failureOf(copy(uploadId, 1, 'tail', condition))).toMatch(
        '412 PreconditionFailed',
      );
    }
    await copy(uploadId, 1, 'tail', {
      CopySourceIfMatch: md5(tail),
      CopySourceIfModifiedSince: past,
    });
    await abort(uploadId);
    expect(await failureOf(copy(uploadId, 1, 'tail'))).toMatch('404 NoSuchUpload');
  });

  localOnly('asks whether the caller may read the source and write the object', async () => {
    const asked: string[] = [];
    await using own = await startTestService({
      authorize(_principal, action, resource) {
        asked.push(`${action} ${resource}`);
        return undefined;
      },
    });
    await own.client.send(new PutObjectCommand({ Bucket, Key: 'from', Body: 'x' }));
    const of = { Bucket, Key: 'to' };
    const { UploadId } = await own.client.send(new CreateMultipartUploadCommand(of));
    asked.length = 0;

    await own.client.send(
      new UploadPartCopyCommand({ ...of, UploadId, PartNumber: 1, CopySource: `${Bucket}/from` }),
    );

    expect(asked).toEqual([
      `s3:GetObject arn:aws:s3:::${Bucket}/from`,
      `s3:PutObject arn:aws:s3:::${Bucket}/to`,
    ]);
  });

  localOnly(
    'keeps no bytes of its own until they differ, and none when it is aborted',
    async () => {
      await using own = await startTestService();
      const of = { Bucket, Key: 'to' };
      await own.client.send(new PutObjectCommand({ Bucket, Key: 'from', Body: source }));
      const { UploadId } = await own.client.send(new CreateMultipartUploadCommand(of));
      const CopySource = `${Bucket}/from`;
      await own.client.send(
        new UploadPartCopyCommand({ ...of, UploadId, PartNumber: 1, CopySource }),
      );
      const files = readdirSync(own.blobDirectory).map((name) =>
        statSync(path.join(own.blobDirectory, name)),
      );
      expect(files.map(({ nlink }) => nlink)).toEqual([2, 2]);

      await own.client.send(new AbortMultipartUploadCommand({ ...of, UploadId }));

      await expect.poll(() => readdirSync(own.blobDirectory)).toHaveLength(1);
    },
  );
});
