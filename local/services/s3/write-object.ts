/** PutObject, CopyObject, DeleteObject and DeleteObjects. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Blob } from './blobs.ts';
import type { Bucket, StoredObject } from './bucket.ts';
import { isoTime, sendEmpty, sendXml, type BucketCall, type ObjectCall } from './call.ts';
import { parseAlgorithm, startChecksum, type ChecksumAlgorithm } from './checksums.ts';
import { checkCopySource, checkWriteConditions } from './conditions.ts';
import { invalidArgument, s3Error, S3Error } from './errors.ts';
import { maxDeletedKeys, maxKeyBytes, maxPutBytes, maxXmlBytes } from './limits.ts';
import { readObjectHeaders, setChecksum, setEncryption } from './object-headers.ts';
import { receivePayload, receiveText } from './payload.ts';
import { decode } from './request.ts';
import { childText, readXml } from './xml.ts';

// documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
export const defaultAlgorithm: ChecksumAlgorithm = 'CRC64NVME';

/** Stores the request's payload. */
export async function putObject(call: ObjectCall): Promise<void> {
  const { request, response, bucket, key, signature, idleTimeoutMs, digestThreads } = call;
  call.allow('s3:PutObject', bucket.name, key);
  const described = readObjectHeaders(request);
  checkWriteConditions(request.headers, key, bucket.get(key));
  await using writer = await bucket.blobs.create();
  const received = await receivePayload(
    request,
    { signature, idleTimeoutMs, digestThreads, maxBytes: maxPutBytes, byDefault: defaultAlgorithm },
    writer.write,
  );
  const blob = await writer.finish();
  const algorithm = received.stated ?? defaultAlgorithm;
  const object: StoredObject = {
    key,
    ...described,
    size: received.size,
    etag: received.md5.toString('hex'),
    lastModifiedMs: call.nowMs,
    checksum: { algorithm, type: 'FULL_OBJECT', value: received.checksums.get(algorithm) ?? '' },
    blobs: [blob],
  };
  publish(bucket, object, request.headers);
  response.setHeader('ETag', `"${object.etag}"`);
  setEncryption(response);
  setChecksum(response, object.checksum);
  sendEmpty(response);
}

/** Makes an object visible unless a condition stopped holding meanwhile, which removes its bytes. */
export function publish(
  bucket: Bucket,
  object: StoredObject,
  headers: ObjectCall['request']['headers'],
): void {
  try {
    checkWriteConditions(headers, object.key, bucket.get(object.key));
  } catch (refusal) {
    bucket.blobs.remove(object.blobs);
    throw refusal;
  }
  bucket.put(object);
}

