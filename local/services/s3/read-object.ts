/** GetObject and HeadObject. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Blob, BlobStore } from './blobs.ts';
import type { StoredObject } from './bucket.ts';
import { sendEmpty, type ObjectCall } from './call.ts';
import { checkReadConditions } from './conditions.ts';
import { s3Error } from './errors.ts';
import { setChecksum, setObjectHeaders } from './object-headers.ts';
import { readRange, type ByteRange } from './range.ts';

const readBytes = 256 * 1024;

/** Sends an object, or only its headers for HEAD. */
export async function readObject(call: ObjectCall): Promise<void> {
  const { request, response, bucket, key } = call;
  call.allow('s3:GetObject', bucket.name, key);
  const object = bucket.get(key);
  if (!object) throw missingKey(call);
  const isUnchanged = checkReadConditions(request.headers, object) === 'not-modified';
  setObjectHeaders(response, object, request);
  if (isUnchanged) {
    for (const name of ['content-type', 'content-encoding']) response.removeHeader(name);
    response.writeHead(304).end();
    return;
  }
  const range = readRange(request, object);
  setRangeHeaders(call, object, range);
  const status = range.partial ? 206 : 200;
  if (request.method === 'HEAD') {
    response.writeHead(status).end();
    return;
  }
  if (range.end < range.start) return sendEmpty(response, status);
  using _pinned = bucket.blobs.pin(object.blobs);
  await checkSizes(bucket.blobs, object.blobs);
  response.writeHead(status);
  await sendBytes(call, object, range);
}

/** 404, or 403 for callers who may not know which keys exist. */
export function missingKey(call: ObjectCall) {
  // documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html (Permissions)
  return call.mayDo('s3:ListBucket', call.bucket.name)
    ? s3Error('NoSuchKey', { Key: call.key })
    : s3Error('AccessDenied');
}

function setRangeHeaders(call: ObjectCall, object: StoredObject, range: ByteRange): void {
  const { request, response } = call;
  const { start, end, partial } = range;
  response.setHeader('Content-Length', end - start + 1);
  if (partial) response.setHeader('Content-Range', `bytes ${start}-${end}/${object.size}`);
  if (request.query.has('partNumber') && object.uploadId !== undefined) {
    response.setHeader('x-amz-mp-parts-count', object.blobs.length);
  }
  // A checksum is of the whole object, so a piece of it goes without.
  const isWhole = end - start + 1 === object.size;
  if (request.headers.get('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED' && isWhole) {
    setChecksum(response, object.checksum);
  }
}

// Once the headers are out a short file could only be told by a broken connection.
async function checkSizes(store: BlobStore, blobs: readonly Blob[]): Promise<void> {
  for (const blob of blobs) {
    const { size } = await stat(store.path(blob));
    if (size !== blob.size) throw new Error(`blob ${blob.id} has ${size} bytes, not ${blob.size}`);
  }
}

async function sendBytes(
  { bucket, response }: ObjectCall,
  object: StoredObject,
  range: ByteRange,
): Promise<void> {
  // One stream for all blobs: a pipeline for each would leave its listeners on the response.
  await pipeline(readBlobs(bucket.blobs, object.blobs, range), response);
}

/** The bytes of a range, one file after the other. */
export async function* readBlobs(
  store: BlobStore,
  blobs: readonly Blob[],
  range: Pick<ByteRange, 'start' | 'end'>,
): AsyncGenerator<Buffer> {
  let offset = 0;
  for (const blob of blobs) {
    const start = Math.max(range.start - offset, 0);
    const end = Math.min(range.end - offset, blob.size - 1);
    offset += blob.size;
    if (start > end) continue;
    yield* createReadStream(store.path(blob), { start, end, highWaterMark: readBytes });
  }
}
