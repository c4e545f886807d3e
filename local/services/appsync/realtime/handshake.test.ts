import { describe, expect, it } from 'vitest';
import type { Authenticator, PresentedCredentials } from '../types.ts';
import { readHandshake } from './handshake.ts';
import { createBed, KEY_HEADER, keyAuthenticator, until } from './test-bed.ts';

const INIT = '{"type":"connection_init"}';
const ACK = '{"type":"connection_ack","payload":{"connectionTimeoutMs":300000}}';
const UNAUTHORIZED =
  '{"payload":{"errors":[{"errorType":"UnauthorizedException","message":"You are not authorized to make this call.","errorCode":401}]},"type":"connection_error"}';
const UNREADABLE =
  '{"payload":{"errors":[{"errorType":"BadRequestException","message":"The authorization header is not a base64-encoded JSON object.","errorCode":400}]},"type":"connection_error"}';

function watched(): { presented: PresentedCredentials[]; authenticator: Authenticator } {
  const presented: PresentedCredentials[] = [];
  return {
    presented,
    authenticator: {
      authenticate(credentials) {
        presented.push(credentials);
        return keyAuthenticator.authenticate(credentials);
      },
    },
  };
}

const IGNORED = 'warn frame before connection_ack ignored';

describe('a good handshake', () => {
  it.each([
    ['the query string', { path: `/graphql/realtime?header=${KEY_HEADER}&payload=e30=` }],
    [
      'the query string, percent-encoded',
      { path: `/graphql?header=${KEY_HEADER}%3D%3D&payload=e30%3D` },
    ],
    [
      'the query string beside foreign parameters',
      { path: `/graphql?x-tenant=acme&header=${KEY_HEADER}` },
    ],
    [
      'the sub-protocol',
      { path: '/graphql/realtime', protocols: ['graphql-ws', `header-${KEY_HEADER}`] },
    ],
    [
      'the sub-protocol named first',
      { path: '/graphql', protocols: [`header-${KEY_HEADER}`, 'graphql-ws'] },
    ],
    ['HTTP headers', { path: '/graphql/realtime', headers: { 'X-Api-Key': 'K' } }],
  ])('takes credentials by %s and names graphql-ws only', async (_, how) => {
    await using bed = await createBed();

    const client = await bed.open(how);
    client.send(INIT);

    expect(await client.next()).toBe(ACK);
    expect(await client.next()).toBe('{"type":"ka"}');
    expect(client.socket.protocol).toBe('graphql-ws');
  });

  it('shows the authenticator what an IAM connection signs', async () => {
    const { presented, authenticator } = watched();
    await using bed = await createBed({ authenticator });

    const client = await bed.open();
    client.send(INIT);
    await client.next();

    expect(presented).toEqual([
      {
        headers: { host: 'localhost', 'x-api-key': 'K' },
        sourceIp: '127.0.0.1',
        signed: { method: 'POST', path: '/graphql/connect', body: '{}' },
      },
    ]);
  });

  it('reads base64url without padding and text outside ASCII', async () => {
    const { presented, authenticator } = watched();
    await using bed = await createBed({ authenticator });
    const header = Buffer.from('{"x-api-key":"K","note":"ÿÿ>?ž~"}').toString('base64url');

    const client = await bed.open({
      path: '/graphql',
      protocols: ['graphql-ws', `header-${header}`],
    });
    client.send(INIT);
    await client.next();

    expect(header).toMatch(/[-_]/);
    expect(presented[0]?.headers).toEqual({ 'x-api-key': 'K', note: 'ÿÿ>?ž~' });
  });

  it('reads a plus sign that was not percent-encoded', async () => {
    await using bed = await createBed();
    const header = Buffer.from('{"x-api-key":"K","n":">>>"}').toString('base64');

    const client = await bed.connect({ path: `/graphql?header=${header}` });

    expect(header).toContain('+');
    expect(client.socket.readyState).toBe(1);
  });

  it('names an IPv4 client as such on a dual-stack port', () => {
    const socket = { remoteAddress: '::ffff:127.0.0.1' };

    expect(readHandshake({ url: '/graphql', headers: {}, socket }).sourceIp).toBe('127.0.0.1');
  });

  it('waits for a slow check and only then acknowledges', async () => {
    const gate = Promise.withResolvers<undefined>();
    const authenticator: Authenticator = {
      authenticate: (credentials) =>
        gate.promise.then(() => keyAuthenticator.authenticate(credentials)),
    };
    await using bed = await createBed({ authenticator });

    const client = await bed.open();
    client.send(INIT);
    client.send('{"id":"early","type":"start","payload":{"data":"{}"}}');
    await until(() => bed.log.lines.includes(IGNORED), 'the start to be ignored');
    gate.resolve(undefined);

    expect([await client.next(), await client.next()]).toEqual([ACK, '{"type":"ka"}']);
  });
});

