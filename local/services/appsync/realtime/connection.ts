import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { checkHandshake } from './checks.ts';
import type { DelayLine } from '../../../delay-line.ts';
import {
  completeFrame,
  connectionAckFrame,
  connectionErrorFrame,
  KEEP_ALIVE_FRAME,
  MALFORMED_FRAME,
  NO_PROTOCOL_FRAME,
  readClientFrame,
  UNSUPPORTED_FRAME,
  type ClientFrame,
  type ConnectionRefusal,
} from './frames.ts';
import type { Handshake } from './handshake.ts';
import type { LiveSubscription, Outlet } from './live-subscription.ts';
import { createOperations, type OperationsParts } from './operations.ts';

/** A WebSocket connection that speaks the protocol. */
export interface Connection {
  /** Closes politely; settles with `closed`. */
  close(code: number): void;
  /** Drops the socket as a broken network does. */
  cut(): void;
  /** Settles once the socket is gone. */
  readonly closed: Promise<void>;
}

/** What a connection is made of. */
export interface ConnectionParts extends OperationsParts {
  readonly lines: ConnectionLines;
}

/** What connections wait for, shared by all of an endpoint. */
export interface ConnectionLines {
  readonly keepAlive: DelayLine;
  readonly age: DelayLine;
  readonly init: DelayLine;
  readonly refusal: DelayLine;
}

// assumed: the service's own codes are not known; these are RFC 6455's for "done" and "going away"
const CLOSE_NORMAL = 1000;
export const CLOSE_GOING_AWAY = 1001;

type State = 'new' | 'acknowledged' | 'ended';

/** Serves an upgraded socket until it is gone; `stream` is what it reads from and writes to. */
export function serveConnection(
  socket: WebSocket,
  stream: Duplex,
  number: number,
  handshake: Handshake,
  parts: ConnectionParts,
): Connection {
  const { limits, lines, log } = parts;
  let state: State = 'new';
  let ignoredReported = false;
  let nextKeepAlive: Disposable | undefined;
  const waits = new DisposableStack();
  const outlet: Outlet = { number, send, invalidate };
  const operations = createOperations(outlet, handshake, parts);
  const { promise: closed, resolve: onClosed } = Promise.withResolvers<undefined>();

  // `ws` hands out Buffers unless it is told otherwise.
  socket.on('message', (bytes: Buffer, isBinary) =>
    receive(isBinary ? undefined : bytes.toString()),
  );
  socket.on('error', (error) =>
    log.warn('socket failed', { connection: number, error: error.message }),
  );
  socket.on('close', (code) => {
    end();
    log.info('connection closed', { connection: number, code });
    onClosed(undefined);
  });
  const verdict = open();
  return { close, cut: () => socket.terminate(), closed };

  /** Starts the credentials' check and settles with its refusal, if it is one. */
  async function open(): Promise<ConnectionRefusal | undefined> {
    if (!handshake.protocolOffered) {
      send(NO_PROTOCOL_FRAME);
      close(CLOSE_NORMAL);
      return undefined;
    }
    waits.use(lines.init.add(() => state === 'new' && close(CLOSE_NORMAL)));
    waits.use(lines.age.add(() => close(CLOSE_GOING_AWAY)));
    const refusal = await checkHandshake(handshake, parts);
    // observed: aws-amplify/amplify-js#6938: the refusal answers connection_init. A client such as Amplify may not
    // listen before it has sent that; one that never sends it is told after a moment all the same.
    if (refusal && state === 'new') waits.use(lines.refusal.add(() => refuse(refusal)));
    return refusal;
  }

  function receive(text: string | undefined): void {
    if (state === 'ended') return;
    // assumed: a binary frame is as malformed as one that is no JSON
    const frame: ClientFrame = text === undefined ? { type: 'malformed' } : readClientFrame(text);
    if (frame.type === 'connection_init') void acknowledge();
    else if (state === 'new') ignore(frame);
    else answer(frame);
  }

  function answer(frame: Exclude<ClientFrame, { type: 'connection_init' }>): void {
    if (frame.type === 'start') operations.start(frame);
    else if (frame.type === 'stop') operations.stop(frame.id);
    else send(frame.type === 'malformed' ? MALFORMED_FRAME : UNSUPPORTED_FRAME);
  }

  function ignore(frame: ClientFrame): void {
    // documented: https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html
    if (ignoredReported) return;
    ignoredReported = true;
    log.warn('frame before connection_ack ignored', { connection: number, type: frame.type });
  }

  async function acknowledge(): Promise<void> {
    const refusal = await verdict;
    // assumed: a second connection_init changes nothing and is not answered
    if (state !== 'new') return;
    if (refusal) {
      refuse(refusal);
      return;
    }
    state = 'acknowledged';
    log.info('connection acknowledged', { connection: number });
    send(connectionAckFrame(limits.connectionTimeoutMs));
    keepAlive();
  }

  function keepAlive(): void {
    if (state !== 'acknowledged') return;
    // observed: sashee/appsync-start_ack: the first comes with the connection_ack
    if (send(KEEP_ALIVE_FRAME)) nextKeepAlive = lines.keepAlive.add(keepAlive);
  }

  function refuse(refusal: ConnectionRefusal): void {
    if (state !== 'new') return;
    log.info('connection refused', { connection: number, reason: refusal.message });
    send(connectionErrorFrame(refusal));
    // assumed: it closes what it has refused; Amplify leaves the socket open otherwise
    close(CLOSE_NORMAL);
  }

  function send(frame: string | Buffer): boolean {
    if (state === 'ended') return false;
    const bufferedAmount = stream.writableLength;
    if (bufferedAmount > limits.maxBufferedBytes) {
      log.warn('connection ended: the client does not read', {
        connection: number,
        bufferedAmount,
      });
      end();
      socket.terminate();
      return false;
    }
    if (typeof frame === 'string') socket.send(frame);
    // `ws` holds nothing back without compression, so frames keep their order; it would write header and text apart.
    else if (socket.readyState === socket.OPEN) stream.write(frame);
    return true;
  }

  function invalidate(subscription: LiveSubscription): void {
    // documented: https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-invalidation.html
    // assumed: the order on the wire; the page only says the connection is closed and what a console prints
    send(completeFrame(subscription.id));
    close(CLOSE_NORMAL);
  }

  function close(code: number): void {
    end();
    socket.close(code);
  }

  /** From here on nothing is sent, received or waited for. */
  function end(): void {
    if (state === 'ended') return;
    state = 'ended';
    waits.dispose();
    nextKeepAlive?.[Symbol.dispose]();
    operations.end();
  }
}
