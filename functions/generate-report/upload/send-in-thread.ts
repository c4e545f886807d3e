import { availableParallelism } from 'node:os';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import { startSendThread, type SendThread } from './send-thread.ts';

/** Less is sent here before a thread has heard of it. */
const LEAST_BYTES = 1024 * 1024;
/** A file's parts follow each other faster than this. */
const IDLE_MS = 5000;

export interface SendOptions {
  readonly cores?: number;
  /** How long a thread waits for the next body before it ends. */
  readonly idleMs?: number;
}

/**
 * A request handler for an SDK client that sends large bodies of shared memory from a thread, so that encryption and
 * sockets take no time of the thread that makes the bytes. The SDK signs and retries as ever. A first body goes from
 * here, as a file of one part is not worth a thread; on a single core everything does.
 */
export function createThreadedHandler(
  options: NodeHttpHandlerOptions,
  { cores = availableParallelism(), idleMs = IDLE_MS }: SendOptions = {},
): NodeHttpHandler {
  return new ThreadedHandler(options, cores, idleMs);
}

type Answer = Awaited<ReturnType<NodeHttpHandler['handle']>>;

// A class, to inherit what else the SDK asks of a handler.
class ThreadedHandler extends NodeHttpHandler {
  readonly #options: NodeHttpHandlerOptions;
  readonly #isThreaded: boolean;
  readonly #idleMs: number;
  #bodies = 0;
  #thread: SendThread | undefined;

  constructor(options: NodeHttpHandlerOptions, cores: number, idleMs: number) {
    super(options);
    this.#options = options;
    this.#isThreaded = cores > 1;
    this.#idleMs = idleMs;
  }

  override async handle(
    ...[request, options]: Parameters<NodeHttpHandler['handle']>
  ): Promise<Answer> {
    const body: unknown = request.body;
    if (!this.#isThreaded || !isLargeAndShared(body) || this.#bodies++ === 0) {
      return super.handle(request, options);
    }
    if (!this.#thread || this.#thread.hasEnded()) {
      this.#thread = startSendThread(this.#options, this.#idleMs);
    }
    const { method, protocol, hostname, port, path, query, headers } = request;
    const sent = { method, protocol, hostname, port, path, query, headers, body };
    const response = await this.#thread.send(sent, options?.abortSignal as AbortSignal);
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the SDK asks for its shape
    return { response };
  }

  override destroy(): void {
    super.destroy();
    this.#thread?.end();
  }
}

function isLargeAndShared(body: unknown): body is Uint8Array {
  return (
    body instanceof Uint8Array &&
    body.buffer instanceof SharedArrayBuffer &&
    body.length >= LEAST_BYTES
  );
}
