import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Report } from '../../schema/generated/types.ts';

/** Which report; each of its attempts has objects of its own below these. */
export type ReportKey = Readonly<Pick<Report, 'owner' | 'reportId'>>;

/** Objects and uploads that were removed. */
export interface RemovedFiles {
  readonly objects: number;
  readonly uploads: number;
}

/** Where an attempt's objects begin: a late attempt cannot touch another's file. */
export function objectStem({ owner, reportId }: ReportKey, attempt: number): string {
  return `${owner}/${reportId}/${attempt}`;
}

/**
 * Removes everything a report has in storage: finished files, unfinished uploads, snapshots. Uploads first: one that
 * completes meanwhile is an object by the time objects are listed. Doing it again is harmless.
 */
export async function removeReportFiles(
  s3: S3Client,
  bucket: string,
  { owner, reportId }: ReportKey,
): Promise<RemovedFiles> {
  let uploads = 0;
  let objects = 0;
  for (const folder of ['reports', 'snapshots']) {
    const prefix = `${folder}/${owner}/${reportId}/`;
    uploads += await abortUploads(s3, bucket, prefix);
    objects += await deleteObjects(s3, bucket, prefix);
  }
  return { objects, uploads };
}

/** An attempt has one upload: no page is ever full. */
async function abortUploads(s3: S3Client, Bucket: string, Prefix: string): Promise<number> {
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix }));
  for (const { Key, UploadId } of Uploads) {
    await s3
      .send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }))
      .catch((error: unknown) => {
        if ((error as Error).name !== 'NoSuchUpload') throw error;
      });
  }
  return Uploads.length;
}

async function deleteObjects(s3: S3Client, Bucket: string, Prefix: string): Promise<number> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
  if (Contents.length === 0) return 0;
  const { Errors = [] } = await s3.send(
    new DeleteObjectsCommand({
      Bucket,
      Delete: { Objects: Contents.map(({ Key }) => ({ Key })), Quiet: true },
    }),
  );
  if (Errors.length > 0) throw new Error(`${Errors.length} objects of a report were not removed.`);
  return Contents.length;
}
