import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A WebSocket written and read by hand: what is tested is not encoded by the library that serves it. */
export interface RawSocket extends Disposable {
  /** The server's answer to the upgrade, as text. */
  readonly upgrade: string;
  send(text: string): void;
  /** Writes bytes as they are. */
  sendBytes(bytes: Buffer): void;
  /** The next text frame. */
  next(waitMs?: number): Promise<string>;
  /** The frames that have come and were not read yet. */
  readonly pending: readonly string[];
  /** The close code of the server; 1006 when there was none. */
  readonly closed: Promise<number>;
}

export interface RawSocketOptions {
  readonly path: string;
  readonly protocol?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const WAIT_MS = 5_000;
const TEXT = 1;
const CLOSE = 8;

/** Opens a TCP connection and upgrades it by a literal request. */
export async function openSocket(origin: string, options: RawSocketOptions): Promise<RawSocket> {
  const { hostname, port, host } = new URL(origin);
  const socket = connect({ host: hostname, port: Number(port) });
  const headers = {
    Host: host,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    ...(options.protocol === undefined ? {} : { 'Sec-WebSocket-Protocol': options.protocol }),
    ...options.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const frames = createFrames(socket);
  socket.write(`GET ${options.path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  const upgrade = await frames.upgrade;
  return {
    upgrade,
    send: (text) => void socket.write(maskedFrame(text)),
    sendBytes: (bytes) => void socket.write(bytes),
    next: frames.next,
    pending: frames.pending,
    closed: frames.closed,
    [Symbol.dispose]: () => void socket.destroy(),
  };
}

/** A client's text frame of RFC 6455, masked as it must be. */
export function maskedFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const mask = randomBytes(4);
  const masked = payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0));
  return Buffer.concat([frameHead(payload.length), mask, masked]);
}

function frameHead(length: number): Buffer {
  if (length < 126) return Buffer.from([0x80 | TEXT, 0x80 | length]);
  if (length < 65_536) {
    const head = Buffer.from([0x80 | TEXT, 0x80 | 126, 0, 0]);
    head.writeUInt16BE(length, 2);
    return head;
  }
  const head = Buffer.alloc(10);
  head.writeUInt16BE(((0x80 | TEXT) << 8) | 0x80 | 127);
  head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}

function createFrames(socket: Socket) {
  let bytes = Buffer.alloc(0);
  let isUpgraded = false;
  let closeCode = 1006;
  const pending: string[] = [];
  const readers: ((frame: string) => void)[] = [];
  const upgrade = Promise.withResolvers<string>();
  socket.on('error', () => undefined); // a reset is a close without a code
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    if (!isUpgraded) readUpgrade();
    while (isUpgraded && readFrame());
  });
  const closed = once(socket, 'close').then(() => {
    upgrade.resolve(bytes.toString('latin1'));
    return closeCode;
  });

  function readUpgrade(): void {
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) return;
    const text = bytes.subarray(0, end).toString('latin1');
    if (!text.startsWith('HTTP/1.1 101')) return;
    isUpgraded = true;
    bytes = bytes.subarray(end + 4);
    upgrade.resolve(text);
  }

  /** Takes one whole frame off the bytes; servers do not mask. */
  function readFrame(): boolean {
    const [first = 0, second = 0] = bytes;
    const size = second & 0x7f;
    const start = size === 126 ? 4 : size === 127 ? 10 : 2;
    if (bytes.length < start) return false;
    const length =
      size === 126 ? bytes.readUInt16BE(2) : size === 127 ? Number(bytes.readBigUInt64BE(2)) : size;
    if (bytes.length < start + length) return false;
    const payload = bytes.subarray(start, start + length);
    bytes = bytes.subarray(start + length);
    if ((first & 0x0f) === TEXT) receive(payload.toString('utf8'));
    if ((first & 0x0f) === CLOSE) {
      closeCode = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
      socket.end();
    }
    return true;
  }

  function receive(frame: string): void {
    const reader = readers.shift();
    if (reader) reader(frame);
    else pending.push(frame);
  }

  function next(waitMs = WAIT_MS): Promise<string> {
    const frame = pending.shift();
    if (frame !== undefined) return Promise.resolve(frame);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no frame in ${waitMs} ms`)), waitMs);
      readers.push((text) => {
        clearTimeout(timer);
        resolve(text);
      });
    });
  }

  return { upgrade: upgrade.promise, pending, next, closed };
}
