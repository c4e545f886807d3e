import { execFile } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { readFifo } from './fifo-reader.ts';

/** Makes a FIFO; rejects with the code ENOENT where there is no such program. */
export type MakeFifo = (file: string) => Promise<unknown>;

/** Makes a FIFO only this user can open. */
export const makeFifo: MakeFifo = (file) => promisify(execFile)('mkfifo', ['-m', '600', file]);

/** The reading end of a FIFO. */
export interface BytePipe {
  /** Ends only after `endOfWriting` and the last byte. A chunk is valid until the next is asked for. */
  readonly bytes: AsyncIterable<Buffer>;
  endOfWriting(): void;
  /** Closes both ends: a writer gets EPIPE. */
  destroy(): void;
}

/**
 * Opens a new FIFO for reading without waiting for its writer; undefined when there is no way to make one.
 * A writing end of our own is held until `endOfWriting`, so that the bytes can neither end early, before the writer
 * comes, nor never, when it does not come.
 */
export async function openPipe(file: string, make: MakeFifo): Promise<BytePipe | undefined> {
  await rm(file, { force: true });
  const made = await make(file).then(
    () => true,
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw error;
    },
  );
  if (!made) return undefined;
  const readingEnd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  let writingEnd: number | undefined = openSync(file, constants.O_WRONLY | constants.O_NONBLOCK);
  const reader = readFifo(readingEnd);
  return { bytes: reader.chunks, endOfWriting, destroy };

  function endOfWriting(): void {
    if (writingEnd !== undefined) closeSync(writingEnd);
    writingEnd = undefined;
  }

  function destroy(): void {
    reader.destroy();
    endOfWriting();
  }
}
