import { availableParallelism } from 'node:os';
import { hashHere } from './hash-here.ts';
import { hashInThread } from './hash-in-thread.ts';
import { createSha256, type HashChoice } from './sha256.ts';

/** Starting a thread takes 40 ms; parts in S3 are all longer than this. */
const LEAST_PART_BYTES = 1024 * 1024;

/** What is found out about a part; whoever does it fails both alike. */
export interface PartChecks {
  /** Base64, as S3 wants it, long before the part is hashed; absent where nobody computes it beforehand. */
  readonly crc32?: Promise<string>;
  /** Settles when the part may be written over. */
  readonly hashed: Promise<void>;
}

/** Hashes parts in the order of the calls; answers to questions are of all that was added before. */
export interface Hasher {
  add(part: Buffer): PartChecks;
  /** Hexadecimal, or a state as text: null when there is none to be had. */
  ask(question: 'digest' | 'save'): Promise<string | null>;
  /** Gives up; what was not hashed yet rejects. */
  end(): Promise<void>;
}

/** The SHA-256 of a file as its parts come. Every use ends with `end`. */
export interface PartHash {
  /** Hashes a part, which should be of `allocateShared`: other memory would be copied. */
  add(part: Buffer): PartChecks;
  /** The digest of all that was added and of `rest`, which may be written over when this settles. */
  digest(rest: Buffer): Promise<string>;
  /** The state after all that was added, for another process; null when there is none to be had. */
  save(): Promise<string | null>;
  /** Ends the thread, if there is one; what was not hashed yet rejects. May be repeated. */
  end(): Promise<void>;
}

/** Memory that several threads see without a copy. */
export function allocateShared(bytes: number): Buffer {
  return Buffer.from(new SharedArrayBuffer(bytes));
}

/**
 * A hash from the start, or from what `save` gave. The first part starts a thread, which hashes while the next part
 * is written; a file of less than a part is not worth one, and on a single core one gains nothing.
 */
export async function createPartHash(
  choice: HashChoice,
  cores = availableParallelism(),
): Promise<PartHash> {
  const here = hashHere(await createSha256(choice)); // a state that cannot be loaded fails before any thread
  let hasher: Hasher | undefined;
  return {
    add(part) {
      if (hasher) return hasher.add(part);
      const isWorthAThread = cores > 1 && part.length >= LEAST_PART_BYTES;
      hasher = isWorthAThread ? hashInThread(choice) : here;
      // The CRC32 of the first would come only after the thread's start.
      const { hashed } = hasher.add(part);
      return { hashed };
    },
    async digest(rest) {
      const last = hasher ?? here;
      await last.add(rest).hashed;
      return (await last.ask('digest')) ?? '';
    },
    save: () => (hasher ?? here).ask('save'),
    end: async () => hasher?.end(),
  };
}
