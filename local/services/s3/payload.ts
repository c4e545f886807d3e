/** Receives a request's payload: undoes its framing, and checks length, hashes and checksums against what was stated. */
import { createHash, type Hash } from 'node:crypto';
import type { VerifiedSignature } from '../aws/sigv4.ts';
import { decodeAwsChunked } from './aws-chunked.ts';
import {
  checksumAlgorithms,
  checksumHeader,
  isChecksumValue,
  parseAlgorithm,
  startChecksum,
  type ChecksumAlgorithm,
} from './checksums.ts';
import { invalidArgument, s3Error, S3Error } from './errors.ts';
import type { S3Request } from './request.ts';

export interface PayloadOptions {
  readonly signature: VerifiedSignature;
  readonly maxBytes: number;
  readonly idleTimeoutMs: number;
  /** Computed besides a checksum the request states. */
  readonly alsoCompute?: ChecksumAlgorithm;
  /** Computed when the request states none. */
  readonly byDefault?: ChecksumAlgorithm;
}

/** A payload that arrived whole. */
export interface ReceivedPayload {
  readonly size: number;
  readonly md5: Buffer;
  /** Base64, of every algorithm computed. */
  readonly checksums: ReadonlyMap<ChecksumAlgorithm, string>;
  /** The algorithm the request stated a value of. */
  readonly stated: ChecksumAlgorithm | undefined;
}

/** What a request says of its payload. */
interface Statement {
  readonly bytes: number;
  readonly framed: boolean;
  readonly chunksSigned: boolean;
  readonly sha256: string | undefined;
  readonly md5: string | undefined;
  readonly checksum: { algorithm: ChecksumAlgorithm; value: string | undefined } | undefined;
  readonly trailerNames: readonly string[];
}

/** Streams the payload into `write`; throws S3's error when anything stated does not hold. */
export async function receivePayload(
  request: S3Request,
  options: PayloadOptions,
  write: (chunk: Buffer) => Promise<void>,
): Promise<ReceivedPayload> {
  const statement = readStatement(request, options);
  const stated = statement.checksum?.algorithm;
  const wanted = new Set([stated ?? options.byDefault, options.alsoCompute]);
  const running = checksumAlgorithms
    .filter((algorithm) => wanted.has(algorithm))
    .map((algorithm) => ({ algorithm, crc: startChecksum(algorithm) }));
  const md5 = createHash('md5');
  const sha256 = statement.sha256 === undefined ? undefined : createHash('sha256');
  const trailers = new Map<string, string>();
  let size = 0;
  for await (const chunk of payloadOf(request, statement, options, trailers)) {
    size += chunk.length;
    if (size > statement.bytes) throw s3Error('IncompleteBody');
    const written = write(chunk); // the disk works while the same bytes are hashed
    md5.update(chunk);
    sha256?.update(chunk);
    for (const { crc } of running) crc.update(chunk);
    await written;
  }
  if (size !== statement.bytes) {
    throw s3Error('IncompleteBody', {
      NumberBytesExpected: statement.bytes,
      NumberBytesProvided: size,
    });
  }
  const digest = md5.digest();
  const checksums = new Map(
    running.map(({ algorithm, crc }) => [algorithm, crc.digest().toString('base64')]),
  );
  checkHashes(statement, digest, sha256);
  checkChecksum(statement, checksums, trailers);
  return { size, md5: digest, checksums, stated };
}

/** The whole payload of a small request as text, checked the same way. */
export async function receiveText(request: S3Request, options: PayloadOptions): Promise<string> {
  const chunks: Buffer[] = [];
  await receivePayload(request, options, (chunk) => {
    chunks.push(chunk);
    return Promise.resolve();
  });
  return Buffer.concat(chunks).toString('utf8');
}

function readStatement({ headers }: S3Request, options: PayloadOptions): Statement {
  const mode = options.signature.payloadHash;
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
    bytes: readLength(headers, framed, options.maxBytes),
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

function payloadOf(
  request: S3Request,
  statement: Statement,
  options: PayloadOptions,
  trailers: Map<string, string>,
): AsyncIterable<Buffer> {
  const raw = readWithin(request, options.idleTimeoutMs);
  if (!statement.framed) return raw;
  const seed = statement.chunksSigned ? { seed: options.signature } : {};
  return decodeAwsChunked(raw, { ...seed, trailerNames: statement.trailerNames }, trailers);
}

/** The body's chunks; an idle sender ends in `RequestTimeout`. Leaving early does not end the connection. */
async function* readWithin({ body }: S3Request, idleTimeoutMs: number): AsyncGenerator<Buffer> {
  const chunks = body.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  for (;;) {
    let timer: NodeJS.Timeout | undefined;
    const idle = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(s3Error('RequestTimeout')), idleTimeoutMs);
    });
    try {
      const next = await Promise.race([chunks.next(), idle]);
      if (next.done) return;
      yield next.value;
    } finally {
      clearTimeout(timer);
    }
  }
}

function checkHashes(statement: Statement, md5: Buffer, sha256: Hash | undefined): void {
  const calculated = md5.toString('base64');
  if (statement.md5 !== undefined && statement.md5 !== calculated) {
    throw s3Error('BadDigest', { ExpectedDigest: statement.md5, CalculatedDigest: calculated });
  }
  const computed = sha256?.digest('hex');
  if (statement.sha256 !== undefined && computed !== statement.sha256) {
    throw s3Error('XAmzContentSHA256Mismatch', {
      ClientComputedContentSHA256: statement.sha256,
      S3ComputedContentSHA256: computed ?? '',
    });
  }
}

function checkChecksum(
  { checksum }: Statement,
  computed: ReadonlyMap<ChecksumAlgorithm, string>,
  trailers: ReadonlyMap<string, string>,
): void {
  if (!checksum) return;
  const value = checksum.value ?? trailers.get(checksumHeader(checksum.algorithm)) ?? '';
  if (!isChecksumValue(checksum.algorithm, value)) throw invalidChecksum(checksum.algorithm);
  if (value !== computed.get(checksum.algorithm)) throw badChecksum(checksum.algorithm);
}

/** `BadDigest` for a checksum that does not match. */
export function badChecksum(algorithm: ChecksumAlgorithm): S3Error {
  // observed: https://github.com/ministackorg/ministack/issues/1497
  return s3Error(
    'BadDigest',
    {},
    `The ${algorithm} you specified did not match the calculated checksum.`,
  );
}

function invalidChecksum(algorithm: ChecksumAlgorithm): S3Error {
  return s3Error('InvalidRequest', {}, `Value for ${checksumHeader(algorithm)} header is invalid.`);
}
