import {
  AbortMultipartUploadCommand,
  type AbortMultipartUploadCommandInput,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandInput,
  type ListMultipartUploadsCommandOutput,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
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
 * Removes what a report has in storage: finished files, unfinished uploads, snapshots, what a query wrote; of attempts up to `lastAttempt`
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
  for (const folder of ['reports', 'snapshots', 'athena']) {
    const prefix = `${folder}/${owner}/${reportId}/`;
    const isOver: IsOver = (key = '') =>
      lastAttempt === undefined || attemptOf(key, prefix) <= lastAttempt;
    uploads += await abortUploads(s3, bucket, prefix, isOver);
    objects += await deleteObjects(s3, bucket, prefix, isOver);
  }
  return { objects, uploads };
}

type IsOver = (key: string | undefined) => boolean;

/** An attempt's objects are named by its number: `<prefix>2.csv`, `<prefix>2/parts/…`. */
function attemptOf(key: string, prefix: string): number {
  return Number.parseInt(key.slice(prefix.length), 10);
}

/** One page at a time: what is aborted is not listed again, what must stay is passed by. */
async function abortUploads(
  s3: S3Client,
  Bucket: string,
  Prefix: string,
  isOver: IsOver,
): Promise<number> {
  let aborted = 0;
  let from: Pick<ListMultipartUploadsCommandInput, 'KeyMarker' | 'UploadIdMarker'> | undefined = {};
  while (from) {
    const page: ListMultipartUploadsCommandOutput = await s3.send(
      new ListMultipartUploadsCommand({ Bucket, Prefix, ...from }),
    );
    const left = (page.Uploads ?? []).filter(({ Key }) => isOver(Key));
    for (const { Key, UploadId } of left) await abortUpload(s3, { Bucket, Key, UploadId });
    aborted += left.length;
    from = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
      : undefined;
  }
  return aborted;
}

async function abortUpload(s3: S3Client, upload: AbortMultipartUploadCommandInput): Promise<void> {
  await s3.send(new AbortMultipartUploadCommand(upload)).catch((error: unknown) => {
    if ((error as Error).name !== 'NoSuchUpload') throw error;
  });
}

/** A query can write thousands of objects: S3 lists, and removes, a thousand at a time. */
// documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
async function deleteObjects(
  s3: S3Client,
  Bucket: string,
  Prefix: string,
  isOver: IsOver,
): Promise<number> {
  let deleted = 0;
  let from: string | undefined;
  do {
    const page: ListObjectsV2CommandOutput = await s3.send(
      new ListObjectsV2Command({ Bucket, Prefix, ...(from ? { ContinuationToken: from } : {}) }),
    );
    const left = (page.Contents ?? []).filter(({ Key }) => isOver(Key));
    if (left.length > 0) await deletePage(s3, Bucket, left);
    deleted += left.length;
    from = page.NextContinuationToken;
  } while (from !== undefined);
  return deleted;
}

async function deletePage(
  s3: S3Client,
  Bucket: string,
  left: NonNullable<ListObjectsV2CommandOutput['Contents']>,
): Promise<void> {
  const { Errors = [] } = await s3.send(
    new DeleteObjectsCommand({
      Bucket,
      Delete: { Objects: left.map(({ Key }) => ({ Key })), Quiet: true },
    }),
  );
  if (Errors.length > 0) throw new Error(`${Errors.length} objects of a report were not removed.`);
}
