import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { ReportError } from '../errors.ts';
import type { MultipartUpload } from './multipart-upload.ts';

export interface S3Object {
  readonly bucket: string;
  readonly key: string;
}

/** Begins an upload; `STORAGE_ERROR` when S3 refuses it after the SDK's own retries, as with all calls of it. */
export async function beginS3Upload(
  s3: S3Client,
  object: S3Object,
  contentType: string,
): Promise<MultipartUpload> {
  const { UploadId = '', $metadata } = await stored(
    s3.send(
      new CreateMultipartUploadCommand({
        Bucket: object.bucket,
        Key: object.key,
        ContentType: contentType,
        ChecksumAlgorithm: 'CRC32',
      }),
    ),
  );
  // The SDK had to ask again: an earlier request may have been done and only its answer lost.
  if (($metadata.attempts ?? 1) > 1) await abortOthers(s3, object, UploadId).catch(() => undefined);
  return continueS3Upload(s3, object, UploadId);
}

/** Nobody else uploads to an attempt's key; what cannot be aborted now, the bucket's lifecycle rule removes. */
async function abortOthers(s3: S3Client, { bucket, key }: S3Object, uploadId: string) {
  const target = { Bucket: bucket, Prefix: key };
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand(target));
  for (const { Key, UploadId } of Uploads) {
    if (Key !== key || UploadId === uploadId) continue;
    await s3.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }));
  }
}

/** The upload that another process began. */
export function continueS3Upload(
  s3: S3Client,
  { bucket: Bucket, key: Key }: S3Object,
  uploadId: string,
): MultipartUpload {
  const target = { Bucket, Key, UploadId: uploadId };
  return {
    uploadId,
    async uploadPart(PartNumber, Body, abortSignal, crc32) {
      const command = new UploadPartCommand({
        ...target,
        PartNumber,
        Body,
        ChecksumAlgorithm: 'CRC32',
        ...(crc32 !== undefined && { ChecksumCRC32: crc32 }),
      });
      leavePayloadUnsigned(command);
      const { ETag, ChecksumCRC32 } = await stored(s3.send(command, { abortSignal }), abortSignal);
      return { etag: ETag ?? '', ...(ChecksumCRC32 !== undefined && { crc32: ChecksumCRC32 }) };
    },
    async complete(parts, byteSize) {
      const Parts = parts.map(({ etag, crc32 }, index) => ({
        PartNumber: index + 1,
        ETag: etag,
        ...(crc32 !== undefined && { ChecksumCRC32: crc32 }),
      }));
      const command = new CompleteMultipartUploadCommand({
        ...target,
        MultipartUpload: { Parts },
        // S3 refuses to make an object of another size.
        // documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
        MpuObjectSize: byteSize,
      });
      await stored(s3.send(command)).catch(async (error: unknown) => {
        // It may have been made all the same; a report that fails has no file.
        await s3.send(new DeleteObjectCommand({ Bucket, Key })).catch(() => undefined);
        throw error;
      });
    },
    async abort() {
      await stored(s3.send(new AbortMultipartUploadCommand(target)));
    },
  };
}

/**
 * Signs a part without its SHA-256, which would cost more than all the rest of sending it: TLS and the CRC32, which
 * S3 checks, guard the bytes.
 * documented: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
function leavePayloadUnsigned(command: UploadPartCommand): void {
  command.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { headers: Record<string, string> };
      headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD';
      return next(args);
    },
    { step: 'build', name: 'leavePayloadUnsigned' },
  );
}

/** Storage's own words stay in the log: they name buckets and keys. */
async function stored<T>(answer: Promise<T>, signal?: AbortSignal): Promise<T> {
  return answer.catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw new ReportError('STORAGE_ERROR', 'The file could not be stored.', { cause });
  });
}
