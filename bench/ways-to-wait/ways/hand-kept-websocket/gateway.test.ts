import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createGateway } from './gateway.ts';

test('a post reaches its connection, and is answered 410 once that is closed', async () => {
  const gateway = createGateway();
  const { promise: connectionId, resolve: onConnected } = Promise.withResolvers<string>();
  const { promise: gone, resolve: onGone } = Promise.withResolvers<string>();
  const server = createServer();
  gateway.attach(server, {
    connect: (id) => Promise.resolve(onConnected(id)),
    message: () => Promise.resolve(),
    disconnect: (id) => Promise.resolve(onGone(id)),
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await once(socket, 'open');
  const url = `${await gateway.managementOrigin}/@connections/${await connectionId}`;
  const message = once(socket, 'message') as Promise<[MessageEvent<string>]>;
  const posted = await fetch(url, { method: 'POST', body: 'ready' });

  expect(posted.status).toBe(200);
  expect((await message)[0].data).toBe('ready');

  socket.close();
  expect(await gone).toBe(await connectionId);
  expect((await fetch(url, { method: 'POST', body: 'late' })).status).toBe(410);
  server.close();
});