/** Copies an object of this or another bucket. */
export async function copyObject(call: ObjectCall): Promise<void> {
  const { request, response, bucket, key } = call;
  const source = findSource(call);
  call.allow('s3:PutObject', bucket.name, key);
  checkCopySource(request.headers, source.object);
  const directive = request.headers.get('x-amz-metadata-directive') ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE') {
    throw invalidArgument('Unknown metadata directive.', 'x-amz-metadata-directive', directive);
  }
  if (directive === 'COPY' && source.bucket === bucket && source.object.key === key) {
    throw s3Error(
      'InvalidRequest',
      {},
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const requested = readObjectHeaders(request);
  const described = directive === 'REPLACE' ? requested : withClass(source.object, requested);
  using _pinned = source.bucket.blobs.pin(source.object.blobs);
  const copied = await copyBytes(
    source.bucket,
    source.object,
    bucket,
    readAlgorithm(request.headers),
  );
  const object: StoredObject = {
    key,
    headers: described.headers,
    metadata: described.metadata,
    size: source.object.size,
    lastModifiedMs: call.nowMs,
    ...copied,
  };
  publish(bucket, object, request.headers);
  setEncryption(response);
  sendXml(response, 'CopyObjectResult', {
    LastModified: isoTime(object.lastModifiedMs),
    ETag: `"${object.etag}"`,
    ChecksumType: object.checksum.type,
    [`Checksum${object.checksum.algorithm}`]: object.checksum.value,
  });
}

/** Removes an object; a key that has none is no error. */
export function deleteObject(call: ObjectCall): void {
  const { request, bucket, key, response } = call;
  call.allow('s3:DeleteObject', bucket.name, key);
  if (request.query.has('versionId')) throw s3Error('NotImplemented', { Header: 'versionId' });
  const present = bucket.get(key);
  if (request.headers.has('if-match')) checkWriteConditions(request.headers, key, present);
  bucket.remove(key);
  sendEmpty(response, 204);
}

/** Removes many objects and says of each how it went. */
export async function deleteObjects(call: BucketCall): Promise<void> {
  const { request, bucket, signature, idleTimeoutMs, response } = call;
  const stated =
    request.headers.has('content-md5') || [...request.headers.keys()].some(isIntegrity);
  if (!stated) {
    throw s3Error('InvalidRequest', {}, 'Missing required header for this request: Content-MD5');
  }
  const text = await receiveText(request, { signature, idleTimeoutMs, maxBytes: maxXmlBytes });
  const document = readXml(text);
  const objects = document.children.filter((child) => child.name === 'Object');
  if (document.name !== 'Delete' || objects.length < 1 || objects.length > maxDeletedKeys) {
    throw s3Error('MalformedXML');
  }
  const quiet = childText(document, 'Quiet') === 'true';
  const outcomes = objects.map((object) => deleteOne(call, childText(object, 'Key') ?? ''));
  sendXml(response, 'DeleteResult', {
    Deleted: quiet ? [] : outcomes.flatMap(({ Key, error }) => (error ? [] : [{ Key }])),
    Error: outcomes.flatMap(({ Key, error }) =>
      error ? [{ Key, Code: error.code, Message: error.message }] : [],
    ),
  });

  function deleteOne(callOfAll: BucketCall, Key: string): { Key: string; error?: S3Error } {
    try {
      if (Key === '') throw s3Error('MalformedXML');
      callOfAll.allow('s3:DeleteObject', bucket.name, Key);
      bucket.remove(Key);
      return { Key };
    } catch (error) {
      if (error instanceof S3Error) return { Key, error };
      throw error;
    }
  }
}

function isIntegrity(header: string): boolean {
  return /^x-amz-(?:checksum-(?:crc|sha)|trailer)/.test(header);
}

function findSource(call: ObjectCall): { bucket: Bucket; object: StoredObject } {
  const header = call.request.headers.get('x-amz-copy-source') ?? '';
  const [path = '', parameters] = header.replace(/^\//, '').split('?');
  if (parameters?.startsWith('versionId='))
    throw s3Error('NotImplemented', { Header: 'versionId' });
  const slash = path.indexOf('/');
  const key = decode(path.slice(slash + 1));
  if (slash < 1 || key === '' || Buffer.byteLength(key) > maxKeyBytes) {
    throw invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
      header,
    );
  }
  const BucketName = decode(path.slice(0, slash));
  call.allow('s3:GetObject', BucketName, key);
  const bucket = call.buckets.get(BucketName);
  if (!bucket) throw s3Error('NoSuchBucket', { BucketName });
  const object = bucket.get(key);
  if (!object) throw s3Error('NoSuchKey', { Key: key });
  return { bucket, object };
}

function readAlgorithm(headers: ObjectCall['request']['headers']): ChecksumAlgorithm | undefined {
  const name = headers.get('x-amz-checksum-algorithm');
  const algorithm = name === undefined ? undefined : parseAlgorithm(name);
  if (name !== undefined && !algorithm) {
    throw invalidArgument(
      'Checksum algorithm provided is unsupported.',
      'x-amz-checksum-algorithm',
      name,
    );
  }
  return algorithm;
}

// A copy has the storage class the request names, whatever the source's was.
function withClass(source: StoredObject, requested: Pick<StoredObject, 'headers'>) {
  const { 'x-amz-storage-class': _source, ...headers } = source.headers;
  const named = requested.headers['x-amz-storage-class'];
  return {
    metadata: source.metadata,
    headers: named === undefined ? headers : { ...headers, 'x-amz-storage-class': named },
  };
}

type Copied = Pick<StoredObject, 'etag' | 'checksum' | 'blobs'>;

// An object of one piece keeps its hashes, so its file only gets a second name. Anything else becomes
// an object of one piece, as a copy in S3 does, and is hashed anew.
async function copyBytes(
  from: Bucket,
  source: StoredObject,
  to: Bucket,
  wanted: ChecksumAlgorithm | undefined,
): Promise<Copied> {
  const [only] = source.blobs;
  const algorithm = wanted ?? source.checksum.algorithm;
  const keepsHashes = source.uploadId === undefined && algorithm === source.checksum.algorithm;
  if (only && keepsHashes && from === to) {
    const blob = await to.blobs.duplicate(only);
    return { etag: source.etag, checksum: source.checksum, blobs: [blob] };
  }
  await using writer = await to.blobs.create();
  const md5 = createHash('md5');
  const running = startChecksum(algorithm);
  for (const blob of source.blobs) {
    for await (const chunk of readBlob(from, blob)) {
      md5.update(chunk);
      running.update(chunk);
      await writer.write(chunk);
    }
  }
  return {
    etag: md5.digest('hex'),
    checksum: { algorithm, type: 'FULL_OBJECT', value: running.digest().toString('base64') },
    blobs: [await writer.finish()],
  };
}

function readBlob(bucket: Bucket, blob: Blob): AsyncIterable<Buffer> {
  return createReadStream(bucket.blobs.path(blob), { highWaterMark: 256 * 1024 });
}
