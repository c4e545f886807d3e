import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Report, ReportDownload } from '../../schema/generated/types.ts';
import { reportFileName, type NamedReport } from '../lib/file-name.ts';

const LINK_SECONDS = 15 * 60;

/** A finished report, as far as a link to its file is concerned. */
export interface LinkedReport extends NamedReport {
  /** When the file is removed. */
  readonly expiresAt?: Report['expiresAt'];
}

/** `nowMs` is milliseconds since the Unix epoch; the client’s credentials are those the link ends with. */
export interface LinkSignerOptions {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly nowMs: () => number;
}

/**
 * What makes links, good for 15 minutes, or for less when the file or the credentials the link is signed with end
 * sooner: `expiresAt` is when the link really stops working.
 * documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html (a link ends with the
 * credentials it was made with)
 */
export function createLinkSigner({ s3, bucket, nowMs }: LinkSignerOptions) {
  return async function sign(report: LinkedReport): Promise<ReportDownload> {
    const filename = reportFileName(report);
    const { expiration } = await s3.config.credentials();
    const now = nowMs();
    const endsMs = Math.min(
      now + LINK_SECONDS * 1000,
      expiration?.getTime() ?? Infinity,
      report.expiresAt ? Date.parse(report.expiresAt) : Infinity,
    );
    const expiresIn = Math.max(1, Math.floor((endsMs - now) / 1000));
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key: report.objectKey,
      ResponseContentDisposition: `attachment; filename="${filename}"`,
    });
    const url = await getSignedUrl(s3, command, { expiresIn });
    return { url, expiresAt: new Date(now + expiresIn * 1000).toISOString(), filename };
  };
}
