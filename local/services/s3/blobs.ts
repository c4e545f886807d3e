/** Immutable files with random names: the bytes of objects and parts. Only metadata makes one visible. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { copyFile, link, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A run of bytes in one file. */
export interface Blob {
  readonly id: string;
  readonly size: number;
}

/** A file being written. */
export interface BlobWriter {
  /** Several at once are written in the order of the calls; a chunk must not change before it is written. */
  write(chunk: Buffer): Promise<void>;
  /** Ends the file and gives it its name. */
  finish(): Promise<Blob>;
  /** Removes whatever was written; harmless after `finish`. */
  [Symbol.asyncDispose](): Promise<void>;
}

export interface BlobStore {
  create(): Promise<BlobWriter>;
  /** Another name for the bytes of a file, which may be of another store. */
  adopt(path: string, size: number): Promise<Blob>;
  path(blob: Blob): string;
  /** Keeps blobs on disk while somebody reads them, whatever is removed meanwhile. */
  pin(blobs: readonly Blob[]): Disposable;
  /** Removes blobs as soon as nobody reads them. */
  remove(blobs: readonly Blob[]): void;
  /** Removes every file that is not named: what a killed process left behind. */
  sweep(known: ReadonlySet<string>): void;
}

/** Blobs below `directory`, which is made when absent. */
export function createBlobStore(directory: string): BlobStore {
  mkdirSync(directory, { recursive: true });
  const pins = new Map<string, number>();
  const doomed = new Set<string>();
  const pathOf = (id: string): string => join(directory, id);
  const newId = (): string => randomBytes(16).toString('hex');

  function removeFile(id: string): void {
    doomed.delete(id);
    // A file that cannot be removed now is swept at the next start.
    rm(pathOf(id), { force: true }).catch(() => undefined);
  }

  function unpin(id: string): void {
    const left = (pins.get(id) ?? 1) - 1;
    if (left > 0) return void pins.set(id, left);
    pins.delete(id);
    if (doomed.has(id)) removeFile(id);
  }

  return {
    path: (blob) => pathOf(blob.id),
    async create() {
      const id = newId();
      const file = await open(pathOf(id), 'wx');
      let size = 0;
      let finished = false;
      return {
        async write(chunk) {
          const position = size;
          size += chunk.length;
          for (let offset = 0; offset < chunk.length;) {
            const left = chunk.length - offset;
            offset += (await file.write(chunk, offset, left, position + offset)).bytesWritten;
          }
        },
        async finish() {
          finished = true;
          await file.close();
          return { id, size };
        },
        async [Symbol.asyncDispose]() {
          if (finished) return;
          await file.close();
          await rm(pathOf(id), { force: true });
        },
      };
    },
    async adopt(path, size) {
      const id = newId();
      // Some file systems have no hard links; a copy costs time, not correctness.
      await link(path, pathOf(id)).catch(() => copyFile(path, pathOf(id)));
      return { id, size };
    },
    pin(blobs) {
      for (const { id } of blobs) pins.set(id, (pins.get(id) ?? 0) + 1);
      return { [Symbol.dispose]: () => blobs.forEach(({ id }) => unpin(id)) };
    },
    remove(blobs) {
      for (const { id } of blobs) {
        if (pins.has(id)) doomed.add(id);
        else removeFile(id);
      }
    },
    sweep(known) {
      for (const id of readdirSync(directory)) {
        if (!known.has(id)) rmSync(pathOf(id), { force: true });
      }
    },
  };
}
