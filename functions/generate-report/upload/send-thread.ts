import { Worker } from 'node:worker_threads';
import type { NodeHttpHandler, NodeHttpHandlerOptions } from '@smithy/node-http-handler';

type HttpRequest = Parameters<NodeHttpHandler['handle']>[0];

/** A request of the SDK, signed; its body is of shared memory and not copied. */
export type SentRequest = Pick<
  HttpRequest,
  'method' | 'protocol' | 'hostname' | 'port' | 'path' | 'query' | 'headers'
> & { readonly body: Uint8Array };

export interface SentResponse {
  readonly statusCode: number;
  readonly reason?: string;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

export interface SendRequest {
  readonly id: number;
  readonly request: SentRequest | 'abort';
}

export type SendAnswer = { readonly id: number } & (
  | { readonly response: SentResponse }
  | {
      readonly failure: { readonly name: string; readonly message: string; readonly code?: string };
    }
);

/** Sends requests from a thread of its own. */
export interface SendThread {
  /** Settles when the body may be written over; rejects as the SDK's own handler does. */
  send(request: SentRequest, signal?: AbortSignal): Promise<SentResponse>;
  /** Whether it cannot send any more. */
  hasEnded(): boolean;
  end(): void;
}

/** Looked for beside this module, which after bundling is the bundle: `bundleFunction` in infra/ puts it there. */
const WORKER_FILE = `./send-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.mjs'}`;
/** What sending needs; what a thread takes by itself is for whole programs. */
const WORKER_MEMORY = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4, stackSizeMb: 1 };

/** Starts the thread, which ends after `idleMs` without a request; `options` are those of the SDK's own handler. */
export function startSendThread(options: NodeHttpHandlerOptions, idleMs: number): SendThread {
  const worker = new Worker(new URL(WORKER_FILE, import.meta.url), {
    workerData: options,
    resourceLimits: WORKER_MEMORY,
    execArgv: [],
  });
  const waiting = new Map<number, PromiseWithResolvers<SentResponse>>();
  const idle = setTimeout(end, idleMs).unref();
  let requests = 0;
  let ended = false;
  worker.on('message', settle);
  worker.on('error', (cause) => fail(new Error('The thread that sends failed.', { cause })));
  worker.on('exit', () => fail(new Error('The thread that sends has ended.')));
  return { send, hasEnded: () => ended, end };

  async function send(request: SentRequest, signal?: AbortSignal): Promise<SentResponse> {
    const id = requests++;
    const response = Promise.withResolvers<SentResponse>();
    waiting.set(id, response);
    worker.ref();
    worker.postMessage({ id, request } satisfies SendRequest);
    const abort = (): void => worker.postMessage({ id, request: 'abort' } satisfies SendRequest);
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort);
    try {
      return await response.promise;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  function settle(answer: SendAnswer): void {
    const response = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (waiting.size === 0) rest();
    if ('response' in answer) response?.resolve(answer.response);
    else response?.reject(Object.assign(new Error(answer.failure.message), answer.failure));
  }

  /** Nothing is under way: the thread keeps no process alive, and ends unless there is more soon. */
  function rest(): void {
    worker.unref();
    idle.refresh();
  }

  function end(): void {
    if (waiting.size > 0) return;
    ended = true;
    void worker.terminate();
  }

  function fail(error: Error): void {
    ended = true;
    clearTimeout(idle);
    // With the code of a connection that broke, which the SDK tries again: by then in a new thread.
    const lost = Object.assign(error, { code: 'ECONNRESET' });
    for (const { reject } of waiting.values()) reject(lost);
    waiting.clear();
  }
}
