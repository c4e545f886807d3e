/** Conditional requests: `If-Match` and its relatives, on reads and on writes. */
import type { StoredObject } from './bucket.ts';
import { notImplemented, s3Error } from './errors.ts';
import type { S3Request } from './request.ts';

type Headers = S3Request['headers'];

/** Whether a read goes on or ends in 304; throws `PreconditionFailed`. */
export function checkReadConditions(
  headers: Headers,
  object: StoredObject,
): 'send' | 'not-modified' {
  // documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html (tags win over dates)
  const modifiedMs = Math.floor(object.lastModifiedMs / 1000) * 1000;
  const match = headers.get('if-match');
  const unmodifiedSinceMs = dateOf(headers.get('if-unmodified-since'));
  if (match !== undefined) {
    if (!lists(match, object.etag)) throw failed('If-Match');
  } else if (unmodifiedSinceMs !== undefined && modifiedMs > unmodifiedSinceMs) {
    throw failed('If-Unmodified-Since');
  }
  const noneMatch = headers.get('if-none-match');
  const modifiedSinceMs = dateOf(headers.get('if-modified-since'));
  if (noneMatch !== undefined) return lists(noneMatch, object.etag) ? 'not-modified' : 'send';
  return modifiedSinceMs !== undefined && modifiedMs <= modifiedSinceMs ? 'not-modified' : 'send';
}

/** Throws unless a write may replace what is there (undefined: nothing). */
export function checkWriteConditions(
  headers: Headers,
  key: string,
  present: StoredObject | undefined,
): void {
  const noneMatch = headers.get('if-none-match');
  // documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html (expects the asterisk)
  if (noneMatch !== undefined && noneMatch !== '*') throw notImplemented('If-None-Match');
  if (noneMatch !== undefined && present) throw failed('If-None-Match');
  const match = headers.get('if-match');
  if (match === undefined) return;
  // documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
  if (!present) throw s3Error('NoSuchKey', { Key: key });
  if (!lists(match, present.etag)) throw failed('If-Match');
}

/** Throws unless the source of a copy is as the caller expects. */
export function checkCopySource(headers: Headers, source: StoredObject): void {
  const renamed = new Map(
    [...headers]
      .filter(([name]) => name.startsWith('x-amz-copy-source-if-'))
      .map(([name, value]) => [name.slice('x-amz-copy-source-'.length), value]),
  );
  if (checkReadConditions(renamed, source) === 'not-modified') {
    throw failed('x-amz-copy-source-If-None-Match');
  }
}

function failed(condition: string) {
  // observed: https://github.com/floci-io/floci/pull/1329
  return s3Error('PreconditionFailed', { Condition: condition });
}

/** True when a list of entity tags holds this one; quotes are optional, as S3 takes both. */
function lists(header: string, etag: string): boolean {
  return header
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, '').replaceAll('"', ''))
    .some((tag) => tag === '*' || tag === etag);
}

function dateOf(value: string | undefined): number | undefined {
  const timeMs = value === undefined ? Number.NaN : Date.parse(value);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}
