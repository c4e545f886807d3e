/** The canonical forms AWS Signature Version 4 signs. Strings here hold bytes (latin1), as Node's headers do. */
import { createHash, createHmac } from 'node:crypto';

export type SignedHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What a signature is limited to. */
export interface CredentialScope {
  /** `YYYYMMDD`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

export const algorithm = 'AWS4-HMAC-SHA256';

/** Percent-encodes everything but RFC 3986's unreserved characters, in upper-case hex. */
export function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Percent-decodes, or gives the text back when its escapes are not UTF-8. */
export function uriDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Splits a request target as received into its path and its query without the `?`. */
export function splitTarget(url: string): { path: string; query: string } {
  const mark = url.indexOf('?');
  return mark < 0
    ? { path: url, query: '' }
    : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}

/** Decoded name and value pairs of a raw query, in order; a name without `=` has the value ''. */
export function parseQuery(rawQuery: string): [name: string, value: string][] {
  return rawQuery
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const name = equals < 0 ? pair : pair.slice(0, equals);
      const value = equals < 0 ? '' : pair.slice(equals + 1);
      return [uriDecode(name.replaceAll('+', ' ')), uriDecode(value.replaceAll('+', ' '))];
    });
}

/** The canonical path: S3 encodes the decoded path once and keeps it; the others normalise it and encode it twice. */
export function canonicalPath(path: string, service: string): string {
  // documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
  if (service === 's3')
    return path
      .split('/')
      .map((part) => uriEncode(uriDecode(part)))
      .join('/');
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(part);
  }
  const slash = kept.length > 0 && path.endsWith('/') ? '/' : '';
  return `/${kept.map(uriEncode).join('/')}${slash}`;
}

/** The canonical query: re-encoded, sorted, without the signature itself. */
export function canonicalQuery(rawQuery: string): string {
  return parseQuery(rawQuery)
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** The canonical request as a byte string. */
export function canonicalRequest(request: {
  method: string;
  url: string;
  headers: SignedHeaders;
  signedHeaderNames: readonly string[];
  payloadHash: string;
  service: string;
}): string {
  const { path, query } = splitTarget(request.url);
  const lines = request.signedHeaderNames.map(
    (name) => `${name}:${canonicalHeaderValue(request.headers[name])}\n`,
  );
  return [
    request.method,
    canonicalPath(path, request.service),
    canonicalQuery(query),
    lines.join(''),
    request.signedHeaderNames.join(';'),
    request.payloadHash,
  ].join('\n');
}

/** What is signed: the algorithm, the time, the scope and the hash of the canonical request. */
export function stringToSign(amzDate: string, scope: CredentialScope, canonical: string): string {
  return [algorithm, amzDate, scopeText(scope), sha256Hex(Buffer.from(canonical, 'latin1'))].join(
    '\n',
  );
}

/** `20261120/eu-central-1/s3/aws4_request`. */
export function scopeText(scope: CredentialScope): string {
  return `${scope.date}/${scope.region}/${scope.service}/aws4_request`;
}

/** The key that signs within one scope. */
export function deriveSigningKey(secretAccessKey: string, scope: CredentialScope): Buffer {
  return [scope.date, scope.region, scope.service, 'aws4_request'].reduce<Buffer>(
    (key, part) => createHmac('sha256', key).update(part).digest(),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
}

/** The lower-case hex signature of a text. */
export function sign(signingKey: Buffer, text: string): string {
  return createHmac('sha256', signingKey).update(text).digest('hex');
}

/** The lower-case hex SHA-256 of bytes or of a text's UTF-8. */
export function sha256Hex(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function canonicalHeaderValue(value: string | readonly string[] | undefined): string {
  const values = typeof value === 'string' ? [value] : (value ?? []);
  return values.map((each) => asBytes(each).trim().replace(/ +/g, ' ')).join(',');
}

// Node hands header bytes over as latin1, so a value up to U+00FF already is what was on the wire.
// Headers that came as JSON (AppSync's realtime handshake) are text and become UTF-8 here.
function asBytes(value: string): string {
  for (const character of value) {
    if (character > 'ÿ') return Buffer.from(value, 'utf8').toString('latin1');
  }
  return value;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
