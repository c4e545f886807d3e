import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  type CompletedPart,
  type CreateMultipartUploadCommandInput,
  type S3ServiceException,
  type UploadPartCommandInput,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestService } from '../../../local/services/s3/test-service.ts';
import { localOnly, s3Target, type S3Target } from './target.ts';

const mib = 1024 ** 2;
const Key = 'report.csv';
let s3: S3Target;
let Bucket: string;
beforeAll(async () => {
  s3 = await s3Target();
  Bucket = s3.bucket;
});
afterAll(() => s3[Symbol.asyncDispose]());

async function begin(more: Partial<CreateMultipartUploadCommandInput> = {}): Promise<string> {
  const created = await s3.client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
  return created.UploadId ?? '';
}

async function send(
  UploadId: string,
  PartNumber: number,
  Body: UploadPartCommandInput['Body'],
  more: Partial<UploadPartCommandInput> = {},
): Promise<CompletedPart> {
  const command = new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ...more });
  const { ETag, ChecksumCRC32, ChecksumSHA256, ChecksumCRC64NVME } = await s3.client.send(command);
  return { PartNumber, ETag, ChecksumCRC32, ChecksumSHA256, ChecksumCRC64NVME };
}

const complete = (UploadId: string, Parts: CompletedPart[], more = {}) =>
  s3.client.send(
    new CompleteMultipartUploadCommand({
      Bucket,
      Key,
      UploadId,
      MultipartUpload: { Parts },
      ...more,
    }),
  );
const abort = (UploadId: string) =>
  s3.client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));

async function failureOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason as S3ServiceException,
  );
  return error && `${error.name}: ${error.message}`;
}

const first = randomBytes(5 * mib);
const second = randomBytes(1000);

describe('a multipart upload', () => {
  test('becomes one object with the headers it began with and the ETag of its parts', async () => {
    const uploadId = await begin({ ContentType: 'text/csv', Metadata: { report: 'r1' } });
    const parts = [await send(uploadId, 1, first), await send(uploadId, 2, second)];

    const done = await complete(uploadId, parts);

    const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest();
    const etag = md5(Buffer.concat([md5(first), md5(second)])).toString('hex');
    expect(done.ETag).toBe(`"${etag}-2"`);
    const read = await s3.client.send(
      new GetObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }),
    );
    const bytes = Buffer.from((await read.Body?.transformToByteArray()) ?? []);
    expect(bytes.equals(Buffer.concat([first, second]))).toBe(true);
    expect(read).toMatchObject({
      ContentType: 'text/csv',
      Metadata: { report: 'r1' },
      ETag: done.ETag,
    });
  });

  test('can be read across parts and part by part', async () => {
    const range = `bytes=${5 * mib - 2}-${5 * mib + 1}`;
    const across = await s3.client.send(new GetObjectCommand({ Bucket, Key, Range: range }));
    const part = await s3.client.send(new GetObjectCommand({ Bucket, Key, PartNumber: 2 }));

    const expected = Buffer.concat([first.subarray(-2), second.subarray(0, 2)]);
    expect(Buffer.from((await across.Body?.transformToByteArray()) ?? [])).toEqual(expected);
    expect(Buffer.from((await part.Body?.transformToByteArray()) ?? [])).toEqual(second);
    expect(part.PartsCount).toBe(2);
  });

  localOnly(
    'can be read to its end though it is deleted meanwhile, and its bytes go then',
    async () => {
      await using own = await startTestService();
      const body = randomBytes(24 * mib);
      await own.client.send(new PutObjectCommand({ Bucket, Key, Body: body }));
      const read = await own.client.send(new GetObjectCommand({ Bucket, Key }));
      await own.client.send(new DeleteObjectCommand({ Bucket, Key }));
      expect(readdirSync(own.blobDirectory)).toHaveLength(1);

      const bytes = Buffer.from((await read.Body?.transformToByteArray()) ?? []);

      expect(bytes.equals(body)).toBe(true);
      await expect.poll(() => readdirSync(own.blobDirectory)).toEqual([]);
    },
  );

  test('can be completed again when the answer was lost', async () => {
    const uploadId = await begin();
    const parts = [await send(uploadId, 1, 'only')];
    const done = await complete(uploadId, parts);

    const again = await complete(uploadId, parts);

    expect(again.ETag).toBe(done.ETag);
    const other = [{ PartNumber: 1, ETag: '"00000000000000000000000000000000"' }];
    expect(await failureOf(complete(uploadId, other))).toMatch('NoSuchUpload');
  });

  test('takes parts in any order and the last of the same number', async () => {
    const uploadId = await begin();
    const last = await send(uploadId, 7, 'tail');
    await send(uploadId, 3, randomBytes(100));
    const replaced = await send(uploadId, 3, first);

    await complete(uploadId, [replaced, last]);

    const read = await s3.client.send(new GetObjectCommand({ Bucket, Key }));
    expect(read.ContentLength).toBe(5 * mib + 4);
    await read.Body?.transformToByteArray();
  });

  localOnly('shows its parts and itself until it is aborted, which leaves nothing', async () => {
    await using own = await startTestService();
    const client = own.client;
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'x' }));
    for (const PartNumber of [1, 2, 3]) {
      await client.send(
        new UploadPartCommand({ Bucket, Key: 'x', UploadId, PartNumber, Body: 'abc' }),
      );
    }

    const page = await client.send(
      new ListPartsCommand({ Bucket, Key: 'x', UploadId, MaxParts: 2 }),
    );
    const uploads = await client.send(new ListMultipartUploadsCommand({ Bucket }));

    expect(page.Parts?.map((part) => [part.PartNumber, part.Size])).toEqual([
      [1, 3],
      [2, 3],
    ]);
    expect([page.IsTruncated, page.NextPartNumberMarker]).toEqual([true, '2']);
    expect(uploads.Uploads?.map((upload) => upload.UploadId)).toEqual([UploadId]);
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key: 'x', UploadId }));
    expect(
      (await client.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads,
    ).toBeUndefined();
    await expect.poll(() => readdirSync(own.blobDirectory), { timeout: 1000 }).toEqual([]);
  });
});

