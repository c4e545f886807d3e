import path from 'node:path';
import { listJson, readJson, writeJson } from '../s3/files.ts';
import type { QueryRecord } from './types.ts';

/** Queries on disk, one file each. */
export interface QueryFiles {
  /** Those an earlier process has kept, oldest first. */
  readAll(): QueryRecord[];
  /** Written when it returns. */
  write(record: QueryRecord): void;
}

export function createQueryFiles(directory: string): QueryFiles {
  return {
    readAll: () =>
      listJson(directory)
        .flatMap((name) => (readJson(path.join(directory, name)) as QueryRecord | undefined) ?? [])
        .sort((a, b) => a.submittedAtMs - b.submittedAtMs),
    write: (record) => writeJson(path.join(directory, `${record.id}.json`), record),
  };
}
