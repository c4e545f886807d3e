import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ReportError } from '../errors.ts';
import type { Dataset, DatasetStore, LocalDataset, StoredDataset } from './dataset.ts';

/** A version that was replaced is kept this long after its last use: another report may be reading it. */
const KEEP_REPLACED_MS = 3_600_000;
/** How often a fetch begins anew because the object was replaced meanwhile. */
const TRIES = 3;
// documented: https://parquet.apache.org/docs/file-format/
const PARQUET_MAGIC = 'PAR1';

export interface DatasetCacheOptions {
  readonly store: DatasetStore;
  /** Where files are kept; shared safely by several processes. */
  readonly directory: string;
}

/** Datasets on this machine; each version is fetched once. */
export interface DatasetCache {
  /**
   * Resolves when the newest version is here, whole. Rejects with `SOURCE_UNAVAILABLE` when there is none or it cannot
   * be fetched, with `INVALID_DATA` when it is damaged, and with the signal's reason.
   */
  fetch(dataset: Dataset, signal: AbortSignal): Promise<LocalDataset>;
  /** Rejects as `fetch` does when there is none; fetches nothing. */
  require(dataset: Dataset, signal: AbortSignal): Promise<void>;
}

export function createDatasetCache({ store, directory }: DatasetCacheOptions): DatasetCache {
  return {
    fetch,
    async require(dataset, signal) {
      if (!(await asked(dataset, store.head(dataset.key, signal), signal))) {
        throw unavailable(dataset);
      }
    },
  };

  async function fetch(dataset: Dataset, signal: AbortSignal): Promise<LocalDataset> {
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const stored = await asked(dataset, store.head(dataset.key, signal), signal);
      if (!stored) throw unavailable(dataset);
      const file = path.join(directory, fileName(dataset, stored));
      const isHere = (await sizeOf(file)) === stored.byteSize;
      if (!isHere && !(await download(dataset, stored, file, signal))) continue;
      await checkForm(dataset, file).catch(async (error: unknown) => {
        await rm(file, { force: true });
        throw error;
      });
      const now = new Date();
      await utimes(file, now, now);
      return { dataset, path: file, etag: stored.etag };
    }
    throw unavailable(dataset);
  }

  /** False when that version is gone. The file appears under its name only when it is whole. */
  async function download(
    dataset: Dataset,
    stored: StoredDataset,
    file: string,
    signal: AbortSignal,
  ): Promise<boolean> {
    const bytes = await asked(dataset, store.get(dataset.key, stored.etag, signal), signal);
    if (!bytes) return false;
    await mkdir(directory, { recursive: true });
    await removeReplaced(dataset);
    const partial = `${file}.${randomUUID()}.partial`;
    try {
      await asked(dataset, pipeline(bytes, createWriteStream(partial), { signal }), signal);
      if ((await sizeOf(partial)) !== stored.byteSize) {
        throw unavailable(dataset, new Error('the object ended early'));
      }
      await rename(partial, file);
      return true;
    } finally {
      await rm(partial, { force: true });
    }
  }

  async function removeReplaced(dataset: Dataset): Promise<void> {
    const before = Date.now() - KEEP_REPLACED_MS;
    for (const name of await readdir(directory)) {
      const file = path.join(directory, name);
      const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Infinity })); // removed by another process
      if (name.startsWith(`${dataset.name}.`) && mtimeMs < before) await rm(file, { force: true });
    }
  }
}

function fileName({ name, key, format }: Dataset, { etag, byteSize }: StoredDataset): string {
  const version = createHash('sha256').update(`${key}\n${etag}\n${byteSize}`).digest('hex');
  return `${name}.${version.slice(0, 16)}.${format}`;
}

async function sizeOf(file: string): Promise<number | undefined> {
  return stat(file).then(
    ({ size }) => size,
    () => undefined, // not here yet
  );
}

/** Finds what is certainly not the file that was declared, so that the failure names the dataset. */
async function checkForm(dataset: Dataset, file: string): Promise<void> {
  await using handle = await open(file);
  const { size } = await handle.stat();
  const head = Buffer.alloc(Math.min(size, 4096));
  await handle.read(head, 0, head.length, 0);
  if (dataset.format === 'csv') {
    const [header = ''] = head
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/, 1);
    if (header !== dataset.columns.map(({ name }) => name).join(',')) throw damaged(dataset);
    return;
  }
  const tail = Buffer.alloc(PARQUET_MAGIC.length);
  await handle.read(tail, 0, tail.length, Math.max(0, size - tail.length));
  const isWhole = head.toString('latin1', 0, tail.length) === PARQUET_MAGIC;
  if (!isWhole || tail.toString('latin1') !== PARQUET_MAGIC) throw damaged(dataset);
}

/** Storage's own words stay in the cause: they name buckets and keys. */
async function asked<T>(dataset: Dataset, answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return answer.catch((cause: unknown) => {
    signal.throwIfAborted();
    throw unavailable(dataset, cause);
  });
}

function unavailable({ name }: Dataset, cause?: unknown): ReportError {
  const message = `The dataset "${name}" cannot be reached.`;
  return new ReportError('SOURCE_UNAVAILABLE', message, { cause });
}

function damaged({ name }: Dataset): ReportError {
  return new ReportError(
    'INVALID_DATA',
    `The dataset "${name}" is damaged or does not have the expected columns.`,
  );
}
