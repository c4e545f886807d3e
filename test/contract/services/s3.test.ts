import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketAclCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3ServiceException,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestService } from '../../../local/services/s3/test-service.ts';
import { localOnly, s3Target, type S3Target } from './target.ts';

let s3: S3Target;
let Bucket: string;
beforeAll(async () => {
  s3 = await s3Target();
  Bucket = s3.bucket;
});
afterAll(() => s3[Symbol.asyncDispose]());

const put = (Key: string, Body: PutObjectCommandInput['Body'], more = {}) =>
  s3.client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = (Key: string, more = {}) =>
  s3.client.send(new GetObjectCommand({ Bucket, Key, ...more }));
const textOf = async (Key: string, more = {}) => (await get(Key, more)).Body?.transformToString();

async function failureOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason as S3ServiceException,
  );
  return error && { name: error.name, status: error.$metadata.httpStatusCode };
}

describe('PutObject and GetObject', () => {
  test('gives an object back with its headers, metadata, ETag and checksum', async () => {
    const written = await put('a/b.csv', 'Date,Item\n', {
      ContentType: 'text/csv',
      ContentDisposition: 'attachment; filename="b.csv"',
      CacheControl: 'no-store',
      Metadata: { owner: 'u1' },
    });

    const read = await get('a/b.csv');

    expect(await read.Body?.transformToString()).toBe('Date,Item\n');
    expect(read).toMatchObject({
      ContentLength: 10,
      ContentType: 'text/csv',
      ContentDisposition: 'attachment; filename="b.csv"',
      CacheControl: 'no-store',
      Metadata: { owner: 'u1' },
      ETag: `"${createHash('md5').update('Date,Item\n').digest('hex')}"`,
      ServerSideEncryption: 'AES256',
      AcceptRanges: 'bytes',
    });
    expect(written.ChecksumCRC32).toBe(read.ChecksumCRC32);
    expect(read.ChecksumType).toBe('FULL_OBJECT');
    expect(read.$metadata.requestId).toMatch(/^[0-9A-F]{16}$/);
  });

  test('stores a stream without the framing the SDK sends it in', async () => {
    const bytes = randomBytes(300_000);
    const pieces = Array.from({ length: 5 }, (_, i) =>
      bytes.subarray(i * 60_000, (i + 1) * 60_000),
    );

    await put('stream', Readable.from(pieces), {
      ContentLength: bytes.length,
      ContentEncoding: 'gzip',
    });

    const read = await get('stream');
    expect(Buffer.from((await read.Body?.transformToByteArray()) ?? [])).toEqual(bytes);
    expect(read.ContentEncoding).toBe('gzip');
  });

  test.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    'keeps a %s checksum and shows it to those who ask',
    async (ChecksumAlgorithm) => {
      // The SDK computes CRC64NVME only with a native package, so that one is stated outright.
      const stated =
        ChecksumAlgorithm === 'CRC64NVME'
          ? { ChecksumCRC64NVME: 'rosUhgp5mIg=' }
          : { ChecksumAlgorithm };
      await put('sum', '123456789', stated);

      const head = await s3.client.send(
        new HeadObjectCommand({ Bucket, Key: 'sum', ChecksumMode: 'ENABLED' }),
      );

      expect(head[`Checksum${ChecksumAlgorithm}`]).toBeDefined();
    },
  );

  test('computes CRC64NVME when the client sends no checksum', async () => {
    const client = s3.connect({ requestChecksumCalculation: 'WHEN_REQUIRED' });

    const written = await client.send(
      new PutObjectCommand({ Bucket, Key: 'none', Body: '123456789' }),
    );

    expect(written.ChecksumCRC64NVME).toBe('rosUhgp5mIg=');
  });

  test('stores nothing under odd keys but what they name', async () => {
    const keys = [
      '../../up',
      'a//b',
      'ключ/отчёт ☃.csv',
      "q?x=1&y#z+%20'()*!",
      'k'.repeat(1024),
      '.',
      'a/../b',
    ];
    for (const key of keys) await put(key, key);

    for (const key of keys) expect(await textOf(key)).toBe(key);
    expect((await failureOf(put('k'.repeat(1025), 'x')))?.name).toBe('KeyTooLongError');
  });

  test('keeps an empty object', async () => {
    await put('empty', Buffer.alloc(0));

    const read = await get('empty');

    expect([read.ContentLength, await read.Body?.transformToString()]).toEqual([0, '']);
    expect((await failureOf(get('empty', { Range: 'bytes=0-' })))?.name).toBe('InvalidRange');
  });

  test.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=5-99', '56789', 'bytes 5-9/10'],
  ])('answers Range %s with %s', async (Range, expected, ContentRange) => {
    await put('range', '0123456789');

    const read = await get('range', { Range });

    expect(await read.Body?.transformToString()).toBe(expected);
    expect(read).toMatchObject({ ContentRange, $metadata: { httpStatusCode: 206 } });
  });

  test.each(['bytes=10-', 'bytes=-0'])('refuses Range %s, behind the end', async (Range) => {
    await put('range', '0123456789');

    expect(await failureOf(get('range', { Range }))).toEqual({
      name: 'InvalidRange',
      status: 416,
    });
  });

  test('answers conditional reads with 304 and 412', async () => {
    const { ETag } = await put('cond', 'x');

    expect((await failureOf(get('cond', { IfNoneMatch: ETag })))?.status).toBe(304);
    expect(await textOf('cond', { IfMatch: ETag })).toBe('x');
    expect(await failureOf(get('cond', { IfMatch: '"other"' }))).toEqual({
      name: 'PreconditionFailed',
      status: 412,
    });
    expect((await failureOf(get('cond', { IfModifiedSince: new Date() })))?.status).toBe(304);
  });

  test('creates only once with If-None-Match: *, and replaces only what If-Match names', async () => {
    const { ETag } = await put('once', '1', { IfNoneMatch: '*' });

    expect(await failureOf(put('once', '2', { IfNoneMatch: '*' }))).toEqual({
      name: 'PreconditionFailed',
      status: 412,
    });
    await put('once', '3', { IfMatch: ETag });
    expect((await failureOf(put('once', '4', { IfMatch: ETag })))?.status).toBe(412);
    expect((await failureOf(put('never', '5', { IfMatch: ETag })))?.name).toBe('NoSuchKey');
    expect(await textOf('once')).toBe('3');
  });

  test('lets exactly one of many simultaneous creators win', async () => {
    const attempts = Array.from({ length: 8 }, (_, i) =>
      failureOf(put('race', String(i), { IfNoneMatch: '*' })),
    );

    const failures = (await Promise.all(attempts)).filter((failure) => failure !== undefined);

    expect(failures.map((failure) => failure.status)).toEqual(Array(7).fill(412));
  });

  test('finishes a download of an object that is replaced meanwhile', async () => {
    const first = randomBytes(3_000_000);
    await put('replaced', first);
    const read = await get('replaced');
    await put('replaced', 'new');

    const bytes = await read.Body?.transformToByteArray();

    expect(Buffer.from(bytes ?? []).equals(first)).toBe(true);
    expect(await textOf('replaced')).toBe('new');
  });

  test('gives non-ASCII metadata back as the documents show it', async () => {
    await put('meta', 'x', { Metadata: { note: '=?UTF-8?B?w6k=?=' } });

    const read = await get('meta');

    expect(read.Metadata).toEqual({ note: '=?UTF-8?B?w6k=?=' });
  });

  test('refuses metadata over 2 KB and ACLs', async () => {
    expect((await failureOf(put('m', 'x', { Metadata: { a: 'x'.repeat(2048) } })))?.name).toBe(
      'MetadataTooLarge',
    );
    expect((await failureOf(put('m', 'x', { ACL: 'public-read' })))?.name).toBe(
      'AccessControlListNotSupported',
    );
  });

  localOnly('says what this machine does not have', async () => {
    expect(await failureOf(put('m', 'x', { Tagging: 'a=b' }))).toEqual({
      name: 'NotImplemented',
      status: 501,
    });
    expect((await failureOf(s3.client.send(new GetBucketAclCommand({ Bucket }))))?.status).toBe(
      501,
    );
  });

  test('says what does not exist', async () => {
    expect(await failureOf(get('missing'))).toEqual({ name: 'NoSuchKey', status: 404 });
    expect(
      await failureOf(s3.client.send(new HeadObjectCommand({ Bucket, Key: 'missing' }))),
    ).toEqual({
      name: 'NotFound',
      status: 404,
    });
    const elsewhere = s3.client.send(new GetObjectCommand({ Bucket: 'nobodys', Key: 'a' }));
    expect(await failureOf(elsewhere)).toEqual({ name: 'NoSuchBucket', status: 404 });
  });
});

