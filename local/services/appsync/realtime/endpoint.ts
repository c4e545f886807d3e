import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Clock, Log } from '../../../host.ts';
import type { Authenticator, GraphqlEngine, MutationListener } from '../types.ts';
import { CLOSE_GOING_AWAY, serveConnection, type Connection } from './connection.ts';
import { createDelayLine } from '../../../delay-line.ts';
import { createDelivery, type RealtimeFaults } from './delivery.ts';
import { readHandshake, SUB_PROTOCOL, type Handshake } from './handshake.ts';
import { DEFAULT_LIMITS, type RealtimeLimits } from './limits.ts';
import { createSubscriptionRegistry } from './registry.ts';
import { createSharedProjections } from './shared-projections.ts';

/** What the endpoint is made of; `limits` overrides single ones of `DEFAULT_LIMITS`. */
export interface RealtimeEndpointOptions {
  readonly engine: Pick<GraphqlEngine, 'subscribe'>;
  readonly authenticator: Authenticator;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<RealtimeLimits>;
  /** Read at every frame, so its members may change while the endpoint runs. */
  readonly faults?: RealtimeFaults;
}

/** AppSync's realtime endpoint: the sockets, their subscriptions, and the messages between. */
export interface RealtimeEndpoint extends AsyncDisposable {
  /** Takes over an upgrade request, whatever becomes of it. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Where the engine tells what mutations produced; returns at once. */
  readonly listener: MutationListener;
  readonly connectionCount: number;
  /** Those accepted and not yet stopped. */
  readonly subscriptionCount: number;
  /** Drops every socket, or those chosen by number, as a broken network does, and says how many; new ones are welcome. */
  cutSockets(isChosen?: (connection: number) => boolean): number;
}

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/custom-domain-name.html (/graphql/realtime)
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html (/graphql)
const PATHS: ReadonlySet<string> = new Set(['/graphql/realtime', '/graphql']);

/** An endpoint without a port of its own: the HTTP server hands it the upgrade requests. */
export function createRealtimeEndpoint(options: RealtimeEndpointOptions): RealtimeEndpoint {
  const { engine, authenticator, clock, log, faults = {} } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const registry = createSubscriptionRegistry();
  const projections = createSharedProjections();
  const delivery = createDelivery({ registry, clock, log, limits, faults });
  const lines = {
    keepAlive: createDelayLine(clock, limits.keepAliveMs),
    age: createDelayLine(clock, limits.connectionAgeMs),
    init: createDelayLine(clock, limits.initTimeoutMs),
    refusal: createDelayLine(clock, limits.refusalGraceMs),
  };
  const server = createServer(limits);
  const connections = new Map<Connection, number>();
  let connectionsMade = 0;
  let stopping = false;

  return {
    handleUpgrade(request, socket, head) {
      const path = (request.url ?? '').split('?', 1)[0] ?? '';
      if (stopping) refuseUpgrade(socket, 503);
      // assumed: the status that goes with the HttpNotFoundException clients have reported
      else if (!PATHS.has(path)) refuseUpgrade(socket, 404);
      else if (faults.onHandshake?.() === 'refuse') refuseUpgrade(socket, 503);
      else upgrade(request, socket, head);
    },
    listener: delivery,
    get connectionCount() {
      return connections.size;
    },
    get subscriptionCount() {
      return registry.size;
    },
    cutSockets(isChosen = () => true) {
      const chosen = [...connections].filter(([, number]) => isChosen(number));
      for (const [connection] of chosen) connection.cut();
      return chosen.length;
    },
    async [Symbol.asyncDispose]() {
      stopping = true;
      // Messages first: a closed connection would only be skipped one subscription at a time.
      delivery[Symbol.dispose]();
      for (const connection of connections.keys()) connection.close(CLOSE_GOING_AWAY);
      // Bounded: a client that does not answer the close frame is dropped after closeTimeoutMs.
      await Promise.all([...connections.keys()].map((connection) => connection.closed));
      for (const line of Object.values(lines)) line[Symbol.dispose]();
    },
  };

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const handshake = readHandshake(request);
    offerOnlyOurProtocol(request, handshake);
    server.handleUpgrade(request, socket, head, (webSocket) => {
      const parts = { engine, authenticator, registry, projections, log, limits, lines };
      const number = ++connectionsMade;
      const connection = serveConnection(webSocket, socket, number, handshake, parts);
      connections.set(connection, number);
      void connection.closed.then(() => connections.delete(connection));
    });
  }
}

function createServer(limits: RealtimeLimits): WebSocketServer {
  const options = {
    noServer: true,
    clientTracking: false,
    // assumed: the service compresses nothing; here it would cost more than a loopback gains
    perMessageDeflate: false,
    maxPayload: limits.maxFrameBytes,
    closeTimeout: limits.closeTimeoutMs,
  };
  return new WebSocketServer(options);
}

/**
 * Leaves the one protocol the answer may name. `ws` would name the first of the list, and refuse
 * by HTTP status a list it cannot parse, such as credentials with base64 padding.
 */
function offerOnlyOurProtocol(request: IncomingMessage, { protocolOffered }: Handshake): void {
  if (protocolOffered) request.headers['sec-websocket-protocol'] = SUB_PROTOCOL;
  else delete request.headers['sec-websocket-protocol'];
}

function refuseUpgrade(socket: Duplex, status: 404 | 503): void {
  socket.on('error', () => socket.destroy());
  const line = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`;
  socket.end(`${line}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
