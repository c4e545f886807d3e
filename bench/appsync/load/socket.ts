import { connect, type Socket } from 'node:net';
import { API_KEY, PATH, SUBSCRIPTION } from '../api.ts';

/** A protocol on the socket: what is said until a subscription stands, and what a message looks like. */
interface Dialect {
  readonly subProtocols: string;
  readonly init: object;
  start(query: string, variables: object): object;
  /** Begins the answer to `init`. */
  readonly acknowledged: string;
  /** The answer to `start`; undefined: there is none. */
  readonly started: string | undefined;
  readonly message: string;
}

const KEY = { host: '127.0.0.1', 'x-api-key': API_KEY };

export const DIALECTS = {
  appsync: {
    subProtocols: `graphql-ws, header-${Buffer.from(JSON.stringify(KEY)).toString('base64url')}`,
    init: { type: 'connection_init' },
    start: (query, variables) => ({
      id: '1',
      type: 'start',
      payload: {
        data: JSON.stringify({ query, variables }),
        extensions: { authorization: KEY },
      },
    }),
    acknowledged: '"connection_ack"',
    started: '"start_ack"',
    message: '"data","payload"',
  },
  transport: {
    subProtocols: 'graphql-transport-ws',
    init: { type: 'connection_init', payload: KEY },
    start: (query, variables) => ({ id: '1', type: 'subscribe', payload: { query, variables } }),
    acknowledged: '"connection_ack"',
    started: undefined,
    message: '"next"',
  },
} as const satisfies Record<string, Dialect>;

export type DialectName = keyof typeof DIALECTS;

/**
 * A subscriber that costs the load generator as little as can be: a TCP socket on which the server's frames are
 * counted, and their bytes handed out unparsed.
 */
export async function subscribe(
  port: number,
  dialectName: DialectName,
  reportId: string,
  onMessage: (payload: Buffer) => void,
): Promise<Socket> {
  const dialect: Dialect = DIALECTS[dialectName];
  const { socket, frames } = await open(port, dialect.subProtocols);
  const { promise: subscribed, resolve, reject } = Promise.withResolvers<undefined>();
  socket.once('close', () => reject(new Error('the server closed a subscriber before it began')));
  frames((frame) => {
    if (frame.includes(dialect.message)) onMessage(frame);
    else if (frame.includes(dialect.acknowledged)) {
      socket.write(clientFrame(dialect.start(SUBSCRIPTION, { reportId })));
      if (dialect.started === undefined) resolve(undefined);
    } else if (dialect.started !== undefined && frame.includes(dialect.started)) resolve(undefined);
    else if (frame.includes('error')) reject(new Error(frame.toString()));
  });
  socket.write(clientFrame(dialect.init));
  await subscribed;
  return socket;
}

interface Opened {
  readonly socket: Socket;
  /** Sets who gets the frames' payloads from now on. */
  frames(listener: (payload: Buffer) => void): void;
}

async function open(port: number, subProtocols: string): Promise<Opened> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  socket.on('error', () => socket.destroy());
  socket.write(
    `GET ${PATH} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n' +
      `Sec-WebSocket-Protocol: ${subProtocols}\r\n\r\n`,
  );
  let listener: (payload: Buffer) => void = () => undefined;
  let rest = await upgraded(socket);
  const read = (chunk: Buffer): void => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    rest = readFrames(rest, listener);
  };
  socket.on('data', read);
  return { socket, frames: (next) => void (listener = next) };
}

/** Waits for the end of the upgrade's answer; gives the bytes after it. */
function upgraded(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let head: Buffer = Buffer.alloc(0);
    const read = (chunk: Buffer): void => {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      socket.off('data', read);
      if (head.includes(' 101 ')) resolve(head.subarray(end + 4));
      else reject(new Error(head.toString()));
    };
    socket.on('data', read);
    socket.once('close', () => reject(new Error('the server refused a socket')));
  });
}

/** Hands out the payloads of whole frames; gives what is left of an unfinished one. */
function readFrames(bytes: Buffer, listener: (payload: Buffer) => void): Buffer {
  let at = 0;
  while (bytes.length - at >= 2) {
    const short = (bytes[at + 1] ?? 0) & 0x7f;
    const head = short === 127 ? 10 : short === 126 ? 4 : 2;
    if (bytes.length - at < head) break;
    const length =
      short === 127
        ? Number(bytes.readBigUInt64BE(at + 2))
        : short === 126
          ? bytes.readUInt16BE(at + 2)
          : short;
    if (bytes.length - at < head + length) break;
    listener(bytes.subarray(at + head, at + head + length));
    at += head + length;
  }
  return bytes.subarray(at);
}

/** A client's frames must be masked; a mask of zeros leaves the bytes as they are. */
function clientFrame(message: object): Buffer {
  const payload = Buffer.from(JSON.stringify(message));
  const head = Buffer.alloc(payload.length < 126 ? 6 : 8);
  head[0] = 0x81;
  if (payload.length < 126) head[1] = 0x80 | payload.length;
  else {
    head[1] = 0x80 | 126;
    head.writeUInt16BE(payload.length, 2);
  }
  return Buffer.concat([head, payload]);
}