describe('CopyObject and deletion', () => {
  test('copies bytes, headers and checksum, or replaces the headers', async () => {
    await put('src é', 'copied', { ContentType: 'text/plain', Metadata: { a: '1' } });
    const CopySource = `${Bucket}/${encodeURIComponent('src é')}`;

    const copy = await s3.client.send(new CopyObjectCommand({ Bucket, Key: 'dst', CopySource }));
    await s3.client.send(
      new CopyObjectCommand({
        Bucket,
        Key: 'dst2',
        CopySource,
        MetadataDirective: 'REPLACE',
        ContentType: 'a/b',
      }),
    );
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'src é' }));

    expect(copy.CopyObjectResult?.ETag).toBe(
      `"${createHash('md5').update('copied').digest('hex')}"`,
    );
    expect(await textOf('dst')).toBe('copied');
    expect(await get('dst')).toMatchObject({ ContentType: 'text/plain', Metadata: { a: '1' } });
    expect(await get('dst2')).toMatchObject({ ContentType: 'a/b', Metadata: {} });
  });

  test('deletes many at once and says of each', async () => {
    await put('d1', 'x');
    await put('d<2>&', 'x');
    const Objects = [{ Key: 'd1' }, { Key: 'd<2>&' }, { Key: 'was never there' }];

    const result = await s3.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));

    expect(result.Deleted?.map((deleted) => deleted.Key)).toEqual(
      Objects.map((object) => object.Key),
    );
    expect((await failureOf(get('d<2>&')))?.name).toBe('NoSuchKey');
    expect(
      (await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'd1' }))).$metadata
        .httpStatusCode,
    ).toBe(204);
  });

  localOnly('removes the bytes of what was replaced or deleted', async () => {
    await using own = await startTestService();
    const command = (Body: string) => new PutObjectCommand({ Bucket, Key: 'k', Body });
    await own.client.send(command('1'));
    await own.client.send(command('2'));
    await own.client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));

    await expect.poll(() => readdirSync(own.blobDirectory), { timeout: 1000 }).toEqual([]);
  });
});

