import { setTimeout as sleep } from 'node:timers/promises';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { requireEnv, roleCredentials } from '../lib/environment.ts';
import { signedPost } from '../lib/signed-fetch.ts';
import { createAnnouncer, type PostGraphql } from './announcer.ts';
import { ReportError } from './errors.ts';
import type { Adapters } from './generate-report.ts';
import type { MultipartUpload } from './part-sink.ts';

const ANNOUNCE_TIMEOUT_MS = 15_000;

/** The outside world of the generator, built once per environment: AppSync, S3 and the log. */
export function createAdapters(env: NodeJS.ProcessEnv): Adapters {
  const s3 = new S3Client({});
  const bucket = requireEnv('REPORTS_BUCKET', env);
  return {
    announcer: createAnnouncer(createPost(env), sleep),
    openUpload: (objectKey, contentType) => openUpload(s3, bucket, objectKey, contentType),
    log: (message, fields) => console.log(JSON.stringify({ message, ...fields })),
  };
}

function createPost(env: NodeJS.ProcessEnv): PostGraphql {
  const url = requireEnv('GRAPHQL_URL', env);
  const signing = {
    service: 'appsync',
    region: requireEnv('AWS_REGION', env),
    credentials: roleCredentials(env),
  };
  return async (body) => {
    const answer = await signedPost(url, body, signing, AbortSignal.timeout(ANNOUNCE_TIMEOUT_MS));
    return { status: answer.status, text: await answer.text() };
  };
}

async function openUpload(
  s3: S3Client,
  Bucket: string,
  Key: string,
  ContentType: string,
): Promise<MultipartUpload> {
  const create = new CreateMultipartUploadCommand({ Bucket, Key, ContentType });
  const created = await stored(s3.send(create));
  const upload = { Bucket, Key, UploadId: created.UploadId };
  return {
    async uploadPart(PartNumber, Body, abortSignal) {
      const part = new UploadPartCommand({ ...upload, PartNumber, Body });
      const { ETag } = await stored(s3.send(part, { abortSignal }));
      return { etag: ETag ?? '' };
    },
    async complete(parts) {
      const Parts = parts.map(({ partNumber, etag }) => ({ PartNumber: partNumber, ETag: etag }));
      await stored(
        s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } })),
      );
    },
    async abort() {
      await s3.send(new AbortMultipartUploadCommand(upload));
    },
  };
}

/** Storage's own words stay in the log: they name buckets and keys. */
async function stored<T>(answer: Promise<T>): Promise<T> {
  return answer.catch((cause: unknown) => {
    throw new ReportError('STORAGE_ERROR', 'The file could not be stored.', { cause });
  });
}
