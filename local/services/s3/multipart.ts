/** Multipart uploads: begin, send parts, abort. */
import { sendEmpty, sendXml, type ObjectCall } from './call.ts';
import {
  checksumHeader,
  checksumTypes,
  parseAlgorithm,
  type ChecksumAlgorithm,
  type ChecksumType,
} from './checksums.ts';
import { s3Error, S3Error } from './errors.ts';
import { maxPartBytes } from './limits.ts';
import { readObjectHeaders, setEncryption } from './object-headers.ts';
import { receivePayload } from './payload.ts';
import { readPartNumber } from './range.ts';
import type { StoredPart, Upload } from './uploads.ts';
import { defaultAlgorithm } from './write-object.ts';

/** Begins an upload. */
export function createMultipartUpload(call: ObjectCall): void {
  const { request, response, bucket, key } = call;
  call.allow('s3:PutObject', bucket.name, key);
  const chosen = request.headers.get('x-amz-checksum-algorithm');
  const { algorithm, checksumType } = readChecksumChoice(
    chosen,
    request.headers.get('x-amz-checksum-type'),
  );
  const upload = bucket.uploads.begin({
    key,
    ...readObjectHeaders(request),
    initiatedAtMs: call.nowMs,
    algorithm,
    checksumType,
    algorithmChosen: chosen !== undefined,
  });
  setEncryption(response);
  if (upload.algorithmChosen) {
    response.setHeader('x-amz-checksum-algorithm', algorithm);
    response.setHeader('x-amz-checksum-type', checksumType);
  }
  sendXml(response, 'InitiateMultipartUploadResult', {
    Bucket: bucket.name,
    Key: key,
    UploadId: upload.uploadId,
  });
}

/** Stores one part, in place of one of the same number. */
export async function uploadPart(call: ObjectCall): Promise<void> {
  const { request, response, bucket, key, signature, idleTimeoutMs, digestThreads } = call;
  call.allow('s3:PutObject', bucket.name, key);
  const partNumber = readPartNumber(request.query.get('partNumber') ?? '');
  const upload = findUpload(call);
  const { uploadId, algorithm } = upload;
  await using writer = await bucket.blobs.create();
  const received = await receivePayload(
    request,
    { signature, idleTimeoutMs, digestThreads, maxBytes: maxPartBytes, alsoCompute: algorithm },
    writer.write,
  );
  checkPartAlgorithm(upload, received.stated);
  const part: StoredPart = {
    partNumber,
    etag: received.md5.toString('hex'),
    lastModifiedMs: call.nowMs,
    blob: await writer.finish(),
    checksum: { algorithm, type: 'FULL_OBJECT', value: received.checksums.get(algorithm) ?? '' },
  };
  if (!bucket.uploads.putPart(uploadId, part)) {
    bucket.blobs.remove([part.blob]);
    throw s3Error('NoSuchUpload', { UploadId: uploadId });
  }
  response.setHeader('ETag', `"${part.etag}"`);
  setEncryption(response);
  const shown = received.stated ?? (upload.algorithmChosen ? algorithm : undefined);
  if (shown) response.setHeader(checksumHeader(shown), received.checksums.get(shown) ?? '');
  sendEmpty(response);
}

/** Forgets an upload and its parts. */
export function abortMultipartUpload(call: ObjectCall): void {
  call.allow('s3:AbortMultipartUpload', call.bucket.name, call.key);
  call.bucket.uploads.abort(findUpload(call));
  sendEmpty(call.response, 204);
}

/** The upload a request names, or `NoSuchUpload`. */
export function findUpload({ bucket, key, request }: ObjectCall): Upload {
  const uploadId = request.query.get('uploadId') ?? '';
  const upload = bucket.uploads.find(uploadId, key);
  if (!upload) throw s3Error('NoSuchUpload', { UploadId: uploadId });
  return upload;
}

function readChecksumChoice(
  name: string | undefined,
  type: string | undefined,
): { algorithm: ChecksumAlgorithm; checksumType: ChecksumType } {
  // observed: https://github.com/floci-io/floci/pull/3093 (these three texts)
  const refuse = (message: string): S3Error => s3Error('InvalidRequest', {}, message);
  if (type !== undefined && type !== 'COMPOSITE' && type !== 'FULL_OBJECT') {
    throw refuse('Value for x-amz-checksum-type header is invalid.');
  }
  if (name === undefined) {
    if (type === undefined) return { algorithm: defaultAlgorithm, checksumType: 'FULL_OBJECT' };
    throw refuse(
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  }
  const algorithm = parseAlgorithm(name);
  if (!algorithm) {
    throw refuse(
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    );
  }
  const [usual, ...others] = checksumTypes(algorithm);
  const checksumType = type ?? usual ?? 'COMPOSITE';
  if (checksumType !== usual && !others.includes(checksumType)) {
    throw refuse(
      `The ${checksumType} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  }
  return { algorithm, checksumType };
}

function checkPartAlgorithm(upload: Upload, stated: ChecksumAlgorithm | undefined): void {
  // observed: @aws-sdk/client-s3 3.1162.0 by default names no algorithm here and sends CRC32 with each part
  if (!upload.algorithmChosen) return;
  // observed: https://github.com/versity/versitygw/issues/1342 (only composite uploads insist on one)
  const isMissing = stated === undefined && upload.checksumType === 'COMPOSITE';
  if (!isMissing && (stated === undefined || stated === upload.algorithm)) return;
  const [expected, actual] = [upload.algorithm.toLowerCase(), stated?.toLowerCase() ?? 'null'];
  throw s3Error(
    'InvalidRequest',
    {},
    `Checksum Type mismatch occurred, expected checksum Type: ${expected}, actual checksum Type: ${actual}`,
  );
}
