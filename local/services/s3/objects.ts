/** S3 as another service of this machine uses it for a caller: the same permissions, no bytes over the wire. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, link, open } from 'node:fs/promises';
import type { Principal } from '../aws/credentials.ts';
import type { Authorize, ContextKeys, Denial } from '../aws/iam/types.ts';
import { accessDeniedMessage } from '../aws/iam/words.ts';
import type { Bucket, StoredObject } from './bucket.ts';
import { startChecksum } from './checksums.ts';
import { defaultAlgorithm } from './write-object.ts';

/** What a service may do with objects for somebody. All of it throws `ObjectAccessError` when they may not. */
export interface ObjectAccess {
  /** Whether a bucket is there and the caller may know where. */
  locate(bucket: string): void;
  list(bucket: string, prefix: string): readonly { readonly key: string; readonly size: number }[];
  /** Puts an object's bytes into a file that must not be there. */
  fetch(bucket: string, key: string, file: string): Promise<void>;
  /** Stores a file, or a text, as an object. */
  put(
    bucket: string,
    key: string,
    content: { file: string } | { text: string },
    contentType: string,
  ): Promise<void>;
}

/** Why S3 would refuse it. */
export class ObjectAccessError extends Error {
  readonly code: 'AccessDenied' | 'NoSuchBucket' | 'NoSuchKey';

  constructor(code: ObjectAccessError['code'], message: string) {
    super(message);
    this.name = 'ObjectAccessError';
    this.code = code;
  }
}

export interface ObjectAccessOptions {
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly principal: Principal;
  readonly authorize: Authorize | undefined;
  /** What is known of the request that this is done for. */
  readonly keys: ContextKeys;
  readonly now: () => number;
}

export function createObjectAccess(options: ObjectAccessOptions): ObjectAccess {
  const { buckets, principal, authorize, now } = options;
  return {
    locate(name) {
      allow('s3:GetBucketLocation', `arn:aws:s3:::${name}`);
      bucketOf(name);
    },
    list(name, prefix) {
      allow('s3:ListBucket', `arn:aws:s3:::${name}`, { 's3:prefix': prefix });
      const bucket = bucketOf(name);
      return bucket
        .keys()
        .filter((key) => key.startsWith(prefix))
        .flatMap((key) => {
          const object = bucket.get(key);
          return object ? [{ key, size: object.size }] : [];
        });
    },
    async fetch(name, key, file) {
      allow('s3:GetObject', `arn:aws:s3:::${name}/${key}`);
      const bucket = bucketOf(name);
      const object = bucket.get(key);
      if (!object) throw new ObjectAccessError('NoSuchKey', `The key ${key} does not exist.`);
      await copyOut(bucket, object, file);
    },
    async put(name, key, content, contentType) {
      allow('s3:PutObject', `arn:aws:s3:::${name}/${key}`);
      const bucket = bucketOf(name);
      await using writer = await bucket.blobs.create();
      const md5 = createHash('md5');
      const checksum = startChecksum(defaultAlgorithm);
      const chunks = 'text' in content ? [Buffer.from(content.text)] : readFile(content.file);
      for await (const chunk of chunks) {
        md5.update(chunk);
        checksum.update(chunk);
        await writer.write(chunk);
      }
      const blob = await writer.finish();
      const value = checksum.digest().toString('base64');
      bucket.put({
        key,
        size: blob.size,
        etag: md5.digest('hex'),
        lastModifiedMs: now(),
        headers: { 'content-type': contentType },
        metadata: {},
        checksum: { algorithm: defaultAlgorithm, type: 'FULL_OBJECT', value },
        blobs: [blob],
      });
    },
  };

  function allow(action: string, resource: string, more: ContextKeys = {}): void {
    const denial = authorize?.(principal, action, resource, {
      keys: () => ({ ...options.keys, ...more }),
    });
    if (denial) throw denied(action, resource, denial);
  }

  function denied(action: string, resource: string, denial: Denial): ObjectAccessError {
    // documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html (the resource in quotes)
    const message = accessDeniedMessage(principal.arn, action, `"${resource}"`, denial);
    return new ObjectAccessError('AccessDenied', message);
  }

  function bucketOf(name: string): Bucket {
    const bucket = buckets.get(name);
    if (bucket) return bucket;
    throw new ObjectAccessError('NoSuchBucket', `The bucket ${name} does not exist.`);
  }
}

/** Blobs never change: an object of one piece is only given another name. */
async function copyOut(bucket: Bucket, { blobs }: StoredObject, file: string): Promise<void> {
  using _pinned = bucket.blobs.pin(blobs);
  const [only] = blobs;
  if (only && blobs.length === 1) {
    const source = bucket.blobs.path(only);
    // Some file systems have no hard links; a copy costs time, not correctness.
    await link(source, file).catch(() => copyFile(source, file));
    return;
  }
  await using target = await open(file, 'wx');
  for (const blob of blobs) {
    for await (const chunk of readFile(bucket.blobs.path(blob))) await target.appendFile(chunk);
  }
}

function readFile(file: string): AsyncIterable<Buffer> {
  return createReadStream(file, { highWaterMark: 256 * 1024 });
}
