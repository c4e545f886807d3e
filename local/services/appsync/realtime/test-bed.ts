/** For the tests of this folder: an endpoint on a free port, a clock held by hand, and literal frames. */
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Clock, Log } from '../../../host.ts';
import type {
  AcceptedSubscription,
  Authenticator,
  GraphqlEngine,
  GraphqlRequest,
} from '../types.ts';
import { createRealtimeEndpoint, type RealtimeEndpoint } from './endpoint.ts';
import type { RealtimeEndpointOptions } from './endpoint.ts';

const WAIT_MS = 2_000;

/** A clock that stands still until `advance`, which runs what is due, in order. */
export function createHeldClock(): Clock & { advance(ms: number): void; readonly timers: number } {
  let nowMs = 1_700_000_000_000;
  const timers = new Set<{ dueAtMs: number; callback: () => void }>();
  return {
    now: () => nowMs,
    after(delayMs, callback) {
      const timer = { dueAtMs: nowMs + delayMs, callback };
      timers.add(timer);
      return { [Symbol.dispose]: () => void timers.delete(timer) };
    },
    advance(ms) {
      const untilMs = nowMs + ms;
      for (;;) {
        const next = [...timers].sort((a, b) => a.dueAtMs - b.dueAtMs)[0];
        if (!next || next.dueAtMs > untilMs) break;
        timers.delete(next);
        nowMs = Math.max(nowMs, next.dueAtMs);
        next.callback();
      }
      nowMs = untilMs;
    },
    get timers() {
      return timers.size;
    },
  };
}

/** A log that keeps its lines as `level message`. */
export function createKeptLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    info: (message) => void lines.push(`info ${message}`),
    warn: (message) => void lines.push(`warn ${message}`),
    error: (message) => void lines.push(`error ${message}`),
  };
}

/** Lets in `x-api-key: K`, as the service words its refusals. */
export const keyAuthenticator: Authenticator = {
  authenticate: ({ headers }) =>
    Promise.resolve(
      headers['x-api-key'] === 'K'
        ? { caller: { mode: 'API_KEY', identity: null, groups: null } }
        : {
            refusal: {
              errorType: 'UnauthorizedException',
              message: 'You are not authorized to make this call.',
              status: 401,
            },
          },
    ),
};

/** An accepted subscription that is fed by `publish` and passes its result on whole. */
export function accepted(overrides: Partial<AcceptedSubscription> = {}): AcceptedSubscription {
  const fieldName = overrides.fieldName ?? 'onPublish';
  return {
    fieldName,
    mutations: ['publish'],
    args: {},
    projectionKey: fieldName,
    project: ({ result }) => ({ data: { [fieldName]: result } }),
    ...overrides,
  };
}

/** An engine that takes a start's variables as the subscription's arguments. */
export const variablesEngine: Pick<GraphqlEngine, 'subscribe'> = {
  subscribe: ({ query, variables }: GraphqlRequest) => {
    const fieldName = /\{\s*(\w+)/.exec(query)?.[1] ?? 'onPublish';
    return Promise.resolve({ accepted: accepted({ fieldName, args: variables ?? {} }) });
  },
};

export interface Bed extends AsyncDisposable {
  readonly endpoint: RealtimeEndpoint;
  readonly clock: ReturnType<typeof createHeldClock>;
  readonly log: ReturnType<typeof createKeptLog>;
  readonly port: number;
  /** Opens a raw WebSocket; the query string and protocols are the test's own. */
  open(options?: OpenOptions): Promise<FrameClient>;
  /** The same, past connection_ack and the first ka. */
  connect(options?: OpenOptions): Promise<FrameClient>;
  /** Writes latin1 text to a new TCP connection and settles with what came back until it was closed. */
  exchange(text: string): Promise<string>;
}

export interface OpenOptions {
  readonly path?: string;
  readonly protocols?: string[];
  readonly headers?: Record<string, string>;
}

/** Base64 of `{"host":"localhost","x-api-key":"K"}`. */
export const KEY_HEADER = 'eyJob3N0IjoibG9jYWxob3N0IiwieC1hcGkta2V5IjoiSyJ9';

/** A running endpoint with fakes for what is not given. */
export async function createBed(options: Partial<RealtimeEndpointOptions> = {}): Promise<Bed> {
  const clock = createHeldClock();
  const log = createKeptLog();
  const endpoint = createRealtimeEndpoint({
    engine: variablesEngine,
    authenticator: keyAuthenticator,
    clock,
    log,
    ...options,
  });
  const server = createServer((_, response) => response.writeHead(404).end());
  server.on('upgrade', (request, socket, head) => endpoint.handleUpgrade(request, socket, head));
  const port = await listen(server);
  const open = (open: OpenOptions = {}): Promise<FrameClient> => openClient(port, open);
  return {
    endpoint,
    clock,
    log,
    port,
    open,
    async connect(options) {
      const client = await open(options);
      client.send('{"type":"connection_init"}');
      await client.next();
      await client.next();
      return client;
    },
    exchange: (text) => exchange(port, text),
    async [Symbol.asyncDispose]() {
      await endpoint[Symbol.asyncDispose]();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

export interface FrameClient {
  readonly socket: WebSocket;
  send(text: string): void;
  /** The next frame, as text. */
  next(): Promise<string>;
  /** The close code, once the server has closed. */
  readonly closed: Promise<number>;
}

async function openClient(port: number, options: OpenOptions): Promise<FrameClient> {
  const path = options.path ?? `/graphql/realtime?header=${KEY_HEADER}&payload=e30=`;
  const socket = new WebSocket(
    `ws://127.0.0.1:${port}${path}`,
    options.protocols ?? ['graphql-ws'],
    {
      headers: options.headers ?? {},
      perMessageDeflate: false,
    },
  );
  const frames: string[] = [];
  const readers: ((frame: string) => void)[] = [];
  socket.on('message', (bytes: Buffer) => {
    const frame = bytes.toString();
    const reader = readers.shift();
    if (reader) reader(frame);
    else frames.push(frame);
  });
  const closed = new Promise<number>((resolve) => socket.on('close', (code) => resolve(code)));
  await within(once(socket, 'open'), 'the socket to open');
  return {
    socket,
    send: (text) => socket.send(text),
    next() {
      const frame = frames.shift();
      if (frame !== undefined) return Promise.resolve(frame);
      return within(new Promise<string>((resolve) => readers.push(resolve)), 'a frame');
    },
    closed: within(closed, 'a close', 60_000),
  };
}

function exchange(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.on('data', (bytes) => (received += bytes.toString('latin1')));
  socket.on('error', () => undefined); // a reset ends the exchange like a close
  socket.write(text, 'latin1');
  return within(once(socket, 'close'), 'the server to close').then(() => received);
}

/** `promise`, or an error that names what was waited for. */
export function within<T>(promise: Promise<T>, what: string, waitMs = WAIT_MS): Promise<T> {
  const timeout = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => timeout.reject(new Error(`waited ${waitMs} ms for ${what}`)),
    waitMs,
  );
  timer.unref();
  return Promise.race([promise, timeout.promise]).finally(() => clearTimeout(timer));
}

/** Settles when `condition` holds; polls each turn of the event loop. */
export async function until(
  condition: () => boolean,
  what: string,
  waitMs = WAIT_MS,
): Promise<void> {
  const untilMs = Date.now() + waitMs;
  while (!condition()) {
    if (Date.now() > untilMs) throw new Error(`waited ${waitMs} ms for ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
