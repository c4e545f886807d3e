/** Receives a request's payload: undoes its framing, and checks length, hashes and checksums against what was stated. */
import type { VerifiedSignature } from '../aws/sigv4.ts';
import { decodeAwsChunked } from './aws-chunked.ts';
import {
  checksumAlgorithms,
  checksumHeader,
  isChecksumValue,
  type ChecksumAlgorithm,
} from './checksums.ts';
import { digestChunks } from './digest-chunks.ts';
import type { DigestThreads } from './digest-threads.ts';
import type { DigestChoice } from './digests.ts';
import { s3Error, type S3Error } from './errors.ts';
import { invalidChecksum, readStatement, type Statement } from './payload-statement.ts';
import type { S3Request } from './request.ts';

export interface PayloadOptions {
  readonly signature: VerifiedSignature;
  readonly maxBytes: number;
  readonly idleTimeoutMs: number;
  /** Digests of large payloads; in this thread when absent. */
  readonly digestThreads?: DigestThreads | undefined;
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

/** Streams the payload into `write`; throws S3's error when anything stated does not hold. */
export async function receivePayload(
  request: S3Request,
  options: PayloadOptions,
  write: (chunk: Buffer) => Promise<void>,
): Promise<ReceivedPayload> {
  const statement = readStatement(request, options.signature.payloadHash, options.maxBytes);
  const stated = statement.checksum?.algorithm;
  const wanted = new Set([stated ?? options.byDefault, options.alsoCompute]);
  const choice: DigestChoice = {
    md5: true,
    sha256: statement.sha256 !== undefined,
    checksums: checksumAlgorithms.filter((algorithm) => wanted.has(algorithm)),
  };
  const trailers = new Map<string, string>();
  const payload = exactly(statement.bytes, payloadOf(request, statement, options, trailers));
  const digests = await digestChunks(payload, {
    bytes: statement.bytes,
    choice,
    threads: options.digestThreads,
    write,
  });
  const md5 = Buffer.from(digests.md5);
  checkHashes(statement, md5, digests.sha256);
  checkChecksum(statement, digests.checksums, trailers);
  return { size: statement.bytes, md5, checksums: digests.checksums, stated };
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

/** The chunks, which must be so many bytes. */
async function* exactly(bytes: number, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > bytes) throw s3Error('IncompleteBody');
    yield chunk;
  }
  if (size === bytes) return;
  throw s3Error('IncompleteBody', { NumberBytesExpected: bytes, NumberBytesProvided: size });
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
  let expire: ((reason: S3Error) => void) | undefined;
  const timer = setTimeout(() => expire?.(s3Error('RequestTimeout')), idleTimeoutMs);
  try {
    for (;;) {
      // One timer for all chunks: to make and clear one for each costs as much as to read it.
      timer.refresh();
      const next = await new Promise<IteratorResult<Buffer>>((resolve, reject) => {
        expire = reject;
        chunks.next().then(resolve, reject);
      });
      if (next.done) return;
      yield next.value;
    }
  } finally {
    clearTimeout(timer);
  }
}

function checkHashes(statement: Statement, md5: Buffer, sha256: string | undefined): void {
  const calculated = md5.toString('base64');
  if (statement.md5 !== undefined && statement.md5 !== calculated) {
    throw s3Error('BadDigest', { ExpectedDigest: statement.md5, CalculatedDigest: calculated });
  }
  if (statement.sha256 !== undefined && sha256 !== statement.sha256) {
    throw s3Error('XAmzContentSHA256Mismatch', {
      ClientComputedContentSHA256: statement.sha256,
      S3ComputedContentSHA256: sha256 ?? '',
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
