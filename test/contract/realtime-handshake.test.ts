import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT_CREDENTIALS } from '../support/cloud.ts';
import { startConformance, type ConformanceBed } from '../support/conformance-bed.ts';
import { signedConnection } from '../support/graphql-request.ts';
import { openSocket, type RawSocket, type RawSocketOptions } from '../support/raw-socket.ts';

/** The realtime handshake: literal upgrade requests, literal frames. */

const ACK = '{"type":"connection_ack","payload":{"connectionTimeoutMs":300000}}';
const KA = '{"type":"ka"}';
const INIT = '{"type":"connection_init"}';

let bed: ConformanceBed;

beforeAll(async () => {
  bed = await startConformance();
});

afterAll(async () => {
  await bed[Symbol.asyncDispose]();
});

const open = (options: RawSocketOptions): Promise<RawSocket> => openSocket(bed.origin, options);
const keyHeader = (): object => ({ host: new URL(bed.origin).host, 'x-api-key': bed.apiKey });
const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64');
const inQuery = (header: object): string =>
  `?header=${encodeURIComponent(base64(header))}&payload=e30=`;

/** The first two frames after connection_init. */
async function initialise(socket: RawSocket): Promise<string[]> {
  socket.send(INIT);
  return [await socket.next(), await socket.next()];
}

test('both paths take the upgrade and echo graphql-ws only', async () => {
  const credentials = Buffer.from(JSON.stringify(keyHeader())).toString('base64url');
  for (const path of ['/graphql/realtime', '/graphql']) {
    using socket = await open({ path, protocol: `graphql-ws, header-${credentials}` });

    expect(socket.upgrade).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/);
    expect(/\r\nsec-websocket-protocol: (.*)/i.exec(socket.upgrade)?.[1]).toBe('graphql-ws');
  }
});

test('another path is not upgraded', async () => {
  using socket = await open({ path: '/elsewhere', protocol: 'graphql-ws' });

  expect(socket.upgrade).toMatch(/^HTTP\/1\.1 404 /);
});

test('without the sub-protocol the socket opens, says NoProtocolError and closes', async () => {
  using socket = await open({ path: `/graphql/realtime${inQuery(keyHeader())}` });

  expect(await socket.next()).toBe(
    '{"payload":{"errors":[{"message":"NoProtocolError","errorCode":400}]},"type":"connection_error"}',
  );
  expect(await socket.closed).toBe(1000);
});

test('credentials are read from the query string, the sub-protocol and the HTTP headers', async () => {
  const unpadded = Buffer.from(JSON.stringify(keyHeader())).toString('base64url');
  const ways: RawSocketOptions[] = [
    { path: `/graphql/realtime${inQuery(keyHeader())}`, protocol: 'graphql-ws' },
    { path: '/graphql/realtime', protocol: `graphql-ws, header-${unpadded}` },
    {
      path: '/graphql/realtime',
      protocol: 'graphql-ws',
      headers: { 'x-api-key': bed.apiKey, host: new URL(bed.origin).host },
    },
  ];
  for (const way of ways) {
    using socket = await open(way);

    expect(await initialise(socket)).toEqual([ACK, KA]);
  }
});

test('IAM signs a synthetic POST to /graphql/connect with the body {}', async () => {
  const header = await signedConnection(bed.origin, ROOT_CREDENTIALS);
  using socket = await open({
    path: `/graphql/realtime${inQuery(header)}`,
    protocol: 'graphql-ws',
  });

  expect(await initialise(socket)).toEqual([ACK, KA]);
});

test('a Lambda authorizer is asked for the handshake under the name DeepDish:Connect', async () => {
  const host = new URL(bed.origin).host;
  const Authorization = 'custom:{"isAuthorized":true}';
  using socket = await open({
    path: `/graphql/realtime${inQuery({ host, Authorization })}`,
    protocol: 'graphql-ws',
  });
  using refused = await open({
    path: `/graphql/realtime${inQuery({ host, Authorization: 'custom:{"isAuthorized":false}' })}`,
    protocol: 'graphql-ws',
  });
  refused.send(INIT);

  expect(await initialise(socket)).toEqual([ACK, KA]);
  // What the function writes reaches the log a moment later.
  await expect.poll(() => bed.logged.join('\n')).toContain('asked for DeepDish:Connect');
  expect(await refused.next()).toContain('"errorCode":401');
});

test('a wrong key is a connection_error with code 401, then the socket is closed', async () => {
  using socket = await open({
    path: `/graphql/realtime${inQuery({ ...keyHeader(), 'x-api-key': 'da2-wrong' })}`,
    protocol: 'graphql-ws',
  });
  socket.send(INIT);

  expect(await socket.next()).toBe(
    '{"payload":{"errors":[{"errorType":"UnauthorizedException",' +
      '"message":"You are not authorized to make this call.","errorCode":401}]},"type":"connection_error"}',
  );
  expect(await socket.closed).toBe(1000);
});

test('credentials that are no base64 JSON are a connection_error with code 400', async () => {
  for (const header of ['%%%', 'bm90IGpzb24=', 'W10=', '']) {
    using socket = await open({
      path: `/graphql/realtime?header=${header}&payload=e30=`,
      protocol: 'graphql-ws',
    });
    socket.send(INIT);

    expect(await socket.next()).toMatch(/"errorCode":40[01]\}\]\},"type":"connection_error"\}$/);
    expect(await socket.closed).toBe(1000);
  }
});

test('connection_init is answered by connection_ack and at once a ka, neither with more', async () => {
  using socket = await open({
    path: `/graphql/realtime${inQuery(keyHeader())}`,
    protocol: 'graphql-ws',
  });
  // What comes before the ack is ignored.
  socket.send('{"type":"stop","id":"1"}');

  expect(await initialise(socket)).toEqual([ACK, KA]);
});