describe('listing', () => {
  beforeAll(async () => {
    for (const key of ['l/a/1', 'l/a/2', 'l/b', 'l/c/1', 'l/Z', 'l/\u{1F600}', 'l/\uFF5E'])
      await put(key, 'x');
  });

  test('lists by prefix in byte order, with a page at a time', async () => {
    const keys: (string | undefined)[] = [];
    const pages = paginateListObjectsV2(
      { client: s3.client, pageSize: 2 },
      { Bucket, Prefix: 'l/' },
    );
    for await (const page of pages) keys.push(...(page.Contents ?? []).map((object) => object.Key));

    expect(keys).toEqual(['l/Z', 'l/a/1', 'l/a/2', 'l/b', 'l/c/1', 'l/\uFF5E', 'l/\u{1F600}']);
  });

  test('groups by delimiter across pages', async () => {
    const seen: (string | undefined)[] = [];
    const input = { Bucket, Prefix: 'l/', Delimiter: '/' };
    for await (const page of paginateListObjectsV2({ client: s3.client, pageSize: 1 }, input)) {
      expect(page.KeyCount).toBe(1);
      seen.push(page.CommonPrefixes?.[0]?.Prefix ?? page.Contents?.[0]?.Key);
    }

    expect(seen).toEqual(['l/Z', 'l/a/', 'l/b', 'l/c/', 'l/\uFF5E', 'l/\u{1F600}']);
  });

  test('starts after a key, encodes on request and refuses nonsense', async () => {
    const list = (more: object) =>
      s3.client.send(new ListObjectsV2Command({ Bucket, Prefix: 'l/', ...more }));

    const page = await list({ StartAfter: 'l/c/1', EncodingType: 'url' });

    expect(page.Contents?.map((object) => object.Key)).toEqual(['l/%EF%BD%9E', 'l/%F0%9F%98%80']);
    expect((await list({ MaxKeys: 0 })).IsTruncated).toBe(false);
    expect((await failureOf(list({ ContinuationToken: '!!' })))?.name).toBe('InvalidArgument');
  });

  test('lists buckets and finds one', async () => {
    const { Buckets } = await s3.client.send(new ListBucketsCommand({}));
    const head = await s3.client.send(new HeadBucketCommand({ Bucket }));

    expect(Buckets?.map((bucket) => bucket.Name)).toContain(Bucket);
    expect(head.BucketRegion).toBe(s3.region);
    const missing = s3.client.send(new HeadBucketCommand({ Bucket: 'nobodys' }));
    expect(await failureOf(missing)).toEqual({ name: 'NotFound', status: 404 });
  });
});

localOnly('stops while a download is under way', async () => {
  const own = await startTestService();
  await own.client.send(
    new PutObjectCommand({ Bucket, Key: 'big', Body: randomBytes(20_000_000) }),
  );
  const read = await own.client.send(new GetObjectCommand({ Bucket, Key: 'big' }));
  const broken = once(read.Body as Readable, 'error');

  const stopped = own[Symbol.asyncDispose]().then(() => 'stopped');

  expect(await Promise.race([stopped, delay(2000)])).toBe('stopped');
  expect(await broken).toMatchObject([{ code: 'ECONNRESET' }]);
});
