import { setImmediate as yieldToEvents } from 'node:timers/promises';
import type { Hasher } from './part-hash.ts';
import type { Sha256 } from './sha256.ts';

/** Hashed at a stretch before sockets get their turn: about 2 ms of work. */
const SLICE_BYTES = 512 * 1024;

/** Hashes in this thread, in short slices. */
export function hashHere(hash: Sha256): Hasher {
  let last: Promise<void> = Promise.resolve();
  let isEnded = false;
  return {
    add(part) {
      last = last.then(() => update(part));
      return { hashed: last };
    },
    async ask(question) {
      await last;
      return question === 'digest' ? hash.digest() : hash.save();
    },
    end() {
      isEnded = true;
      return Promise.resolve();
    },
  };

  async function update(part: Buffer): Promise<void> {
    for (let from = 0; from < part.length; from += SLICE_BYTES) {
      if (isEnded) throw new Error('The hash has ended.');
      hash.update(part.subarray(from, from + SLICE_BYTES));
      await yieldToEvents();
    }
  }
}
