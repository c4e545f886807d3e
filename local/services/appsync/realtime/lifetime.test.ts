import { connect } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { accepted, createBed, KEY_HEADER, until } from './test-bed.ts';

const START =
  '{"id":"1","type":"start","payload":{"data":"{\\"query\\":\\"subscription { onPublish }\\"}","extensions":{"authorization":{"x-api-key":"K"}}}}';

describe('a connection', () => {
  it('gets a ka with the ack and one each 60 s after it, with one timer for all', async () => {
    await using bed = await createBed();
    const first = await bed.connect();
    const timersForOne = bed.clock.timers;
    bed.clock.advance(10_000);
    const second = await bed.connect();
    const timersForTwo = bed.clock.timers;

    bed.clock.advance(50_000);
    const kaOfFirst = await first.next();
    second.send(START);
    const ackOfSecond = await second.next(); // no ka came before it
    bed.clock.advance(10_000);
    const kaOfSecond = await second.next();
    bed.clock.advance(600_000);
    const later = [];
    for (let n = 0; n < 10; n++) later.push(await first.next());

    expect(timersForTwo).toBe(timersForOne);
    expect([kaOfFirst, kaOfSecond]).toEqual(['{"type":"ka"}', '{"type":"ka"}']);
    expect(ackOfSecond).toBe('{"id":"1","type":"start_ack"}');
    expect(later).toEqual(Array(10).fill('{"type":"ka"}'));
  });

  it('without connection_init is closed after the init time-out', async () => {
    await using bed = await createBed();
    const client = await bed.open();

    bed.clock.advance(30_000);

    expect(await client.closed).toBe(1000);
  });

  it('with connection_init outlives the init time-out', async () => {
    await using bed = await createBed();
    const client = await bed.connect();

    bed.clock.advance(59_999);
    client.send(START);

    expect(await client.next()).toBe('{"id":"1","type":"start_ack"}');
  });

  it('is closed after 24 hours', async () => {
    await using bed = await createBed({ limits: { keepAliveMs: 3_600_000 } });
    const client = await bed.connect();
    client.send(START);
    await client.next();

    bed.clock.advance(86_399_999);
    const before = bed.endpoint.subscriptionCount;
    bed.clock.advance(1);

    expect(await client.closed).toBe(1001);
    expect([before, bed.endpoint.subscriptionCount]).toEqual([1, 0]);
  });

  it('leaves no timer and no subscription behind', async () => {
    await using bed = await createBed();
    const client = await bed.connect();
    client.send(START);
    await client.next();

    client.socket.close(1000);
    expect(await client.closed).toBe(1000);
    await until(() => bed.endpoint.connectionCount === 0, 'the connection to go');

    bed.clock.advance(86_400_000); // a timer that many share finds nobody due, and ends
    expect([bed.clock.timers, bed.endpoint.subscriptionCount]).toEqual([0, 0]);
  });
});

describe('the endpoint', () => {
  it('says going away to all when it stops, and takes nobody after', async () => {
    await using bed = await createBed();
    const clients = [await bed.connect(), await bed.open()];

    await bed.endpoint[Symbol.asyncDispose]();
    const answer = await bed.exchange(
      'GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    );

    expect(await Promise.all(clients.map((client) => client.closed))).toEqual([1001, 1001]);
    expect(answer).toMatch(/^HTTP\/1.1 503 /);
    expect([bed.clock.timers, bed.endpoint.connectionCount]).toEqual([0, 0]);
  });

  it('stops in bounded time though a client answers nothing', async () => {
    await using bed = await createBed({ limits: { closeTimeoutMs: 50 } });
    const client = await bed.connect();
    client.socket.pause();

    const startedAtMs = Date.now();
    await bed.endpoint[Symbol.asyncDispose]();

    expect(Date.now() - startedAtMs).toBeLessThan(1_000);
    client.socket.terminate();
  });

  it('cuts every socket without a close frame and welcomes new ones', async () => {
    await using bed = await createBed();
    const clients = [await bed.connect(), await bed.connect()];

    const count = bed.endpoint.cutSockets();
    const codes = await Promise.all(clients.map((client) => client.closed));
    const next = await bed.connect();

    expect([count, ...codes]).toEqual([2, 1006, 1006]);
    next.send(START);
    expect(await next.next()).toBe('{"id":"1","type":"start_ack"}');
  });
});

describe('a client that does not read', () => {
  it('is ended with a log line once too much waits for it, and the others are served', async () => {
    const payload = 'x'.repeat(100_000);
    const engine = {
      subscribe: () =>
        Promise.resolve({ accepted: accepted({ project: () => ({ data: { payload } }) }) }),
    };
    await using bed = await createBed({ engine, limits: { maxBufferedBytes: 1_000_000 } });
    const reader = await bed.connect();
    reader.send(START);
    await reader.next();
    const stalled = await stall(bed.port);
    await until(() => bed.endpoint.subscriptionCount === 2, 'both subscriptions');

    let published = 0;
    const publish = async (): Promise<void> => {
      bed.endpoint.listener.published({ mutation: 'publish', result: {} });
      await reader.next(); // keeps pace with one that reads
      published++;
    };
    while (bed.endpoint.connectionCount === 2 && published < 500) await publish();
    await publish();

    expect(bed.endpoint.connectionCount).toBe(1);
    expect(bed.log.lines).toContain('warn connection ended: the client does not read');
    expect(published).toBeGreaterThan(10);
    stalled.destroy();
  });

  /** Subscribes by bytes on a socket that is never read. */
  async function stall(port: number): Promise<ReturnType<typeof connect>> {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(
      `GET /graphql?header=${KEY_HEADER} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-ws\r\n\r\n',
    );
    socket.write(textFrame('{"type":"connection_init"}'));
    while (!String(await once(socket, 'data')).includes('{"type":"ka"}'));
    socket.pause();
    socket.write(textFrame(START));
    return socket;
  }

  /** FIN and opcode 1, masked by zeroes; RFC 6455 section 5.2. */
  function textFrame(text: string): Buffer {
    const body = Buffer.from(text);
    const length =
      body.length < 126 ? [0x80 | body.length] : [0x80 | 126, body.length >> 8, body.length & 0xff];
    return Buffer.concat([Buffer.from([0x81, ...length, 0, 0, 0, 0]), body]);
  }
});
