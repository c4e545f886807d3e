import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRequestCounter } from './request-counter.ts';

/** What went through, since it was asked last. */
export interface Traffic {
  readonly requests: number;
  readonly connections: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
}

/** A TCP proxy on loopback that counts, and that can be cut. */
export interface CountingProxy extends Disposable {
  readonly origin: string;
  take(): Traffic;
  /** Ends every connection and takes no new one until the time is over. */
  cut(forMs: number): Promise<void>;
}

export async function startProxy(target: string): Promise<CountingProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let isCut = false;
  let counted = nothing();
  const server = createServer({ noDelay: true }, (client) => {
    if (isCut) return void client.destroy();
    counted.connections += 1;
    const count = createRequestCounter();
    const upstream = connect({ port: Number(port), host: hostname, noDelay: true });
    client.on('data', (chunk) => {
      counted.bytesUp += chunk.length;
      counted.requests += count(chunk);
    });
    upstream.on('data', (chunk) => void (counted.bytesDown += chunk.length));
    client.pipe(upstream).pipe(client);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.once('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 });
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take() {
      const taken = counted;
      counted = nothing();
      return taken;
    },
    async cut(forMs) {
      isCut = true;
      for (const socket of sockets) socket.destroy();
      await sleep(forMs);
      isCut = false;
    },
    [Symbol.dispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function nothing() {
  return { requests: 0, connections: 0, bytesUp: 0, bytesDown: 0 };
}
