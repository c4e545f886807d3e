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
export function objectStem({
  owner,
  reportId,
  attempt,
}: ReportKey & { readonly attempt: number }): string {
  return `${owner}/${reportId}/${attempt}`;
}

/**
 * Removes what a report has in storage: finished files, unfinished uploads, snapshots; of attempts up to `lastAttempt`
 * when it is given, as a further one may have begun meanwhile. Uploads first: one that completes meanwhile is an object by
 * the time objects are listed. Doing it again is harmless.
 */
export async function removeReportFiles(
  s3: S3Client,
  bucket: string,
  { owner, reportId }: ReportKey,
  { lastAttempt }: { readonly lastAttempt?: number } = {},
): Promise<RemovedFiles> {
  let uploads = 0;
  let objects = 0;
  for (const folder of ['reports', 'snapshots']) {
    const prefix = `${folder}/${owner}/${reportId}/`;
    const isOver: IsOver = (key = '') =>
      lastAttempt === undefined || attemptOf(key, prefix) <= lastAttempt;
    uploads += await abortUploads(s3, bucket, prefix, isOver);
    objects += await deleteObjects(s3, bucket, prefix, isOver);
  }
  return { objects, uploads };
}

type IsOver = (key: string | undefined) => boolean;

/** An attempt's objects are named by its number: `<prefix>2.csv`. */
function attemptOf(key: string, prefix: string): number {
  return Number.parseInt(key.slice(prefix.length), 10);
}

/** An attempt has one upload: no page is ever full. */
async function abortUploads(
  s3: S3Client,
  Bucket: string,
  Prefix: string,
  isOver: IsOver,
): Promise<number> {
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix }));
  const left = Uploads.filter(({ Key }) => isOver(Key));
  for (const { Key, UploadId } of left) {
    await s3
      .send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }))
      .catch((error: unknown) => {
        if ((error as Error).name !== 'NoSuchUpload') throw error;
      });
  }
  return left.length;
}

async function deleteObjects(
  s3: S3Client,
  Bucket: string,
  Prefix: string,
  isOver: IsOver,
): Promise<number> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
  const left = Contents.filter(({ Key }) => isOver(Key));
  if (left.length === 0) return 0;
  const { Errors = [] } = await s3.send(
    new DeleteObjectsCommand({
      Bucket,
      Delete: { Objects: left.map(({ Key }) => ({ Key })), Quiet: true },
    }),
  );
  if (Errors.length > 0) throw new Error(`${Errors.length} objects of a report were not removed.`);
  return left.length;
}
