/** What an HTTP request asks of S3: the bucket, the key and the parameters, decoded and checked. */
import type { IncomingMessage } from 'node:http';
import { parseQuery, splitTarget } from '../aws/sigv4-canonical.ts';
import { s3Error } from './errors.ts';
import { maxKeyBytes } from './limits.ts';

/** A request, addressed but not yet authenticated. */
export interface S3Request {
  readonly method: string;
  /** Path and query as received. */
  readonly url: string;
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  /** Decoded; the first value of a repeated name. */
  readonly query: ReadonlyMap<string, string>;
  /** Lower-case names; repeated headers joined by commas. Presigned `x-amz-*` parameters count as headers. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: IncomingMessage;
}

// A signature's own parameters are no headers.
const signingParameters = new Set([
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-signedheaders',
  'x-amz-signature',
  'x-amz-security-token',
  'x-amz-content-sha256',
]);
// observed: https://github.com/ministackorg/ministack/issues/1695 (S3 signs a presigned URL's checksum and then
// ignores it; the SDK computes it over the empty body it has when it signs)
const ignoredParameter = /^x-amz-(?:sdk-)?checksum-/;

/** Reads a request; throws `InvalidURI` or `KeyTooLongError`. */
export function readRequest(message: IncomingMessage): S3Request {
  const url = originForm(message.url ?? '/');
  const { path, query: rawQuery } = splitTarget(url);
  const query = new Map<string, string>();
  for (const [name, value] of parseQuery(rawQuery)) if (!query.has(name)) query.set(name, value);
  return {
    method: message.method ?? 'GET',
    url,
    ...readAddress(path, message.headers.host ?? ''),
    query,
    headers: readHeaders(message, query),
    body: message,
  };
}

/** The bucket a `Host` names (virtual-hosted style), or undefined for path style. */
export function bucketOfHost(host: string): string | undefined {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const match =
    /^(?:(.+)\.)?s3(?:[.-][a-z0-9-]+)?\.(?:localhost|amazonaws\.com)$/.exec(name) ??
    /^(.+)\.localhost$/.exec(name);
  return match?.[1];
}

function readAddress(path: string, host: string): Pick<S3Request, 'bucket' | 'key'> {
  const hosted = bucketOfHost(host);
  const rest = path.replace(/^\//, '');
  if (hosted !== undefined) return { bucket: hosted, key: readKey(rest) };
  const slash = rest.indexOf('/');
  const bucket = slash < 0 ? rest : rest.slice(0, slash);
  if (bucket === '' && slash === 0) throw s3Error('InvalidBucketName', { BucketName: '' });
  return {
    bucket: bucket === '' ? undefined : decode(bucket),
    key: slash < 0 ? undefined : readKey(rest.slice(slash + 1)),
  };
}

function readKey(encoded: string): string | undefined {
  if (encoded === '') return undefined;
  const key = decode(encoded);
  const Size = Buffer.byteLength(key);
  if (Size > maxKeyBytes) throw s3Error('KeyTooLongError', { Size, MaxSizeAllowed: maxKeyBytes });
  return key;
}

/** Percent-decodes a path or throws `InvalidURI`. */
export function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw s3Error('InvalidURI', { URI: encoded });
  }
}

function readHeaders(message: IncomingMessage, query: ReadonlyMap<string, string>) {
  const headers = new Map<string, string>();
  if (query.has('X-Amz-Signature')) {
    for (const [parameter, value] of query) {
      const name = parameter.toLowerCase();
      if (!name.startsWith('x-amz-') || signingParameters.has(name)) continue;
      // Headers are byte strings everywhere else, so the parameter's UTF-8 bytes become one, too.
      if (!ignoredParameter.test(name)) {
        headers.set(name, Buffer.from(value, 'utf8').toString('latin1'));
      }
    }
  }
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    if (values) headers.set(name, values.join(','));
  }
  return headers;
}

// A proxy's request line may hold the whole URL.
function originForm(target: string): string {
  const match = /^https?:\/\/[^/?]*(.*)$/i.exec(target);
  const form = match ? (match[1] as string) : target;
  return form.startsWith('/') ? form : `/${form}`;
}
