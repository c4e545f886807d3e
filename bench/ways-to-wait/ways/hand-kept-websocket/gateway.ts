import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

/** What API Gateway calls at a connection's turns. */
export interface RouteHandlers {
  connect(connectionId: string): Promise<void>;
  message(connectionId: string, body: string): Promise<void>;
  disconnect(connectionId: string): Promise<void>;
}

export interface Gateway {
  attach(server: Server, handlers: RouteHandlers): void;
  /** Where `POST /@connections/<id>` is answered, as the management API does. */
  readonly managementOrigin: Promise<string>;
}

/** API Gateway's WebSocket API, as small as it can be: it is AWS's part of this way, and its lines do not count. */
export function createGateway(): Gateway {
  const sockets = new Map<string, WebSocket>();
  const management = createServer((request, response) => {
    const socket = sockets.get((request.url ?? '').split('/').at(-1) ?? '');
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      // documented: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
      if (socket?.readyState !== socket?.OPEN || !socket) response.writeHead(410).end();
      else socket.send(text, () => response.writeHead(200).end());
    });
  }).listen(0, '127.0.0.1');
  management.unref();
  const managementOrigin = once(management, 'listening').then(
    () => `http://127.0.0.1:${(management.address() as AddressInfo).port}`,
  );
  return {
    managementOrigin,
    attach(server, handlers) {
      const upgrades = new WebSocketServer({ noServer: true });
      server.on('upgrade', (request, socket, head) => {
        const connectionId = crypto.randomUUID();
        // documented: $connect's answer decides whether the connection is made
        // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html
        handlers.connect(connectionId).then(
          () =>
            upgrades.handleUpgrade(request, socket, head, (webSocket) => {
              sockets.set(connectionId, webSocket);
              webSocket.on('error', () => webSocket.terminate());
              webSocket.on('message', (body: Buffer) => {
                handlers.message(connectionId, body.toString()).catch(() => webSocket.close(1011));
              });
              webSocket.once('close', () => {
                sockets.delete(connectionId);
                handlers.disconnect(connectionId).catch(() => undefined); // best effort, as documented there
              });
            }),
          () => socket.destroy(),
        );
      });
    },
  };
}
