import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { requireEnv } from '../lib/environment.ts';
import { createGraphqlSender, createSignedPost } from '../lib/graphql-api.ts';
import { createAnnouncer } from './announcer.ts';
import { joinParts } from './athena/join-parts.ts';
import type { AthenaAdapters } from './athena/ports.ts';
import { createAthenaQueries } from './athena/queries.ts';
import { createQueryFiles } from './athena/query-files.ts';
import { createDatasetCache } from './datasets/fetch.ts';
import { createS3DatasetStore } from './datasets/s3-store.ts';
import type { Adapters } from './generate-report.ts';
import { createS3SnapshotStore } from './sql/s3-snapshot-store.ts';
import { beginS3Upload, continueS3Upload } from './upload/s3-upload.ts';
import { createThreadedHandler } from './upload/send-in-thread.ts';

/** A part that hangs is tried again, not waited for until the function's end. */
const S3_TIMEOUT_MS = 60_000;

/** The outside world of the generator, built once per environment: AppSync, S3 and Lambda. */
export function createAdapters(env: NodeJS.ProcessEnv): Adapters {
  const s3 = new S3Client({
    requestHandler: createThreadedHandler({
      requestTimeout: S3_TIMEOUT_MS,
      throwOnRequestTimeout: true, // else it is only told
    }),
  });
  const lambda = new LambdaClient({});
  const bucket = requireEnv('REPORTS_BUCKET', env);
  const workDirectory = tmpdir();
  const athena = createAthenaAdapters(env, s3, bucket);
  return {
    ...(athena ? { athena } : {}),
    announcer: createAnnouncer(createGraphqlSender(createSignedPost(env), sleep)),
    beginUpload: (key, contentType) => beginS3Upload(s3, { bucket, key }, contentType),
    continueUpload: (key, uploadId) => continueS3Upload(s3, { bucket, key }, uploadId),
    snapshots: (key) => createS3SnapshotStore(s3, { bucket, key }),
    datasets: createDatasetCache({
      store: createS3DatasetStore(s3, requireEnv('DATASETS_BUCKET', env)),
      directory: path.join(workDirectory, 'datasets'),
    }),
    workDirectory,
    memoryMib: Number(requireEnv('AWS_LAMBDA_FUNCTION_MEMORY_SIZE', env)),
    leaseMs: Number(requireEnv('LEASE_SECONDS', env)) * 1000,
    async removeFile(Key) {
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    },
    async continueLater(job) {
      await lambda.send(
        new InvokeCommand({
          FunctionName: requireEnv('AWS_LAMBDA_FUNCTION_NAME', env),
          InvocationType: 'Event',
          Payload: JSON.stringify(job),
        }),
      );
    },
  };
}

/** Undefined where the stack has no Athena. */
function createAthenaAdapters(
  env: NodeJS.ProcessEnv,
  s3: S3Client,
  bucket: string,
): AthenaAdapters | undefined {
  if (!env.ATHENA_WORKGROUP) return undefined;
  let opened: ReturnType<typeof openAthena> | undefined;
  return {
    queries: createAthenaQueries({
      client: () => (opened ??= openAthena()),
      workGroup: env.ATHENA_WORKGROUP,
      database: requireEnv('ATHENA_DATABASE', env),
      bucket,
    }),
    files: createQueryFiles(s3, bucket),
    joinAboveRows: Number(requireEnv('JOIN_ABOVE_ROWS', env)),
    join: (options) => joinParts({ s3, bucket, ...options }),
    sleep,
  };
}

/** Loaded for the first report that needs it: the others start sooner without. */
async function openAthena() {
  const api = await import('@aws-sdk/client-athena');
  return { api, athena: new api.AthenaClient({}) };
}
