import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { API_KEY, makeReport } from '../api.ts';

interface Posted {
  readonly query: string;
  readonly variables: { readonly reportId: string; readonly percent?: number };
}

/**
 * The ceiling: node:http and `ws` with no GraphQL between. It reads the same bodies, checks the same key, sends the
 * same bytes, and broadcasts one prepared Buffer to the sockets that named the report.
 */
export async function serveBare(): Promise<number> {
  const subscribers = new Map<string, Set<WebSocket>>();
  const server = createServer((request, response) => {
    void readText(request).then((text) => {
      if (request.headers['x-api-key'] !== API_KEY) return void response.writeHead(401).end();
      const { query, variables } = JSON.parse(text) as Posted;
      const field = query.startsWith('mutation') ? 'publish' : 'report';
      const report = makeReport(variables.reportId, variables.percent ?? 42);
      const body = Buffer.from(JSON.stringify({ data: { [field]: report } }));
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': body.length,
      });
      response.end(body);
      if (field === 'publish') broadcast(report.reportId, { data: { onReport: report } });
    });
  });
  const sockets = new WebSocketServer({ server, perMessageDeflate: false, clientTracking: false });
  sockets.on('connection', (socket) => {
    socket.on('message', (bytes: Buffer) => answer(socket, bytes.toString()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;

  function answer(socket: WebSocket, text: string): void {
    const frame = JSON.parse(text) as { type: string; payload?: { data: string } };
    if (frame.type === 'connection_init') socket.send('{"type":"connection_ack"}');
    if (frame.type !== 'start' || !frame.payload) return;
    const { reportId } = (JSON.parse(frame.payload.data) as Posted).variables;
    const listening = subscribers.get(reportId) ?? new Set();
    subscribers.set(reportId, listening.add(socket));
    socket.send('{"id":"1","type":"start_ack"}');
  }

  function broadcast(reportId: string, payload: object): void {
    const frame = Buffer.from(`{"id":"1","type":"data","payload":${JSON.stringify(payload)}}`);
    for (const socket of subscribers.get(reportId) ?? []) socket.send(frame, { binary: false });
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(request, 'end');
  return Buffer.concat(chunks).toString('utf8');
}
