/** What a request states of its payload: its framing, length, hashes and checksum. */
import {
  checksumAlgorithms,
  checksumHeader,
  isChecksumValue,
  parseAlgorithm,
  type ChecksumAlgorithm,
} from './checksums.ts';
import { invalidArgument, s3Error, type S3Error } from './errors.ts';
import type { S3Request } from './request.ts';

/** What a request says of its payload. */
export interface Statement {
  readonly bytes: number;
  readonly framed: boolean;
  readonly chunksSigned: boolean;
  readonly sha256: string | undefined;
  readonly md5: string | undefined;
  readonly checksum: { algorithm: ChecksumAlgorithm; value: string | undefined } | undefined;
  readonly trailerNames: readonly string[];
}

/** Reads it, or refuses it; `mode` is what `x-amz-content-sha256` says. */
export function readStatement({ headers }: S3Request, mode: string, maxBytes: number): Statement {
  const framed = mode.startsWith('STREAMING-');
  const hashed = /^[0-9a-f]{64}$/.test(mode);
  const known = framed
    ? /^STREAMING-(?:AWS4-HMAC-SHA256-PAYLOAD(?:-TRAILER)?|UNSIGNED-PAYLOAD-TRAILER)$/.test(mode)
    : hashed || mode === 'UNSIGNED-PAYLOAD';
  if (!known) {
    throw invalidArgument(
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
      'x-amz-content-sha256',
      mode,
    );
  }
  const trailerNames = readTrailerNames(headers.get('x-amz-trailer'), mode.endsWith('-TRAILER'));
  return {
    bytes: readLength(headers, framed, maxBytes),
    framed,
    chunksSigned: mode.includes('AWS4-HMAC-SHA256'),
    sha256: hashed ? mode : undefined,
    md5: readMd5(headers.get('content-md5')),
    checksum: readChecksum(headers, trailerNames),
    trailerNames,
  };
}

function readLength(headers: S3Request['headers'], framed: boolean, maxBytes: number): number {
  if (!framed && headers.has('transfer-encoding')) {
    // documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html (Content-Length is required)
    throw s3Error('NotImplemented', { Header: 'Transfer-Encoding' });
  }
  const name = framed ? 'x-amz-decoded-content-length' : 'content-length';
  const text = headers.get(name);
  if (text === undefined || !/^\d{1,15}$/.test(text)) throw s3Error('MissingContentLength');
  const bytes = Number(text);
  if (bytes > maxBytes) {
    throw s3Error('EntityTooLarge', { ProposedSize: bytes, MaxSizeAllowed: maxBytes });
  }
  return bytes;
}

function readMd5(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length !== 16 || bytes.toString('base64') !== value)
    throw s3Error('InvalidDigest', { 'Content-MD5': value });
  return value;
}

function readTrailerNames(value: string | undefined, allowed: boolean): string[] {
  if (value === undefined || !allowed) return [];
  const names = value.split(',').map((name) => name.trim().toLowerCase());
  const unknown = names.some((name) => !checksumAlgorithms.some((a) => checksumHeader(a) === name));
  if (unknown) {
    // observed: https://github.com/versity/versitygw/issues/1161
    throw s3Error(
      'InvalidRequest',
      {},
      'The value specified in the x-amz-trailer header is not supported',
    );
  }
  return names;
}

function readChecksum(headers: S3Request['headers'], trailerNames: readonly string[]) {
  const found = checksumAlgorithms.flatMap((algorithm) => {
    const name = checksumHeader(algorithm);
    const value = headers.get(name);
    return value !== undefined || trailerNames.includes(name) ? [{ algorithm, value }] : [];
  });
  if (found.length > 1) {
    throw s3Error(
      'InvalidRequest',
      {},
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const [checksum] = found;
  if (checksum?.value !== undefined && !isChecksumValue(checksum.algorithm, checksum.value)) {
    throw invalidChecksum(checksum.algorithm);
  }
  const named = headers.get('x-amz-sdk-checksum-algorithm');
  if (named !== undefined) checkNamedAlgorithm(named, checksum?.algorithm);
  return checksum;
}

function checkNamedAlgorithm(named: string, stated: ChecksumAlgorithm | undefined): void {
  const algorithm = parseAlgorithm(named);
  if (!algorithm) {
    throw s3Error(
      'InvalidRequest',
      {},
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    );
  }
  if (stated === undefined) {
    // observed: https://github.com/aws/aws-sdk-js-v3/issues/3906 (clients that name an algorithm and send no value)
    throw s3Error(
      'InvalidRequest',
      {},
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  if (stated !== algorithm) {
    throw s3Error(
      'InvalidRequest',
      {},
      `Value for x-amz-sdk-checksum-algorithm header is invalid.`,
    );
  }
}

/** For a value that is no checksum of its kind. */
export function invalidChecksum(algorithm: ChecksumAlgorithm): S3Error {
  return s3Error('InvalidRequest', {}, `Value for ${checksumHeader(algorithm)} header is invalid.`);
}
