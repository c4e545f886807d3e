import { connect } from 'node:net';
import { once } from 'node:events';

/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  /** Lower-case names; the last value of a repeated one. */
  readonly headers: Readonly<Record<string, string>>;
  /** Names as the server wrote them. */
  readonly headerNames: readonly string[];
  readonly body: string;
}

const GIVE_UP_MS = 10_000;

/** Writes a request, byte for byte, to a new TCP connection and reads until the server ends it. */
export async function exchange(origin: string, request: string | Buffer): Promise<WireAnswer> {
  const { hostname, port } = new URL(origin);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.setTimeout(GIVE_UP_MS, () => socket.destroy(new Error('the server did not answer')));
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.write(request);
  await once(socket, 'close');
  return readAnswer(Buffer.concat(chunks));
}

/** A literal POST of `body` to `/graphql` with these headers and no others of ours but its length. */
export function post(
  origin: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<WireAnswer> {
  const bytes = Buffer.from(body);
  const all = {
    host: new URL(origin).host,
    connection: 'close',
    'content-length': String(bytes.length),
    ...headers,
  };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = Buffer.from(`POST /graphql HTTP/1.1\r\n${head.join('')}\r\n`);
  return exchange(origin, Buffer.concat([request, bytes]));
}

function readAnswer(bytes: Buffer): WireAnswer {
  const end = bytes.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const pairs = lines.map((line): [name: string, value: string] => [
    line.slice(0, line.indexOf(':')),
    line.slice(line.indexOf(':') + 1).trim(),
  ]);
  return {
    status: Number(statusLine.split(' ')[1]),
    headers: Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), value])),
    headerNames: pairs.map(([name]) => name),
    body: bytes.subarray(end + 4).toString('utf8'),
  };
}
