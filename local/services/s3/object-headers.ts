/** The headers that live with an object: those it was stored with, and those it is given back with. */
import type { ServerResponse } from 'node:http';
import type { StoredObject } from './bucket.ts';
import { checksumHeader } from './checksums.ts';
import { invalidArgument, notImplemented, s3Error } from './errors.ts';
import { maxUserMetadataBytes } from './limits.ts';
import type { S3Request } from './request.ts';

type ObjectHeaders = Pick<StoredObject, 'headers' | 'metadata'>;

const metadataPrefix = 'x-amz-meta-';
const kept = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
] as const;
// documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
const overrides = new Map(kept.map((name) => [`response-${name}`, name]));
// documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html (this cloud has none of these)
const unsupported =
  /^x-amz-(?:tagging|website-redirect-location|object-lock-.*|write-offset-bytes|grant-.*|server-side-encryption-.+)$/;
// documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html (those that read at once)
const storageClasses =
  /^(?:STANDARD|REDUCED_REDUNDANCY|STANDARD_IA|ONEZONE_IA|INTELLIGENT_TIERING|GLACIER_IR)$/;

/** What of a request's headers is stored; throws for those this cloud cannot honour. */
export function readObjectHeaders({ headers }: S3Request): ObjectHeaders {
  refuseUnsupported(headers);
  const metadata: Record<string, string> = {};
  let metadataBytes = 0;
  for (const [name, value] of headers) {
    if (!name.startsWith(metadataPrefix)) continue;
    const key = name.slice(metadataPrefix.length);
    metadata[key] = decodeWords(value);
    metadataBytes += Buffer.byteLength(key) + Buffer.byteLength(metadata[key]);
  }
  if (metadataBytes > maxUserMetadataBytes) {
    throw s3Error('MetadataTooLarge', {
      MetadataSize: metadataBytes,
      MaxSizeAllowed: maxUserMetadataBytes,
    });
  }
  const stored: Record<string, string> = {};
  for (const name of kept) {
    const value = headers.get(name);
    if (value !== undefined) stored[name] = value;
  }
  // documented: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html (aws-chunked is not stored)
  const encoding = stored['content-encoding']
    ?.split(',')
    .filter((part) => part.trim() !== 'aws-chunked')
    .join(',');
  if (encoding) stored['content-encoding'] = encoding.trim();
  else delete stored['content-encoding'];
  // documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
  stored['content-type'] ??= 'binary/octet-stream';
  // documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html (shown unless it is STANDARD)
  const storageClass = headers.get('x-amz-storage-class') ?? 'STANDARD';
  if (storageClass !== 'STANDARD') stored['x-amz-storage-class'] = storageClass;
  return { headers: stored, metadata };
}

/** Sets an object's headers on an answer, with the overrides a signed request may ask for. */
export function setObjectHeaders(
  response: ServerResponse,
  object: StoredObject,
  request: S3Request,
): void {
  for (const [name, value] of Object.entries(object.headers)) response.setHeader(name, value);
  for (const [name, value] of Object.entries(object.metadata)) {
    response.setHeader(metadataPrefix + name, encodeWord(value));
  }
  for (const [parameter, header] of overrides) {
    const value = request.query.get(parameter);
    if (value === undefined) continue;
    // observed: https://github.com/guardian/grid/pull/1716
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      throw invalidArgument(
        'Header value cannot be represented using ISO-8859-1.',
        parameter,
        value,
      );
    }
    response.setHeader(header, value);
  }
  response.setHeader('ETag', `"${object.etag}"`);
  response.setHeader('Last-Modified', new Date(object.lastModifiedMs).toUTCString());
  response.setHeader('Accept-Ranges', 'bytes');
  setEncryption(response);
}

/** Says that the object is encrypted at rest, as every object is by default. */
export function setEncryption(response: ServerResponse): void {
  // documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
  response.setHeader('x-amz-server-side-encryption', 'AES256');
}

/** Shows an object's checksum. */
export function setChecksum(
  response: ServerResponse,
  { algorithm, type, value }: StoredObject['checksum'],
): void {
  response.setHeader(checksumHeader(algorithm), value);
  response.setHeader('x-amz-checksum-type', type);
}

function refuseUnsupported(headers: S3Request['headers']): void {
  for (const name of headers.keys()) {
    if (unsupported.test(name)) throw notImplemented(name);
  }
  const encryption = headers.get('x-amz-server-side-encryption') ?? 'AES256';
  if (encryption !== 'AES256') throw notImplemented('x-amz-server-side-encryption');
  const storageClass = headers.get('x-amz-storage-class') ?? 'STANDARD';
  if (!storageClasses.test(storageClass)) throw notImplemented('x-amz-storage-class');
  const acl = headers.get('x-amz-acl');
  // documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
  if (acl !== undefined && acl !== 'bucket-owner-full-control' && acl !== 'private') {
    throw s3Error('AccessControlListNotSupported');
  }
}

// documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html (the example there shows
// that header bytes are taken as ISO-8859-1 and given back as an RFC 2047 word in UTF-8)
function encodeWord(value: string): string {
  if (/^[\t\x20-\x7e]*$/.test(value)) return value;
  return `=?UTF-8?B?${Buffer.from(value, 'utf8').toString('base64')}?=`;
}

function decodeWords(value: string): string {
  return value.replace(
    /=\?UTF-8\?(?:B\?([A-Za-z0-9+/=]*)|Q\?([!->@-~]*))\?=/gi,
    (_, base64, quoted) =>
      base64 !== undefined
        ? Buffer.from(base64 as string, 'base64').toString('utf8')
        : decodeQuoted(quoted as string),
  );
}

function decodeQuoted(text: string): string {
  const bytes = text
    .replaceAll('_', ' ')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
