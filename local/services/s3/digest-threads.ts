/** Digests of large payloads in threads of their own, so that sockets and disk go on meanwhile. */
import { Worker } from 'node:worker_threads';
import type { DigestChoice, Digests } from './digests.ts';

/** What the thread is asked about one of the payloads it knows; only `update` and `digest` are answered. */
export type DigestRequest = { readonly payload: number } & (
  | { readonly ask: 'start'; readonly choice: DigestChoice }
  | { readonly ask: 'update'; readonly bytes: Uint8Array }
  | { readonly ask: 'digest' | 'forget' }
);
export type DigestAnswer = Digests | null;

// One is worked at while the next waits in the port.
const atOnce = 2;

/** Digests of one payload; disposing forgets them. */
export interface ThreadDigests extends Disposable {
  /** Settles when the bytes, which should be of shared memory, may be written over. */
  update(bytes: Uint8Array): Promise<void>;
  /** Of everything so far; once, and before it is disposed. */
  digest(): Promise<Digests>;
}

export interface DigestThreads extends AsyncDisposable {
  start(choice: DigestChoice): ThreadDigests;
}

interface Question {
  readonly request: DigestRequest;
  readonly answer: PromiseWithResolvers<DigestAnswer>;
}

/** Threads that start with the first payloads, keep no process alive, and start again should they fail. */
export function createDigestThreads(count: number): DigestThreads {
  const threads: ReturnType<typeof startWorker>[] = [];
  let payloads = 0;

  function nextThread(): ReturnType<typeof startWorker> {
    const turn = payloads % count;
    const thread = threads[turn];
    return thread && !thread.hasEnded() ? thread : (threads[turn] = startWorker());
  }

  return {
    start(choice) {
      const { post, ask } = nextThread();
      const payload = payloads++;
      post({ payload, ask: 'start', choice });
      return {
        update: async (bytes) => void (await ask({ payload, ask: 'update', bytes })),
        async digest() {
          return (await ask({ payload, ask: 'digest' })) as Digests;
        },
        [Symbol.dispose]: () => post({ payload, ask: 'forget' }),
      };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(threads.map((thread) => thread.end()));
    },
  };
}

function startWorker() {
  const worker = new Worker(new URL('./digest-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4, stackSizeMb: 1 },
    execArgv: [],
    env: {},
  });
  worker.unref();
  const asked: Question[] = []; // it answers in the order it is asked
  const waiting: Question[] = [];
  let failure: Error | undefined;
  worker.on('message', (value: DigestAnswer) => {
    asked.shift()?.answer.resolve(value);
    askNext();
  });
  worker.on('error', (cause) => fail(new Error('The thread of digests failed.', { cause })));
  worker.on('exit', () => fail(new Error('The thread of digests has ended.')));

  function fail(error: Error): void {
    failure ??= error;
    for (const { answer } of [...asked.splice(0), ...waiting.splice(0)]) answer.reject(failure);
  }

  // The oldest payload comes first: were each given its turn, all parts of an upload would end at the same time,
  // and a sender that prepares the next ones only then would have everybody wait.
  function askNext(): void {
    while (waiting.length > 0 && asked.length < atOnce) {
      const oldest = waiting.reduce((a, b) => (b.request.payload < a.request.payload ? b : a));
      waiting.splice(waiting.indexOf(oldest), 1);
      asked.push(oldest);
      worker.postMessage(oldest.request);
    }
  }

  return {
    hasEnded: () => failure !== undefined,
    post: (request: DigestRequest) => worker.postMessage(request),
    ask(request: DigestRequest): Promise<DigestAnswer> {
      if (failure) return Promise.reject(failure);
      const answer = Promise.withResolvers<DigestAnswer>();
      waiting.push({ request, answer });
      askNext();
      return answer.promise;
    },
    async end() {
      await worker.terminate();
    },
  };
}
