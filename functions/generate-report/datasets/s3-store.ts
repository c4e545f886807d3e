import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { DatasetStore } from './dataset.ts';

/** What S3 answers for an object that is not there: 403 when the caller may not list the bucket. */
// documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
const NOT_THERE: ReadonlySet<number | undefined> = new Set([403, 404]);
const PRECONDITION_FAILED = 412;

/** Datasets as objects of a bucket. */
export function createS3DatasetStore(s3: S3Client, Bucket: string): DatasetStore {
  return {
    async head(Key, abortSignal) {
      const head = new HeadObjectCommand({ Bucket, Key });
      const found = await s3.send(head, { abortSignal }).catch((error: unknown) => {
        if (NOT_THERE.has(statusOf(error))) return undefined;
        throw error;
      });
      return found && { etag: found.ETag ?? '', byteSize: found.ContentLength ?? 0 };
    },
    async get(Key, IfMatch, abortSignal) {
      const get = new GetObjectCommand({ Bucket, Key, IfMatch });
      const found = await s3.send(get, { abortSignal }).catch((error: unknown) => {
        const status = statusOf(error);
        if (NOT_THERE.has(status) || status === PRECONDITION_FAILED) return undefined;
        throw error;
      });
      return found?.Body as AsyncIterable<Uint8Array> | undefined;
    },
  };
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}
