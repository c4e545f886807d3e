import { Agent, request as send } from 'node:http';
import { startReport } from '../../generator.ts';
import type { Row, Store } from '../../store.ts';
import { answer, readJson } from '../http.ts';
import type { WayServer, Work } from '../way.ts';
import { createConnections } from './connections.ts';
import { createGateway } from './gateway.ts';

const POSTS_AT_ONCE = 32;

/** The three handlers of a WebSocket API, and what posts to whoever waits when a report is finished. */
export function createServer(store: Store): WayServer {
  const gateway = createGateway();
  const connections = createConnections(store.dynamodb);
  const agent = new Agent({ keepAlive: true, maxSockets: POSTS_AT_ONCE });

  const post = async (connectionId: string, row: Row): Promise<void> => {
    const url = `${await gateway.managementOrigin}/@connections/${connectionId}`;
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    send(url, { method: 'POST', agent }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    })
      .once('error', reject)
      .end(JSON.stringify(row));
    const status = await promise;
    if (status === 410)
      await connections.remove(connectionId); // gone without a $disconnect
    else if (status !== 200) throw new Error(`post to connection answered ${status}`);
  };

  const announce = async (row: Row): Promise<void> => {
    const waiting = connections.waitingFor(row.reportId);
    const worker = async (): Promise<void> => {
      for (let next = await waiting.next(); !next.done; next = await waiting.next()) {
        await post(next.value, row).catch((error: unknown) => console.error(String(error)));
      }
    };
    await Promise.all(Array.from({ length: POSTS_AT_ONCE }, worker));
  };

  return {
    handle: (request, response) => {
      readJson<Work>(request)
        .then((work) => startReport(store, work, announce))
        .then((row) => answer(response, 200, row))
        .catch((error: unknown) => answer(response, 500, { message: String(error) }));
    },
    attach: (server) =>
      gateway.attach(server, {
        connect: (connectionId) => connections.add(connectionId),
        disconnect: (connectionId) => connections.remove(connectionId),
        async message(connectionId, body) {
          const { reportId } = JSON.parse(body) as { reportId: string };
          await connections.register(connectionId, reportId);
          // Read after registering: it may have been finished before, or while nobody was connected.
          const row = await store.read(reportId);
          if (row?.status === 'SUCCEEDED') await post(connectionId, row);
        },
      }),
  };
}
