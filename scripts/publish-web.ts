import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  DeleteObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};
/** Vite puts a digest into the names of these: another content is another name. */
const NEVER_CHANGES = /^assets\//;

export interface WebPublication {
  readonly s3: S3Client;
  readonly bucket: string;
  /** The built page. */
  readonly directory: string;
  /** Documents made for this deployment, by their names. */
  readonly documents: Readonly<Record<string, unknown>>;
}

export interface Published {
  readonly stored: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Puts the page into its bucket so that whoever loads it meanwhile gets the old one or the new one, whole: first what the
 * pages refer to, then the pages; what an earlier publication left goes last, apart from its digested files, which a page
 * that is open may still ask for. Browsers and CloudFront ask for pages each time, so nothing has to be invalidated.
 */
export async function publishWeb(publication: WebPublication): Promise<Published> {
  const { s3, bucket: Bucket, documents } = publication;
  const bodies = await readBodies(publication);
  const put = async (keys: readonly string[]): Promise<void> => {
    for (const Key of keys) {
      await s3.send(
        new PutObjectCommand({
          Bucket,
          Key,
          Body: bodies.get(Key),
          ContentType: contentTypeOf(Key),
          CacheControl: NEVER_CHANGES.test(Key)
            ? 'public, max-age=31536000, immutable'
            : 'no-cache',
        }),
      );
    }
  };
  const isPage = (key: string): boolean => key.endsWith('.html') || key in documents;
  const keys = [...bodies.keys()].sort();
  await put(keys.filter((key) => !isPage(key)));
  await put(keys.filter(isPage));
  const removed = (await listKeys(s3, Bucket)).filter(
    (key) => !bodies.has(key) && !NEVER_CHANGES.test(key),
  );
  await removeKeys(s3, Bucket, removed);
  return { stored: keys, removed };
}

/** Removes everything there is in a bucket; resolves with how many objects that were. */
export async function emptyBucket(s3: S3Client, bucket: string): Promise<number> {
  const keys = await listKeys(s3, bucket);
  await removeKeys(s3, bucket, keys);
  return keys.length;
}

async function readBodies({ directory, documents }: WebPublication): Promise<Map<string, Buffer>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => path.join(entry.parentPath, entry.name));
  const bodies = new Map<string, Buffer>();
  for (const file of files) {
    bodies.set(path.relative(directory, file).split(path.sep).join('/'), await readFile(file));
  }
  for (const [name, document] of Object.entries(documents)) {
    bodies.set(name, Buffer.from(JSON.stringify(document, null, 2)));
  }
  return bodies;
}

function contentTypeOf(key: string): string {
  const type = CONTENT_TYPES[path.extname(key)];
  if (type !== undefined) return type;
  throw new Error(`${key}: no content type is known for it; add it to scripts/publish-web.ts.`);
}

async function listKeys(s3: S3Client, Bucket: string): Promise<string[]> {
  const keys: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({ Bucket, ...(ContinuationToken ? { ContinuationToken } : {}) }),
    );
    keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return keys;
}

const MOST_AT_ONCE = 1000; // documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html

async function removeKeys(s3: S3Client, Bucket: string, keys: readonly string[]): Promise<void> {
  for (let first = 0; first < keys.length; first += MOST_AT_ONCE) {
    const Objects = keys.slice(first, first + MOST_AT_ONCE).map((Key) => ({ Key }));
    const { Errors = [] } = await s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
    );
    if (Errors.length > 0)
      throw new Error(`${Errors.length} objects of ${Bucket} were not removed.`);
  }
}
