/** Signature version 4 over node:http: a client that shares no code with AWS's SDKs or with the local cloud. */
import { createHash, createHmac } from 'node:crypto';
import http from 'node:http';
import { REGION, ROOT } from './bed.ts';

export interface SignedRequest {
  readonly service: string;
  readonly method: string;
  /** As it is sent: encoded, and not made any prettier. */
  readonly path: string;
  /** Names and values, not encoded. */
  readonly query?: readonly (readonly [string, string])[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** With another secret than the right one, or not at all. */
  readonly signature?: 'right' | 'wrong' | 'none';
}

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Sends a request as the root of the bed, by the machine's clock; rejects when there is no answer. */
export function sendSigned(
  origin: string,
  request: SignedRequest,
  agent?: http.Agent,
): Promise<Answer> {
  const { method, path, query = [], body = new Uint8Array() } = request;
  const search = query.map(([name, value]) => `${encode(name)}=${encode(value)}`).sort();
  const target = search.length > 0 ? `${path}?${search.join('&')}` : path;
  const headers = signedHeaders(origin, request, search.join('&'));
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const sent = http.request(
      { hostname, port, method, path: target, agent, headers },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).once('error', reject);
        response.once('end', () => {
          const { statusCode: status = 0, headers: received } = response;
          resolve({ status, headers: received, body: Buffer.concat(chunks) });
        });
      },
    );
    sent.once('error', reject).end(body);
  });
}

function signedHeaders(
  origin: string,
  { service, method, path, headers = {}, body = new Uint8Array(), signature }: SignedRequest,
  search: string,
): Record<string, string> {
  const length = { 'content-length': String(body.length) };
  if (signature === 'none') return { ...headers, ...length };
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const signed: Record<string, string> = {
    'x-amz-content-sha256': sha256(body),
    ...headers,
    host: new URL(origin).host,
    'x-amz-date': time,
  };
  const names = Object.keys(signed).sort();
  // Only S3 takes the path as it was sent; the others encode it once more.
  const canonicalPath = service === 's3' ? path : path.split('/').map(encode).join('/');
  const canonical = [
    ...[method, canonicalPath, search],
    ...[...names.map((name) => `${name}:${signed[name]?.trim().replace(/ +/g, ' ')}`), ''],
    ...[names.join(';'), signed['x-amz-content-sha256'] ?? ''],
  ].join('\n');
  const scope = [time.slice(0, 8), REGION, service, 'aws4_request'];
  const secret = signature === 'wrong' ? 'guessed' : ROOT.secretAccessKey;
  const key = scope.reduce<Buffer>(hmac, Buffer.from(`AWS4${secret}`));
  const toSign = ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(canonical)].join('\n');
  const authorization = `AWS4-HMAC-SHA256 Credential=${ROOT.accessKeyId}/${scope.join('/')}, SignedHeaders=${names.join(';')}, Signature=${hmac(key, toSign).toString('hex')}`;
  return { ...signed, ...length, authorization };
}

/** As RFC 3986 has it: `encodeURIComponent` leaves five characters too many. */
export function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
