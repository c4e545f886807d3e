import { mkdtemp, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { ReportError } from '../errors.ts';
import type { QueryFile, QueryFiles } from './query-files.ts';

const AT_ONCE = 4;

/** Files on this machine, in a directory that goes when it is disposed of. */
export interface FetchedParts extends AsyncDisposable {
  readonly paths: readonly string[];
}

/** Brings a query's files here, some at a time. Rejects with `TOO_LARGE_FOR_FORMAT` when there is no room for them. */
export async function fetchParts(
  parts: readonly QueryFile[],
  { fetch }: Pick<QueryFiles, 'fetch'>,
  workDirectory: string,
  signal: AbortSignal,
): Promise<FetchedParts> {
  await requireRoom(parts, workDirectory);
  const directory = await mkdtemp(path.join(workDirectory, 'parts-'));
  const remove = (): Promise<void> => rm(directory, { recursive: true, force: true });
  const paths = parts.map((_part, index) => path.join(directory, `${index}.parquet`));
  const stopping = new AbortController();
  const each = AbortSignal.any([signal, stopping.signal]);
  const left = parts.entries();
  try {
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const [index, part] of left) await fetch(part, paths[index] as string, each);
      }).map((one) =>
        one.catch((error: unknown) => {
          stopping.abort(error);
          throw error;
        }),
      ),
    );
  } catch (error) {
    await remove();
    throw error;
  }
  return { paths, [Symbol.asyncDispose]: remove };
}

async function requireRoom(parts: readonly QueryFile[], workDirectory: string): Promise<void> {
  const needed = parts.reduce((sum, { size }) => sum + size, 0);
  const { bavail, bsize } = await statfs(workDirectory);
  if (needed < bavail * bsize) return;
  throw new ReportError(
    'TOO_LARGE_FOR_FORMAT',
    'The report needs more disk space than there is. Ask for less, or for plain CSV, which is joined in storage when it is large.',
  );
}