describe('a refused handshake', () => {
  it('opens without a sub-protocol, says NoProtocolError and closes', async () => {
    await using bed = await createBed();

    const client = await bed.open({ protocols: [] });

    expect(await client.next()).toBe(
      '{"payload":{"errors":[{"message":"NoProtocolError","errorCode":400}]},"type":"connection_error"}',
    );
    expect(await client.closed).toBe(1000);
  });

  it('answers connection_init with connection_error and closes', async () => {
    await using bed = await createBed();

    const client = await bed.open({ path: '/graphql?header=eyJ4LWFwaS1rZXkiOiJ3cm9uZyJ9' });
    client.send(INIT);

    expect(await client.next()).toBe(UNAUTHORIZED);
    expect(await client.closed).toBe(1000);
  });

  it('tells a client that sends nothing after a moment', async () => {
    await using bed = await createBed();
    const client = await bed.open({ path: '/graphql', headers: { 'x-api-key': 'wrong' } });

    await new Promise((resolve) => setTimeout(resolve, 20));
    bed.clock.advance(1_000);

    expect(await client.next()).toBe(UNAUTHORIZED);
    expect(await client.closed).toBe(1000);
  });

  it('treats no credentials at all as the authenticator does', async () => {
    await using bed = await createBed();

    const client = await bed.open({ path: '/graphql' });
    client.send(INIT);

    expect(await client.next()).toBe(UNAUTHORIZED);
  });

  it.each([
    ['an empty header', '/graphql?header='],
    ['no base64', '/graphql?header=!!!!'],
    ['base64 of no JSON', '/graphql?header=aGVsbG8='],
    ['base64 of a list', '/graphql?header=W10='],
    ['base64 of null', '/graphql?header=bnVsbA=='],
    ['base64 of broken UTF-8', '/graphql?header=/////w=='],
    ['a broken percent-encoding', '/graphql?header=%E0%A4%A'],
  ])('names the fault of %s', async (_, path) => {
    await using bed = await createBed();

    const client = await bed.open({ path });
    client.send(INIT);

    expect(await client.next()).toBe(UNREADABLE);
    expect(await client.closed).toBe(1000);
  });

  it('reports a failing authenticator without its details', async () => {
    const authenticator: Authenticator = {
      authenticate: () => Promise.reject(new Error('secret detail')),
    };
    await using bed = await createBed({ authenticator });

    const client = await bed.open();
    client.send(INIT);

    expect(await client.next()).toBe(
      '{"payload":{"errors":[{"errorType":"InternalFailure","message":"An internal failure occurred.","errorCode":500}]},"type":"connection_error"}',
    );
    expect(bed.log.lines).toContain('error connection check failed');
  });
});

describe('on the wire', () => {
  // FIN and opcode 8 (close), 2 bytes masked by zeroes, code 1000.
  const CLOSE_FRAME = '\x88\x82\x00\x00\x00\x00\x03\xe8';
  const upgrade = (path: string, ...headers: string[]): string =>
    [
      `GET ${path} HTTP/1.1`,
      'Host: localhost',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      ...headers,
      '\r\n',
    ].join('\r\n');
  const KEY = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';

  it('answers the upgrade of RFC 6455 literally', async () => {
    await using bed = await createBed();

    const text = upgrade('/graphql', KEY, 'Sec-WebSocket-Protocol: header-e30, graphql-ws');
    const received = await bed.exchange(text + CLOSE_FRAME);

    expect(received.split('\r\n')).toEqual([
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
      'Sec-WebSocket-Protocol: graphql-ws',
      '',
      '\x88\x02\x03\xe8', // the close frame, unmasked
    ]);
  });

  it('accepts padded base64 in the sub-protocol, which RFC 6455 has no room for', async () => {
    await using bed = await createBed();

    const protocols = 'Sec-WebSocket-Protocol: graphql-ws, header-eyJhIjoxfQ==';
    const received = await bed.exchange(upgrade('/graphql', KEY, protocols) + CLOSE_FRAME);

    expect(received).toMatch(/^HTTP\/1.1 101 /);
  });

  it.each([
    ['a wrong path', upgrade('/elsewhere', KEY), 404],
    ['a path that only starts right', upgrade('/graphql/realtime/x', KEY), 404],
    ['a path that is no URL', upgrade('//[::', KEY), 404],
    ['no key', upgrade('/graphql'), 400],
    ['another version', upgrade('/graphql', KEY).replace('13', '7'), 400],
    ['another method', upgrade('/graphql', KEY).replace('GET', 'POST'), 405],
  ])('refuses %s by HTTP status', async (_, text, status) => {
    await using bed = await createBed();

    expect(await bed.exchange(text)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  it('survives a client that is gone before the answer', async () => {
    await using bed = await createBed();

    const client = await bed.open();
    client.send(INIT);
    client.socket.terminate();
    const next = await bed.connect();

    expect(next.socket.readyState).toBe(1);
  });
});
