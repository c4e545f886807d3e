import type { IncomingMessage } from 'node:http';
import type { ConnectionRefusal } from './frames.ts';
import { isRecord, readAuthorization } from './authorization.ts';

/** The sub-protocol's historic name; it is neither Apollo's protocol nor graphql-transport-ws. */
export const SUB_PROTOCOL = 'graphql-ws';
const CREDENTIALS_PREFIX = 'header-';

/** What is read of an upgrade request. */
export type UpgradeRequest = Pick<IncomingMessage, 'url' | 'headers'> & {
  readonly socket: { readonly remoteAddress?: string | undefined };
};

/** What an upgrade request asks for. */
export interface Handshake {
  /** False: the client offered no `graphql-ws` and is told so. */
  readonly protocolOffered: boolean;
  /** The credentials shown, by lower-case name, or why they cannot be read. */
  readonly credentials:
    | { readonly headers: Readonly<Record<string, string | string[]>> }
    | { refusal: ConnectionRefusal };
  /** The request's own headers, as resolvers may see them. */
  readonly requestHeaders: Readonly<Record<string, string | string[]>>;
  readonly sourceIp: string;
}

/** Reads an upgrade request; never throws, whatever the client sent. */
export function readHandshake(request: UpgradeRequest): Handshake {
  const protocols = (request.headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((p) => p.trim());
  const requestHeaders = visibleHeaders(request);
  return {
    protocolOffered: protocols.includes(SUB_PROTOCOL),
    credentials: readCredentials(request, protocols, requestHeaders),
    requestHeaders,
    sourceIp: (request.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
  };
}

function readCredentials(
  request: UpgradeRequest,
  protocols: readonly string[],
  requestHeaders: Handshake['requestHeaders'],
): Handshake['credentials'] {
  // documented: https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html
  // assumed: when a client shows several, the order is query string, sub-protocol, HTTP headers
  const encoded =
    queryParameter(request.url ?? '', 'header') ??
    protocols.find((p) => p.startsWith(CREDENTIALS_PREFIX))?.slice(CREDENTIALS_PREFIX.length);
  if (encoded === undefined) return { headers: requestHeaders };
  const authorization = decode(encoded);
  return authorization ? { headers: authorization } : { refusal: UNREADABLE };
}

// assumed: the type is of the class clients have reported, the words are ours
const UNREADABLE: ConnectionRefusal = {
  errorType: 'BadRequestException',
  message: 'The authorization header is not a base64-encoded JSON object.',
  status: 400,
};

function queryParameter(url: string, name: string): string | undefined {
  const start = url.indexOf('?');
  const value = start < 0 ? null : new URLSearchParams(url.slice(start + 1)).get(name);
  // A client that forgot to percent-encode sent `+`, which a query string reads as a space.
  return value?.replaceAll(' ', '+');
}

function decode(encoded: string): Record<string, string> | undefined {
  try {
    // Reads both alphabets, padded or not.
    const json: unknown = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
    return isRecord(json) ? readAuthorization(json) : undefined;
  } catch {
    return undefined;
  }
}

function visibleHeaders(request: UpgradeRequest): Record<string, string | string[]> {
  const visible: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    // Cookies are never shown to resolvers, and the sub-protocol carries credentials.
    if (value === undefined || name === 'cookie' || name === 'sec-websocket-protocol') continue;
    visible[name] = value;
  }
  return visible;
}
