/** What a copy reads: the object `x-amz-copy-source` names, and which of its bytes. */
import type { Bucket, StoredObject } from './bucket.ts';
import type { ObjectCall } from './call.ts';
import { invalidArgument, s3Error } from './errors.ts';
import { maxCopySourceBytes, maxKeyBytes, minRangeSourceBytes } from './limits.ts';
import type { ByteRange } from './range.ts';
import { decode } from './request.ts';

export interface CopySource {
  readonly bucket: Bucket;
  readonly object: StoredObject;
}

/** The object a copy reads, if the caller may. */
export function findSource(call: ObjectCall): CopySource {
  const header = call.request.headers.get('x-amz-copy-source') ?? '';
  const [path = '', parameters] = header.replace(/^\//, '').split('?');
  if (parameters?.startsWith('versionId='))
    throw s3Error('NotImplemented', { Header: 'versionId' });
  const slash = path.indexOf('/');
  const key = decode(path.slice(slash + 1));
  if (slash < 1 || key === '' || Buffer.byteLength(key) > maxKeyBytes) {
    throw invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
      header,
    );
  }
  const BucketName = decode(path.slice(0, slash));
  call.allow('s3:GetObject', BucketName, key);
  const bucket = call.buckets.get(BucketName);
  if (!bucket) throw s3Error('NoSuchBucket', { BucketName });
  const object = bucket.get(key);
  if (!object) throw s3Error('NoSuchKey', { Key: key });
  return { bucket, object };
}

/** The bytes of the source a part is copied from: `x-amz-copy-source-range`, or all. */
export function readCopyRange({ request }: ObjectCall, { size }: StoredObject): ByteRange {
  const header = 'x-amz-copy-source-range';
  const text = request.headers.get(header);
  if (text === undefined) return checkBytes({ start: 0, end: size - 1, partial: false });
  const match = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(text);
  if (!match) {
    // observed: https://github.com/gaul/s3proxy/issues/304
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      header,
      text,
    );
  }
  const [start, end] = [Number(match[1]), Number(match[2])];
  if (start > end || end >= size) {
    // observed: https://github.com/versity/versitygw/issues/610
    throw invalidArgument(
      `Range specified is not valid for source object of size: ${size}`,
      header,
      text,
    );
  }
  if (size <= minRangeSourceBytes) {
    // documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html (Special errors)
    throw s3Error(
      'InvalidRequest',
      {},
      'The specified copy source is not supported as a byte-range copy source.',
    );
  }
  return checkBytes({ start, end, partial: true });
}

/** Refuses more bytes than one copy may have. */
export function checkBytes<Range extends Pick<ByteRange, 'start' | 'end'>>(range: Range): Range {
  if (range.end - range.start + 1 <= maxCopySourceBytes) return range;
  // observed: https://github.com/rclone/rclone/issues/2375
  throw s3Error(
    'InvalidRequest',
    {},
    `The specified copy source is larger than the maximum allowable size for a copy source: ${maxCopySourceBytes}`,
  );
}
