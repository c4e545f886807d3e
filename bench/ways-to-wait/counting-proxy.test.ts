import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProxy, type CountingProxy } from './counting-proxy.ts';

const server = createServer((request, response) => {
  request.resume().once('end', () => response.end('x'.repeat(1000)));
});
let proxy: CountingProxy;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy = await startProxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

afterAll(() => {
  proxy[Symbol.dispose]();
  server.closeAllConnections();
  server.close();
});

test('requests and the bytes of both directions are counted since the last time', async () => {
  proxy.take();
  for (let n = 0; n < 3; n++) {
    const answer = await fetch(proxy.origin, { method: 'POST', body: 'y'.repeat(500) });
    await answer.text();
  }

  const { requests, bytesUp, bytesDown } = proxy.take();
  expect(requests).toBe(3);
  expect(bytesUp).toBeGreaterThan(1500);
  expect(bytesUp).toBeLessThan(3000);
  expect(bytesDown).toBeGreaterThan(3000);
  expect(bytesDown).toBeLessThan(4500);
  expect(proxy.take()).toEqual({ requests: 0, connections: 0, bytesUp: 0, bytesDown: 0 });
});

test('nothing goes through while it is cut, and everything afterwards', async () => {
  const cut = proxy.cut(50);
  await expect(fetch(proxy.origin)).rejects.toThrow('fetch failed');
  await cut;

  expect((await fetch(proxy.origin)).status).toBe(200);
});
