import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { ReportDownload } from '../../schema/generated/types.ts';
import { requireEnv } from '../lib/environment.ts';
import { reportFileName, type NamedReport } from '../lib/file-name.ts';

const LINK_SECONDS = 15 * 60;

const s3 = new S3Client({});

/** Makes a link to a finished file, good for 15 minutes, saved under a name people can read. */
export async function handler(event: NamedReport): Promise<ReportDownload> {
  const filename = reportFileName(event);
  const expiresAt = new Date(Date.now() + LINK_SECONDS * 1000).toISOString();
  const command = new GetObjectCommand({
    Bucket: requireEnv('REPORTS_BUCKET'),
    Key: event.objectKey,
    ResponseContentDisposition: `attachment; filename="${filename}"`,
  });
  return { url: await getSignedUrl(s3, command, { expiresIn: LINK_SECONDS }), expiresAt, filename };
}
