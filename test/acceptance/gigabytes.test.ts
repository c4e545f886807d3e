import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT_CREDENTIALS } from '../support/cloud.ts';
import { startReportSession, type ReportSession } from '../support/report-session.ts';

/** More than two gigabytes through the pipeline into storage, and out again, in a quarter of one. */

const ROWS = 1_100_000;
const SCRIPT = path.resolve('test/support/stream-gigabytes.ts');
const TEST_TIMEOUT_MS = 180_000;

let session: ReportSession;

beforeAll(async () => {
  session = await startReportSession({ seed: false });
});

afterAll(async () => {
  await session[Symbol.asyncDispose]();
});

test(
  'gigabytes are streamed in flat memory and in few parts',
  async () => {
    const bucket = session.generator.environment.REPORTS_BUCKET ?? '';
    const args = [SCRIPT, session.cloud.awsOrigin, bucket, String(ROWS)];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const made = JSON.parse(stdout) as Record<'byteSize' | 'parts' | 'maxRssMb', number> & {
      sha256: string;
    };

    expect(made.byteSize).toBeGreaterThan(2 ** 31);
    expect(made.parts).toBeLessThan(10_000);
    expect(made.maxRssMb).toBeLessThan(256);

    const s3 = new S3Client({
      endpoint: session.cloud.awsOrigin,
      region: 'us-east-1',
      credentials: ROOT_CREDENTIALS,
    });
    const object = { Bucket: bucket, Key: 'reports/gigabytes/1/1.csv' };
    const { Body, ContentLength } = await s3.send(new GetObjectCommand(object));
    const hash = createHash('sha256');
    for await (const chunk of Body as AsyncIterable<Uint8Array>) hash.update(chunk);
    s3.destroy();
    expect(ContentLength).toBe(made.byteSize);
    expect(hash.digest('hex')).toBe(made.sha256);
  },
  TEST_TIMEOUT_MS,
);
