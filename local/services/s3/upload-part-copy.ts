/** UploadPartCopy: a part made of bytes that are in S3 already. */
import { isoTime, sendXml, type ObjectCall } from './call.ts';
import { checkCopySource } from './conditions.ts';
import { copyBytes } from './copy-bytes.ts';
import { findSource, readCopyRange } from './copy-source.ts';
import { s3Error } from './errors.ts';
import { findUpload } from './multipart.ts';
import { setEncryption } from './object-headers.ts';
import { readPartNumber } from './range.ts';

/** Stores a copy of an object, or of a range of it, as a part. */
export async function uploadPartCopy(call: ObjectCall): Promise<void> {
  const { request, response, bucket, key, digestThreads } = call;
  const source = findSource(call);
  call.allow('s3:PutObject', bucket.name, key);
  const partNumber = readPartNumber(request.query.get('partNumber') ?? '');
  const { uploadId, algorithm, algorithmChosen } = findUpload(call);
  checkCopySource(request.headers, source.object);
  const range = readCopyRange(call, source.object);
  const copied = await copyBytes(source, range, bucket, algorithm, digestThreads);
  const part = { partNumber, lastModifiedMs: call.nowMs, ...copied };
  if (!bucket.uploads.putPart(uploadId, part)) {
    bucket.blobs.remove([part.blob]);
    throw s3Error('NoSuchUpload', { UploadId: uploadId });
  }
  setEncryption(response);
  sendXml(response, 'CopyPartResult', {
    LastModified: isoTime(part.lastModifiedMs),
    ETag: `"${part.etag}"`,
    ...(algorithmChosen && { [`Checksum${algorithm}`]: part.checksum.value }),
  });
}