describe('completion refuses', () => {
  test('a part under 5 MiB that is not the last', async () => {
    const uploadId = await begin();
    const parts = [await send(uploadId, 1, 'small'), await send(uploadId, 2, 'last')];

    expect(await failureOf(complete(uploadId, parts))).toBe(
      'EntityTooSmall: Your proposed upload is smaller than the minimum allowed size',
    );
    await abort(uploadId);
  });

  test('parts out of order, unknown parts, wrong ETags and an empty list', async () => {
    const uploadId = await begin();
    const parts = [await send(uploadId, 1, first), await send(uploadId, 2, second)];

    expect(await failureOf(complete(uploadId, parts.toReversed()))).toMatch('InvalidPartOrder');
    expect(await failureOf(complete(uploadId, [{ ...parts[0], PartNumber: 9 }]))).toMatch(
      'InvalidPart:',
    );
    expect(await failureOf(complete(uploadId, [{ ...parts[0], ETag: parts[1]?.ETag }]))).toMatch(
      'InvalidPart:',
    );
    expect(await failureOf(complete(uploadId, []))).toMatch('MalformedXML');
    await abort(uploadId);
    expect(await failureOf(complete(uploadId, parts))).toMatch('NoSuchUpload');
  });

  test('a condition that does not hold, and lets the upload live', async () => {
    await s3.client.send(new PutObjectCommand({ Bucket, Key, Body: 'there' }));
    const uploadId = await begin();
    const parts = [await send(uploadId, 1, 'x')];

    expect(await failureOf(complete(uploadId, parts, { IfNoneMatch: '*' }))).toMatch(
      'PreconditionFailed',
    );
    expect((await complete(uploadId, parts)).ETag).toMatch(/-1"$/);
  });
});

describe('checksums of parts', () => {
  test('compose the checksum of the object', async () => {
    const uploadId = await begin({ ChecksumAlgorithm: 'SHA256' });
    const more = { ChecksumAlgorithm: 'SHA256' } as const;
    const parts = [await send(uploadId, 1, first, more), await send(uploadId, 2, second, more)];

    const done = await complete(uploadId, parts);

    const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
    const composite = sha256(Buffer.concat([sha256(first), sha256(second)])).toString('base64');
    expect(done).toMatchObject({ ChecksumSHA256: `${composite}-2`, ChecksumType: 'COMPOSITE' });
  });

  test('join into that of the whole when the upload asks for it', async () => {
    const uploadId = await begin({ ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
    const parts = [await send(uploadId, 1, first), await send(uploadId, 2, second)];
    const wrong = { ChecksumType: 'FULL_OBJECT', ChecksumCRC32: 'AAAAAA==' };

    expect(await failureOf(complete(uploadId, parts, wrong))).toBe(
      'BadDigest: The CRC32 you specified did not match the calculated checksum.',
    );
    const done = await complete(uploadId, parts, { ChecksumType: 'FULL_OBJECT' });
    const whole = Buffer.concat([first, second]);
    const same = await s3.client.send(new PutObjectCommand({ Bucket, Key: 'same', Body: whole }));
    expect(done).toMatchObject({ ChecksumCRC32: same.ChecksumCRC32, ChecksumType: 'FULL_OBJECT' });
  });

  test('must be of the algorithm the upload chose, and be there', async () => {
    const uploadId = await begin({ ChecksumAlgorithm: 'SHA256' });
    const part = await send(uploadId, 1, 'x', { ChecksumAlgorithm: 'SHA256' });

    expect(await failureOf(send(uploadId, 2, 'x', { ChecksumAlgorithm: 'CRC32' }))).toMatch(
      'InvalidRequest: Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: crc32',
    );
    const { ChecksumSHA256: _left, ...bare } = part;
    expect(await failureOf(complete(uploadId, [bare]))).toMatch('It was missing for part 1');
    await abort(uploadId);
  });

  test('cannot be of a type the algorithm does not have', async () => {
    const begun = begin({ ChecksumAlgorithm: 'SHA256', ChecksumType: 'FULL_OBJECT' });

    expect(await failureOf(begun)).toBe(
      'InvalidRequest: The FULL_OBJECT checksum type cannot be used with the sha256 checksum algorithm.',
    );
  });
});
