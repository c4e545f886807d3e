/** PutObject, DeleteObject and DeleteObjects. */
import type { Bucket, StoredObject } from './bucket.ts';
import { sendEmpty, sendXml, type BucketCall, type ObjectCall } from './call.ts';
import type { ChecksumAlgorithm } from './checksums.ts';
import { checkWriteConditions } from './conditions.ts';
import { s3Error, S3Error } from './errors.ts';
import { maxDeletedKeys, maxPutBytes, maxXmlBytes } from './limits.ts';
import { readObjectHeaders, setChecksum, setEncryption } from './object-headers.ts';
import { receivePayload, receiveText } from './payload.ts';
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
