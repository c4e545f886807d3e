import { execFile } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { promisify } from 'node:util';

/** Makes a FIFO; rejects with the code ENOENT where there is no such program. */
export type MakeFifo = (file: string) => Promise<unknown>;

/** Makes a FIFO only this user can open. */
export const makeFifo: MakeFifo = (file) => promisify(execFile)('mkfifo', ['-m', '600', file]);

/** The reading end of a FIFO. */
export interface BytePipe {
  /** Ends only after `endOfWriting` and the last byte. */
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
  // A socket is read by the event loop; a file stream would hold a thread of the pool in each read.
  const socket = new Socket({ fd: readingEnd, readable: true, writable: false });
  socket.on('error', () => undefined); // the reader meets it; one may come after it has left
  return { bytes: socket, endOfWriting, destroy };

  function endOfWriting(): void {
    if (writingEnd !== undefined) closeSync(writingEnd);
    writingEnd = undefined;
  }

  function destroy(): void {
    socket.destroy();
    endOfWriting();
  }
}
