import { createWriteStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { createS3DatasetStore } from '../datasets/s3-store.ts';
import { ReportError } from '../errors.ts';
import type { UploadedPart } from '../upload/multipart-upload.ts';
import { beginS3Upload, type S3Object } from '../upload/s3-upload.ts';
import type { SnapshotStore } from './snapshot.ts';

const CONTENT_TYPE = 'application/vnd.apache.parquet';
const PART_BYTES = 16 * 1024 * 1024;

/** Keeps the snapshot of one attempt as an object; removing it is the bucket's lifecycle rule's work. */
export function createS3SnapshotStore(s3: S3Client, object: S3Object): SnapshotStore {
  const stored = createS3DatasetStore(s3, object.bucket);
  return {
    async save(path, signal) {
      const upload = await beginS3Upload(s3, object, CONTENT_TYPE);
      try {
        const parts = await sendParts(path, (number, body) =>
          upload.uploadPart(number, body, signal),
        );
        await upload.complete(parts, (await stat(path)).size);
      } catch (error) {
        await upload.abort().catch(() => undefined); // the bucket's lifecycle rule removes what is left
        throw error;
      }
    },
    async load(path, signal) {
      try {
        const found = await stored.head(object.key, signal);
        const bytes = found && (await stored.get(object.key, found.etag, signal));
        if (bytes) await pipeline(bytes, createWriteStream(path), { signal });
        return bytes !== undefined;
      } catch (cause) {
        signal.throwIfAborted();
        const message = 'What an earlier run of this report has read cannot be reached.';
        throw new ReportError('SOURCE_UNAVAILABLE', message, { cause });
      }
    },
  };
}

async function sendParts(
  path: string,
  send: (partNumber: number, body: Uint8Array) => Promise<UploadedPart>,
): Promise<UploadedPart[]> {
  await using file = await open(path);
  const parts: UploadedPart[] = [];
  const buffer = Buffer.alloc(PART_BYTES);
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, PART_BYTES);
    // An upload needs a part, if only an empty one.
    if (bytesRead === 0 && parts.length > 0) return parts;
    parts.push(await send(parts.length + 1, buffer.subarray(0, bytesRead)));
  }
}
