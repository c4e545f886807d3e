/**
 * Prints how long messages take to reach their subscribers, beside a bare `ws` broadcast of the same
 * bytes: `node local/services/appsync/realtime/measure-fan-out.ts [subscribers] [messages] [rounds]`.
 * Server and subscribers share one process and one core, so the two figures compare, no more.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { WebSocket, WebSocketServer } from 'ws';
import { silentLog, systemClock } from '../../../host.ts';
import { createRealtimeEndpoint } from './endpoint.ts';
import { accepted, keyAuthenticator, KEY_HEADER } from './test-bed.ts';

const [subscribers = 1_000, messages = 200, rounds = 5] = process.argv.slice(2).map(Number);
const RESULT = {
  reportId: 'r1',
  status: 'RUNNING',
  progress: { rowsWritten: 12_345, percent: 41 },
};
const PAYLOAD = JSON.stringify({ data: { onPublish: RESULT } });
const START = JSON.stringify({
  id: '1',
  type: 'start',
  payload: {
    data: '{"query":"subscription { onPublish }"}',
    extensions: { authorization: { 'x-api-key': 'K' } },
  },
});

interface Served extends AsyncDisposable {
  readonly server: Server;
  publish(): void;
}

function serveEndpoint(args: (n: number) => Record<string, unknown>): Promise<Served> {
  let started = 0;
  const endpoint = createRealtimeEndpoint({
    engine: { subscribe: () => Promise.resolve({ accepted: accepted({ args: args(started++) }) }) },
    authenticator: keyAuthenticator,
    clock: systemClock,
    log: silentLog,
  });
  const server = createServer();
  server.on('upgrade', (request, socket, head) => endpoint.handleUpgrade(request, socket, head));
  return Promise.resolve({
    server,
    publish: () => endpoint.listener.published({ mutation: 'publish', result: RESULT }),
    [Symbol.asyncDispose]: () => Promise.resolve(endpoint[Symbol.asyncDispose]()),
  });
}

function serveBare(): Promise<Served> {
  const server = createServer();
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  sockets.on('connection', (socket) =>
    socket.on('message', () => socket.send('{"type":"start_ack"}')),
  );
  const frame = `{"id":"1","type":"data","payload":${PAYLOAD}}`;
  return Promise.resolve({
    server,
    publish: () => sockets.clients.forEach((socket) => socket.send(frame)),
    [Symbol.asyncDispose]: () => new Promise((resolve) => sockets.close(() => resolve())),
  });
}

async function measure(serve: () => Promise<Served>, receivers: number): Promise<number> {
  await using served = await serve();
  const { server, publish } = served;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/graphql?header=${KEY_HEADER}`;
  let received = 0;
  const { promise: allReceived, resolve } = Promise.withResolvers<undefined>();
  const sockets: WebSocket[] = [];
  for (let n = 0; n < subscribers; n++) {
    sockets.push(
      await subscribe(url, () => ++received === receivers * messages && resolve(undefined)),
    );
  }
  const startedAtMs = performance.now();
  for (let n = 0; n < messages; n++) {
    publish();
    await new Promise((next) => setImmediate(next)); // as requests would arrive
  }
  await allReceived;
  const tookMs = performance.now() - startedAtMs;
  for (const socket of sockets) socket.terminate();
  server.closeAllConnections();
  server.close();
  return tookMs;
}

async function subscribe(url: string, onData: () => void): Promise<WebSocket> {
  const socket = new WebSocket(url, ['graphql-ws'], { perMessageDeflate: false });
  await once(socket, 'open');
  const { promise: started, resolve } = Promise.withResolvers<undefined>();
  socket.on('message', (bytes: Buffer) => {
    if (bytes.includes('"data","payload"')) onData();
    else if (bytes.includes('connection_ack')) socket.send(START);
    else if (bytes.includes('start_ack')) resolve(undefined);
  });
  socket.send('{"type":"connection_init"}');
  await started;
  return socket;
}

const cases: [string, () => Promise<Served>, number][] = [
  ['bare ws broadcast', serveBare, subscribers],
  ['realtime, all match', () => serveEndpoint(() => ({})), subscribers],
  ['realtime, 1 of all matches', () => serveEndpoint((n) => ({ reportId: `r${n}` })), 1],
];
const results = new Map<string, number[]>(cases.map(([name]) => [name, []]));
for (let round = 0; round < rounds; round++) {
  for (const [name, serve, receivers] of cases) {
    results.get(name)?.push(await measure(serve, receivers));
  }
}
for (const [name, , receivers] of cases) {
  const tookMs = (results.get(name) ?? []).sort((a, b) => a - b);
  const medianMs = tookMs[Math.floor(tookMs.length / 2)] ?? 0;
  const deliveries = receivers * messages;
  const perSecond = Math.round((deliveries / medianMs) * 1_000).toLocaleString('en');
  const range = `${tookMs[0]?.toFixed(0)}-${tookMs.at(-1)?.toFixed(0)}`;
  process.stdout.write(
    `${name}: ${deliveries} deliveries of ${messages} messages to ${subscribers} subscribers in ` +
      `${medianMs.toFixed(0)} ms (median of ${rounds}, ${range}), ${perSecond}/s\n`,
  );
}
