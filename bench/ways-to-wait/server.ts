/** `server.ts <way> <aws origin> <bucket>`: the server of one way. Tells its port, ends with its parent. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveQuestions } from './channel.ts';
import { createStore } from './store.ts';
import { watchUse } from './used.ts';
import type { CreateWayServer } from './ways/way.ts';

const [way = '', awsOrigin = '', bucket = ''] = process.argv.slice(2);
const { createServer: createWay } = (await import(`./ways/${way}/server.ts`)) as {
  createServer: CreateWayServer;
};
const { handle, attach } = createWay(createStore(awsOrigin, bucket));
const server = createServer(handle);
server.keepAliveTimeout = 60_000;
attach?.(server);
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 });
await once(server, 'listening');
process.on('disconnect', () => process.exit());
serveQuestions(
  { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
  watchUse(),
);
