/** CompleteMultipartUpload: checks the parts the caller lists and joins them without copying a byte. */
import { createHash } from 'node:crypto';
import type { StoredObject } from './bucket.ts';
import { sendXml, type ObjectCall } from './call.ts';
import { checksumHeader, joinChecksums } from './checksums.ts';
import { checkWriteConditions } from './conditions.ts';
import { s3Error } from './errors.ts';
import { maxXmlBytes, minPartBytes } from './limits.ts';
import { setEncryption } from './object-headers.ts';
import { badChecksum, receiveText } from './payload.ts';
import { readRequestedParts, type RequestedPart } from './requested-parts.ts';
import type { StoredPart, Upload } from './uploads.ts';

/** Joins the parts the caller lists into the object. */
export async function completeMultipartUpload(call: ObjectCall): Promise<void> {
  const { request, bucket, key, signature, idleTimeoutMs } = call;
  call.allow('s3:PutObject', bucket.name, key);
  const text = await receiveText(withoutChecksum(call), {
    signature,
    idleTimeoutMs,
    maxBytes: maxXmlBytes,
  });
  const requested = readRequestedParts(text);
  const uploadId = request.query.get('uploadId') ?? '';
  const upload = bucket.uploads.find(uploadId, key);
  if (!upload) return answerAgain(call, uploadId, requested);
  const parts = requested.map((each) => findPart(upload, each));
  checkOrder(requested);
  checkSizes(parts);
  const object = joinParts(upload, parts, call.nowMs);
  checkStatedChecksum(call, upload, object);
  checkWriteConditions(request.headers, key, bucket.get(key));
  bucket.put(object);
  bucket.uploads.forget(uploadId, key);
  const used = new Set(parts);
  bucket.blobs.remove([...upload.parts.values()].filter((p) => !used.has(p)).map((p) => p.blob));
  sendCompletion(call, object);
}

// The checksum headers of a completion are about the object, not about the request's own body.
function withoutChecksum({ request }: ObjectCall): ObjectCall['request'] {
  const headers = [...request.headers].filter(([name]) => !/^x-amz-(?:sdk-)?checksum-/.test(name));
  return { ...request, headers: new Map(headers) };
}

function checkOrder(requested: readonly RequestedPart[]): void {
  const isAscending = requested.every(
    (part, index) => index === 0 || part.partNumber > (requested[index - 1]?.partNumber ?? 0),
  );
  if (!isAscending) throw s3Error('InvalidPartOrder');
}

function findPart(upload: Upload, requested: RequestedPart): StoredPart {
  const { partNumber, etag, checksums } = requested;
  const part = upload.parts.get(partNumber);
  const { algorithm, checksumType, uploadId } = upload;
  const stated = checksums.get(algorithm);
  const isSame = part?.etag === etag && (stated === undefined || stated === part.checksum.value);
  if (!part || !isSame) {
    throw s3Error('InvalidPart', { UploadId: uploadId, PartNumber: partNumber, ETag: etag });
  }
  if (upload.algorithmChosen && checksumType === 'COMPOSITE' && stated === undefined) {
    // observed: https://github.com/pgsty/silo/issues/48 (InvalidRequest, naming the algorithm and the part)
    throw s3Error(
      'InvalidRequest',
      {},
      `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${partNumber} in the request.`,
    );
  }
  return part;
}

function checkSizes(parts: readonly StoredPart[]): void {
  const small = parts.slice(0, -1).find((part) => part.blob.size < minPartBytes);
  if (!small) return;
  throw s3Error('EntityTooSmall', {
    ProposedSize: small.blob.size,
    MinSizeAllowed: minPartBytes,
    PartNumber: small.partNumber,
    ETag: small.etag,
  });
}

function joinParts(upload: Upload, parts: readonly StoredPart[], nowMs: number): StoredObject {
  const { key, headers, metadata, uploadId, algorithm, checksumType } = upload;
  const checksums = parts.map(({ checksum, blob }) => ({ value: checksum.value, size: blob.size }));
  return {
    key,
    headers,
    metadata,
    uploadId,
    size: parts.reduce((sum, part) => sum + part.blob.size, 0),
    etag: joinEtags(parts.map((part) => part.etag)),
    lastModifiedMs: nowMs,
    checksum: joinChecksums(algorithm, checksumType, checksums),
    blobs: parts.map((part) => part.blob),
  };
}

// documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
// (the MD5 of the parts' MD5s, and how many there are)
function joinEtags(etags: readonly string[]): string {
  const md5 = createHash('md5');
  // A client's ETag may be anything; what is not hexadecimal counts for nothing and so matches nothing.
  for (const etag of etags) md5.update(Buffer.from(etag, 'hex'));
  return `${md5.digest('hex')}-${etags.length}`;
}

function checkStatedChecksum(call: ObjectCall, upload: Upload, object: StoredObject): void {
  const { headers } = call.request;
  const type = headers.get('x-amz-checksum-type');
  if (type !== undefined && type !== upload.checksumType) {
    // documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html (BadDigest)
    throw s3Error(
      'BadDigest',
      {},
      `The upload was created using the ${upload.checksumType} checksum mode. The complete request must use the same checksum mode.`,
    );
  }
  const stated = headers.get(checksumHeader(upload.algorithm));
  // S3 takes a composite value with or without its count of parts.
  const isSame = stated === object.checksum.value || stated === object.checksum.value.split('-')[0];
  if (stated !== undefined && !isSame) throw badChecksum(upload.algorithm);
  const size = headers.get('x-amz-mp-object-size');
  if (size !== undefined && Number(size) !== object.size) {
    throw s3Error(
      'InvalidRequest',
      {},
      `The provided 'x-amz-mp-object-size' header value ${size} does not match what was computed: ${object.size}`,
    );
  }
}

// A completion whose answer was lost is sent again; S3 answers it as before.
// observed: https://github.com/ceph/s3-tests (test_multipart_upload completes twice, against AWS too)
function answerAgain(
  call: ObjectCall,
  uploadId: string,
  requested: readonly RequestedPart[],
): void {
  const object = call.bucket.get(call.key);
  const etag = joinEtags(requested.map((part) => part.etag));
  if (object?.uploadId !== uploadId || object.etag !== etag) {
    throw s3Error('NoSuchUpload', { UploadId: uploadId });
  }
  sendCompletion(call, object);
}

function sendCompletion(
  { request, response, bucket, key }: ObjectCall,
  object: StoredObject,
): void {
  setEncryption(response);
  const { algorithm, type, value } = object.checksum;
  sendXml(response, 'CompleteMultipartUploadResult', {
    Location: `http://${request.body.headers.host ?? ''}/${bucket.name}/${encodeURIComponent(key)}`,
    Bucket: bucket.name,
    Key: key,
    ETag: `"${object.etag}"`,
    [`Checksum${algorithm}`]: value,
    ChecksumType: type,
  });
}
