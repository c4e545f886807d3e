/** Which bytes of an object a read wants. */
import type { StoredObject } from './bucket.ts';
import { invalidArgument, s3Error } from './errors.ts';
import { maxPartNumber } from './limits.ts';
import type { S3Request } from './request.ts';

/** Bytes `start` to `end`, both included; `end` is `start - 1` when there are none. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
  /** True when the answer is 206 with `Content-Range`. */
  readonly partial: boolean;
}

/** The bytes asked for by `Range` or `partNumber`; throws `InvalidRange` or `InvalidPartNumber`. */
export function readRange({ headers, query }: S3Request, object: StoredObject): ByteRange {
  const range = headers.get('range');
  const partNumber = query.get('partNumber');
  if (partNumber !== undefined) {
    if (range !== undefined) {
      throw s3Error(
        'InvalidRequest',
        {},
        'Cannot specify both Range header and partNumber query parameter',
      );
    }
    return rangeOfPart(object, partNumber);
  }
  const whole = { start: 0, end: object.size - 1, partial: false };
  // documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html (one range only)
  // assumed: anything else, several ranges included, is answered with the whole object, as RFC 9110 allows
  const match = /^bytes=(\d*)-(\d*)$/.exec(range?.replaceAll(' ', '') ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return whole;
  const [first, last] = [match[1] ?? '', match[2] ?? ''];
  const start = first === '' ? Math.max(0, object.size - Number(last)) : Number(first);
  const end =
    first === '' || last === '' ? object.size - 1 : Math.min(Number(last), object.size - 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return whole;
  if (start >= object.size) {
    throw s3Error('InvalidRange', { RangeRequested: range ?? '', ActualObjectSize: object.size });
  }
  return { start, end, partial: true };
}

function rangeOfPart(object: StoredObject, text: string): ByteRange {
  const partNumber = readPartNumber(text);
  const blob = object.blobs[partNumber - 1];
  if (!blob) {
    throw s3Error('InvalidPartNumber', {
      PartNumberRequested: partNumber,
      ActualPartCount: object.blobs.length,
    });
  }
  const start = object.blobs.slice(0, partNumber - 1).reduce((sum, { size }) => sum + size, 0);
  return { start, end: start + blob.size - 1, partial: blob.size > 0 };
}

/** A part number, or `InvalidArgument`. */
export function readPartNumber(text: string): number {
  const partNumber = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (partNumber < 1 || partNumber > maxPartNumber) {
    throw invalidArgument(
      `Part number must be an integer between 1 and ${maxPartNumber}, inclusive`,
      'partNumber',
      text,
    );
  }
  return partNumber;
}
