import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';

/** A raw answer of the GraphQL endpoint. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: {
    data?: Record<string, unknown> | null;
    errors?: { message: string; errorType?: string | null; errorInfo?: unknown }[];
  };
}

/** Posts a body as it is, with the headers given and no others of ours. */
export async function postRaw(
  origin: string,
  body: string,
  headers: Record<string, string>,
): Promise<RawAnswer> {
  const answer = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    body: JSON.parse(text) as RawAnswer['body'],
  };
}

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The headers that sign a request to `<origin>/graphql` with AWS's own signer. */
export async function signedHeaders(
  origin: string,
  body: string,
  credentials: Keys,
  signingDate = new Date(),
): Promise<Record<string, string>> {
  const { host, hostname } = new URL(origin);
  const signer = new SignatureV4({
    service: 'appsync',
    region: 'us-east-1',
    credentials,
    sha256: Sha256 as unknown as ConstructorParameters<typeof SignatureV4>[0]['sha256'],
  });
  const request = {
    method: 'POST',
    protocol: 'http:',
    hostname,
    path: '/graphql',
    headers: { host, 'content-type': 'application/json' },
    body,
  };
  const { headers } = await signer.sign(request, { signingDate });
  const { host: _signed, ...sent } = headers;
  return sent;
}

/** The header object with which IAM opens a realtime connection: signed as a POST of `{}` to `/graphql/connect`. */
export async function signedConnection(
  origin: string,
  credentials: Keys,
): Promise<Record<string, string>> {
  const { host, hostname } = new URL(origin);
  const signer = new SignatureV4({
    service: 'appsync',
    region: 'us-east-1',
    credentials,
    sha256: Sha256 as unknown as ConstructorParameters<typeof SignatureV4>[0]['sha256'],
  });
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: 'http:',
    hostname,
    path: '/graphql/connect',
    headers: {
      accept: 'application/json, text/javascript',
      'content-encoding': 'amz-1.0',
      'content-type': 'application/json; charset=UTF-8',
      host,
    },
    body: '{}',
  });
  return headers;
}

/** Calls an operation of an AWS service that speaks JSON, signed with AWS's own signer. */
export async function callJson(
  origin: string,
  service: string,
  target: string,
  body: unknown,
  credentials: Keys,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const { host, hostname } = new URL(origin);
  const signer = new SignatureV4({
    service,
    region: 'us-east-1',
    credentials,
    sha256: Sha256 as unknown as ConstructorParameters<typeof SignatureV4>[0]['sha256'],
  });
  const text = JSON.stringify(body);
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: 'http:',
    hostname,
    path: '/',
    headers: { host, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
    body: text,
  });
  const { host: _signed, ...sent } = headers;
  const answer = await fetch(origin, { method: 'POST', headers: sent, body: text });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

function Sha256(secret?: string) {
  const hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  return {
    update: (chunk: string | Uint8Array) => void hash.update(chunk),
    digest: () => Promise.resolve(new Uint8Array(hash.digest())),
  };
}
