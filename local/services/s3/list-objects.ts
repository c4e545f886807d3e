/** ListObjectsV2 and its older form, ListBuckets, HeadBucket and GetBucketLocation. */
import type { Bucket } from './bucket.ts';
import { isoTime, sendEmpty, sendXml, type BucketCall, type Call } from './call.ts';
import { invalidArgument } from './errors.ts';
import { maxListedKeys } from './limits.ts';
import type { XmlValue } from './xml.ts';

interface Page {
  readonly keys: readonly string[];
  readonly prefixes: readonly string[];
  /** The last key or prefix of the page when more follow. */
  readonly last: string | undefined;
}

/** Lists keys by prefix, grouped by delimiter, a page at a time. */
export function listObjects(call: BucketCall): void {
  const { request, bucket, response } = call;
  call.allow('s3:ListBucket', bucket.name);
  const { query } = request;
  const isV2 = query.get('list-type') === '2';
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const maxKeys = readMaxKeys(query.get('max-keys'));
  const encode = readEncoding(query.get('encoding-type'));
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after') ?? '';
  const marker = query.get('marker') ?? '';
  const after = isV2 ? (token === undefined ? startAfter : readToken(token)) : marker;
  const page = pageOf(bucket.keys(), { prefix, delimiter, maxKeys, after });
  const optional = (text: string): string | undefined => (text === '' ? undefined : encode(text));
  const next = page.last === undefined ? {} : nextOf(page.last, isV2, delimiter, encode);
  sendXml(response, 'ListBucketResult', {
    Name: bucket.name,
    Prefix: encode(prefix),
    ...(isV2
      ? {
          StartAfter: optional(startAfter),
          ContinuationToken: token,
          KeyCount: page.keys.length + page.prefixes.length,
        }
      : { Marker: encode(marker) }),
    ...next,
    MaxKeys: maxKeys,
    Delimiter: optional(delimiter),
    EncodingType: query.get('encoding-type'),
    IsTruncated: page.last !== undefined,
    Contents: page.keys.map((key) => describe(bucket, key, encode)),
    CommonPrefixes: page.prefixes.map((each) => ({ Prefix: encode(each) })),
  });
}

/** Every bucket there is. */
export function listBuckets(call: Call): void {
  call.allow('s3:ListAllMyBuckets');
  const prefix = call.request.query.get('prefix') ?? '';
  const names = [...call.buckets.keys()].filter((name) => name.startsWith(prefix)).sort();
  sendXml(call.response, 'ListAllMyBucketsResult', {
    Owner: { ID: call.signature.principal.accountId },
    Buckets: {
      Bucket: names.map((Name) => ({
        Name,
        CreationDate: isoTime(call.buckets.get(Name)?.createdAtMs ?? 0),
      })),
    },
  });
}

/** Says that a bucket exists and where. */
export function headBucket(call: BucketCall): void {
  call.allow('s3:ListBucket', call.bucket.name);
  call.response.setHeader('x-amz-bucket-region', call.signature.scope.region);
  sendEmpty(call.response);
}

/** The bucket's region; empty for us-east-1. */
export function getBucketLocation(call: BucketCall): void {
  call.allow('s3:GetBucketLocation', call.bucket.name);
  const { region } = call.signature.scope;
  // documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${region === 'us-east-1' ? '' : region}</LocationConstraint>`;
  call.response.setHeader('Content-Type', 'application/xml');
  call.response.end(body);
}

/** How keys are written: as they are, or percent-encoded when the caller asks for it. */
export function readEncoding(type: string | undefined): (text: string) => string {
  if (type === undefined) return (text) => text;
  if (type !== 'url') {
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', type);
  }
  // documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html (slashes stay)
  return (text) => text.split('/').map(encodeURIComponent).join('/');
}

/** A page size from a query parameter, capped at S3's own. */
export function readMaxKeys(text: string | undefined, name = 'max-keys'): number {
  if (text === undefined) return maxListedKeys;
  if (!/^\d{1,10}$/.test(text)) {
    throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, text);
  }
  return Math.min(Number(text), maxListedKeys);
}

function pageOf(
  keys: readonly string[],
  wanted: { prefix: string; delimiter: string; maxKeys: number; after: string },
): Page {
  const { prefix, delimiter, maxKeys, after } = wanted;
  const page = { keys: [] as string[], prefixes: [] as string[] };
  let last: string | undefined;
  for (
    let index = firstIndex(keys, after < prefix ? prefix : after);
    index < keys.length;
    index++
  ) {
    const key = keys[index] as string;
    if (!key.startsWith(prefix)) {
      if (compareBytes(key, prefix) > 0) break;
      continue;
    }
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const group = cut < 0 ? undefined : key.slice(0, cut + delimiter.length);
    const isPast = compareBytes(key, after) <= 0 && after !== '';
    if (isPast || (group !== undefined && (group === page.prefixes.at(-1) || group === after))) {
      continue;
    }
    if (page.keys.length + page.prefixes.length >= maxKeys) {
      // documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
      // assumed: max-keys=0 gives an empty page that is not truncated
      return { ...page, last };
    }
    if (group === undefined) page.keys.push(key);
    else page.prefixes.push(group);
    last = group ?? key;
  }
  return { ...page, last: undefined };
}

/** The index of the first key that is not before `from` in byte order. */
function firstIndex(keys: readonly string[], from: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareBytes(keys[middle] as string, from) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function nextOf(
  last: string,
  isV2: boolean,
  delimiter: string,
  encode: (text: string) => string,
): Readonly<Record<string, XmlValue>> {
  if (isV2) return { NextContinuationToken: Buffer.from(`1${last}`).toString('base64url') };
  // documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html (only with a delimiter)
  return delimiter === '' ? {} : { NextMarker: encode(last) };
}

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (!text.startsWith('1')) {
    throw invalidArgument(
      'The continuation token provided is incorrect',
      'continuation-token',
      token,
    );
  }
  return text.slice(1);
}

function describe(bucket: Bucket, key: string, encode: (text: string) => string): XmlValue {
  const object = bucket.get(key);
  if (!object) return undefined;
  return {
    Key: encode(key),
    LastModified: isoTime(object.lastModifiedMs),
    ETag: `"${object.etag}"`,
    ChecksumAlgorithm: object.checksum.algorithm,
    ChecksumType: object.checksum.type,
    Size: object.size,
    StorageClass: object.headers['x-amz-storage-class'] ?? 'STANDARD',
  };
}
