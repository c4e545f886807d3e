import { S3Client } from '@aws-sdk/client-s3';
import { requireEnv } from '../lib/environment.ts';
import { type RemovedFiles, removeReportFiles, type ReportKey } from '../lib/report-files.ts';

const s3 = new S3Client({});

/** Removes all files of a report that its owner deletes. */
export async function handler({ owner, reportId }: Partial<ReportKey>): Promise<RemovedFiles> {
  if (!owner || !reportId) throw new TypeError('The event must be { owner, reportId }.');
  return removeReportFiles(s3, requireEnv('REPORTS_BUCKET'), { owner, reportId });
}
