import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Attempt } from '../announcer.ts';
import { ReportError } from '../errors.ts';
import { partsFolder, queryFolder, type QueryExecution } from './execution.ts';

/** A file that a query has written. */
export interface QueryFile {
  readonly key: string;
  readonly size: number;
}

/** What queries leave in the files bucket. Rejects with a `ReportError` or the signal's reason. */
export interface QueryFiles {
  /** `s3://bucket/folder/` for an attempt's files. */
  destination(attempt: Attempt): string;
  /** The files of a query that has succeeded: all that its manifest names, each of them there. */
  list(query: QueryExecution, attempt: Attempt, signal: AbortSignal): Promise<readonly QueryFile[]>;
  /** Puts a file at `path`, whole. */
  fetch(file: QueryFile, path: string, signal: AbortSignal): Promise<void>;
  /** A file's bytes, as they come. */
  read(file: QueryFile, signal: AbortSignal): Promise<AsyncIterable<Buffer>>;
  /** Removes everything of an attempt's query. */
  remove(attempt: Attempt): Promise<void>;
}

export function createQueryFiles(s3: S3Client, Bucket: string): QueryFiles {
  return {
    destination: (attempt) => `s3://${Bucket}/${partsFolder(attempt)}`,
    async list({ manifest }, attempt, signal) {
      const named = manifest === undefined ? [] : await readManifest(manifest, signal);
      const sizes = new Map<string, number>();
      for await (const page of pages(partsFolder(attempt), signal)) {
        for (const { Key = '', Size = 0 } of page) sizes.set(Key, Size);
      }
      const files = named.map((key) => ({ key, size: sizes.get(key) ?? 0 }));
      const isWhole = files.every(({ size }) => size > 0) && (files.length > 0 || sizes.size === 0);
      if (isWhole) return files;
      throw new ReportError(
        'ROW_COUNT_MISMATCH',
        'A part of what the query has found is not there any more.',
        { cause: new Error(`${named.length} files are named, ${sizes.size} are there`) },
      );
    },
    async fetch(file, path, signal) {
      await pipeline(await read(file, signal), createWriteStream(path), { signal });
      if ((await stat(path)).size !== file.size) throw unreachable(new Error('a file ended early'));
    },
    read,
    async remove(attempt) {
      for await (const page of pages(queryFolder(attempt))) {
        if (page.length === 0) continue;
        const Objects = page.map(({ Key }) => ({ Key }));
        const { Errors = [] } = await s3.send(
          new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
        );
        if (Errors.length > 0)
          throw new Error(`${Errors.length} files of a query were not removed.`);
      }
    },
  };

  async function* pages(Prefix: string, abortSignal?: AbortSignal) {
    for (let token: string | undefined; ;) {
      const { Contents = [], NextContinuationToken } = await asked(
        s3.send(
          new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken: token }),
          abortSignal ? { abortSignal } : {},
        ),
        abortSignal,
      );
      yield Contents;
      if (NextContinuationToken === undefined) return;
      token = NextContinuationToken;
    }
  }

  /** One location a line; nothing when the query has written nothing. */
  // documented: https://docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html (a data manifest tracks the files an UNLOAD writes)
  async function readManifest(location: string, abortSignal: AbortSignal): Promise<string[]> {
    const Key = keyOf(location);
    const answer = s3.send(new GetObjectCommand({ Bucket, Key }), { abortSignal });
    const text = await asked(
      answer.then(
        async ({ Body }) => (await Body?.transformToString()) ?? '',
        (error: unknown) => {
          if ((error as Error).name === 'NoSuchKey') return '';
          throw error;
        },
      ),
      abortSignal,
    );
    return text.split(/\r?\n/).filter(Boolean).map(keyOf);
  }

  async function read(file: QueryFile, abortSignal: AbortSignal): Promise<AsyncIterable<Buffer>> {
    const get = new GetObjectCommand({ Bucket, Key: file.key });
    const { Body } = await asked(s3.send(get, { abortSignal }), abortSignal);
    // The client ends the request by the signal, not what it has begun to answer.
    return addAbortSignal(abortSignal, Body as Readable);
  }
}

/** The key in `s3://bucket/key`. */
function keyOf(location: string): string {
  return location.replace(/^s3:\/\/[^/]+\//, '');
}

/** Storage's own words stay in the cause: they name buckets and keys. */
async function asked<T>(answer: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return answer.catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw unreachable(cause);
  });
}

function unreachable(cause: unknown): ReportError {
  const message = 'What the query has found cannot be reached.';
  return new ReportError('SOURCE_UNAVAILABLE', message, { cause });
}
