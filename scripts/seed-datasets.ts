import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { DATASETS } from '../functions/generate-report/datasets/catalogue.ts';

const CONTENT_TYPES = { parquet: 'application/vnd.apache.parquet', csv: 'text/csv; charset=utf-8' };

export interface SeedOptions {
  readonly s3: S3Client;
  readonly bucket: string;
}

export interface SeededDataset {
  readonly key: string;
  /** False when just this content was there already. */
  readonly isNew: boolean;
}

/**
 * Puts every dataset reports read into the bucket; what is there already is left alone, so it may run at each start.
 * The files are those of the npm package `vega-datasets`. Rejects with the SDK's error.
 */
export async function seedDatasets({ s3, bucket }: SeedOptions): Promise<SeededDataset[]> {
  const folder = datasetsFolder();
  const seeded: SeededDataset[] = [];
  for (const { key, format } of Object.values(DATASETS)) {
    const body = await readFile(path.join(folder, path.basename(key)));
    const isNew = !(await isThere(s3, bucket, key, body));
    if (isNew) {
      const object = { Bucket: bucket, Key: key, Body: body, ContentType: CONTENT_TYPES[format] };
      await s3.send(new PutObjectCommand(object));
    }
    seeded.push({ key, isNew });
  }
  return seeded;
}

/** An ETag that is no MD5, as under KMS encryption, is another one each time: then the object is stored anew. */
// documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
async function isThere(
  s3: S3Client,
  Bucket: string,
  Key: string,
  body: Uint8Array,
): Promise<boolean> {
  const found = await s3.send(new HeadObjectCommand({ Bucket, Key })).catch((error: unknown) => {
    const { httpStatusCode } =
      (error as { $metadata?: { httpStatusCode?: number } }).$metadata ?? {};
    if (httpStatusCode === 404 || httpStatusCode === 403) return undefined; // 403: may not list
    throw error;
  });
  const md5 = createHash('md5').update(body).digest('hex');
  return found?.ETag === `"${md5}"` && found.ContentLength === body.length;
}

function datasetsFolder(): string {
  const entry = createRequire(import.meta.url).resolve('vega-datasets');
  return path.join(path.dirname(entry), '../data');
}
