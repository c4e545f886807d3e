import { setImmediate as yieldToEvents } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { createFastSha256, createSavableSha256, type Sha256 } from './sha256.ts';

/** Hashed at a stretch before sockets get their turn: about 2 ms of work. */
const SLICE_BYTES = 512 * 1024;
/** Looked for beside this module, which after bundling is the bundle: `bundleFunction` in infra/ puts it there. */
const WORKER_FILE = `./hash-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.mjs'}`;
/** All that hashing needs; what a thread would take by itself is for whole programs. */
const WORKER_MEMORY = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 2, stackSizeMb: 1 };

/** Bytes to be hashed, over memory that both threads see, or a question. */
export type HashRequest = Uint8Array | 'digest' | 'save';

export interface HashWorkerData {
  readonly isSavable: boolean;
  readonly saved?: string | undefined;
}

/**
 * The SHA-256 of a file as its parts come. The first part that is added starts a thread, which hashes while the next
 * part is written; a file of less than a part is not worth one. Every use ends with `end`.
 */
export interface PartHash {
  /** Settles when `part`, which must be of `allocateShared`, has been hashed and may be written over. */
  add(part: Buffer): Promise<void>;
  /** The digest of all that was added and of `rest`, which may be written over when this settles. */
  digest(rest: Buffer): Promise<string>;
  /** The state after all that was added, for another process; null when it was to be fast. */
  save(): Promise<string | null>;
  /** Ends the thread, if there is one; what was not hashed yet rejects. May be repeated. */
  end(): Promise<void>;
}

/** Memory that several threads see without a copy. */
export function allocateShared(bytes: number): Buffer {
  return Buffer.from(new SharedArrayBuffer(bytes));
}

/** A hash from the start, or from what `save` gave. */
export async function createPartHash(options: HashWorkerData): Promise<PartHash> {
  const { isSavable, saved } = options;
  const local = isSavable ? await createSavableSha256(saved) : createFastSha256();
  let thread: HashThread | undefined;
  return {
    async add(part) {
      thread ??= startThread(options);
      await thread.ask(part);
    },
    async digest(rest) {
      if (!thread) return digestHere(local, rest);
      const [, digest] = await Promise.all([thread.ask(rest), thread.ask('digest')]);
      return digest ?? '';
    },
    save: async () => (thread ? thread.ask('save') : local.save()),
    end: async () => thread?.end(),
  };
}

async function digestHere(hash: Sha256, rest: Buffer): Promise<string> {
  for (let from = 0; from < rest.length; from += SLICE_BYTES) {
    hash.update(rest.subarray(from, from + SLICE_BYTES));
    await yieldToEvents();
  }
  return hash.digest();
}

interface HashThread {
  ask(request: HashRequest): Promise<string | null>;
  end(): Promise<void>;
}

function startThread(workerData: HashWorkerData): HashThread {
  const worker = new Worker(new URL(WORKER_FILE, import.meta.url), {
    workerData,
    resourceLimits: WORKER_MEMORY,
    execArgv: [],
    env: {},
  });
  const waiting: PromiseWithResolvers<string | null>[] = [];
  let failure: Error | undefined;
  worker.on('message', (answer: string | null) => waiting.shift()?.resolve(answer));
  worker.on('error', (cause) => fail(new Error('The hash failed.', { cause })));
  worker.on('exit', () => fail(new Error('The thread of the hash has ended.')));
  return {
    ask(request) {
      if (failure) return Promise.reject(failure);
      const answer = Promise.withResolvers<string | null>();
      waiting.push(answer);
      worker.postMessage(request);
      return answer.promise;
    },
    async end() {
      await worker.terminate();
    },
  };

  function fail(error: Error): void {
    failure ??= error;
    for (const { reject } of waiting.splice(0)) reject(failure);
  }
}
