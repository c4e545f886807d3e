import { Worker } from 'node:worker_threads';
import type { Hasher } from './part-hash.ts';
import type { HashChoice } from './sha256.ts';

/** Looked for beside this module, which after bundling is the bundle: `bundleFunction` in infra/ puts it there. */
const WORKER_FILE = `./hash-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.mjs'}`;
/** What hashing needs; what a thread takes by itself is for whole programs. */
const WORKER_MEMORY = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 2, stackSizeMb: 1 };

/** Bytes of a part, which are seen and not copied when they are of shared memory, or a question. */
export type HashRequest = Uint8Array | 'digest' | 'save';
/** A CRC32, then null for a part that is hashed; a digest; a state, or null when there is none. */
export type HashAnswer = number | string | null;

/** Hashes in a thread of its own, which lives until `end`. */
export function hashInThread(choice: HashChoice): Hasher {
  const worker = new Worker(new URL(WORKER_FILE, import.meta.url), {
    workerData: choice,
    resourceLimits: WORKER_MEMORY,
    execArgv: [],
    env: {},
  });
  const waiting: PromiseWithResolvers<HashAnswer>[] = [];
  let failure: Error | undefined;
  worker.on('message', (answer: HashAnswer) => waiting.shift()?.resolve(answer));
  worker.on('error', (cause) => fail(new Error('The hash failed.', { cause })));
  worker.on('exit', () => fail(new Error('The hash has ended.')));
  return {
    add(part) {
      const crc32 = nextAnswer().then(toBase64);
      crc32.catch(() => undefined); // not everyone wants it, and `hashed` rejects too
      const hashed = nextAnswer().then(() => undefined);
      worker.postMessage(part);
      return { crc32, hashed };
    },
    ask(question) {
      const answer = nextAnswer();
      worker.postMessage(question);
      return answer as Promise<string | null>;
    },
    async end() {
      await worker.terminate();
    },
  };

  function nextAnswer(): Promise<HashAnswer> {
    if (failure) return Promise.reject(failure);
    const answer = Promise.withResolvers<HashAnswer>();
    waiting.push(answer);
    return answer.promise;
  }

  function fail(error: Error): void {
    failure ??= error;
    for (const { reject } of waiting.splice(0)) reject(failure);
  }
}

function toBase64(crc32: HashAnswer): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(Number(crc32));
  return bytes.toString('base64');
}
