import { S3Client } from '@aws-sdk/client-s3';
import { requireEnv } from '../lib/environment.ts';
import { createLinkSigner } from './sign-link.ts';

/** Makes a link to a finished file, saved under a name people can read. */
export const handler = createLinkSigner({
  s3: new S3Client({}),
  bucket: requireEnv('REPORTS_BUCKET'),
  nowMs: () => Date.now(),
});
