/** Decodes `Content-Encoding: aws-chunked` bodies, checking each chunk's signature where chunks are signed. */
import { createHash, timingSafeEqual, type Hash } from 'node:crypto';
import { scopeText, sha256Hex, sign } from '../aws/sigv4-canonical.ts';
import type { VerifiedSignature } from '../aws/sigv4.ts';
import { createByteReader, type ByteReader } from './byte-reader.ts';
import { s3Error, type S3Error } from './errors.ts';
import { minChunkBytes } from './limits.ts';

/** How a body is framed. */
export interface ChunkedFraming {
  /** The request's own signature, which the first chunk's continues; absent when chunks are unsigned. */
  readonly seed?: VerifiedSignature;
  /** The names `x-amz-trailer` announced; empty when no trailer may come. */
  readonly trailerNames: readonly string[];
}

// assumed: far above any real chunk header or trailer line
const maxLineBytes = 8192;
const emptyHash = sha256Hex('');

/** Yields the payload; fills `trailers` (lower-case names) before it ends. */
export async function* decodeAwsChunked(
  source: AsyncIterator<Buffer>,
  framing: ChunkedFraming,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer, void> {
  const reader = createByteReader(source);
  const chain = framing.seed ? createSignatureChain(framing.seed) : undefined;
  let previousBytes: number | undefined;
  for (let chunk = 1; ; chunk++) {
    const { size, signature } = parseChunkHeader(await reader.line(maxLineBytes));
    if (size > 0 && previousBytes !== undefined && previousBytes < minChunkBytes) {
      // observed: https://github.com/versity/versitygw/issues/1683 (`Chunk` names the one after the short one)
      throw s3Error('InvalidChunkSizeError', { Chunk: chunk, BadChunkSize: previousBytes });
    }
    const hash = createHash('sha256');
    yield* readExactly(reader, size, chain && hash);
    chain?.verifyChunk(hash.digest('hex'), signature);
    if (size === 0) break;
    if ((await reader.line(0)) === undefined) throw s3Error('IncompleteBody');
    previousBytes = size;
  }
  await readTrailers(reader, framing.trailerNames, trailers, chain);
  if ((await reader.take(1)) !== undefined) throw s3Error('IncompleteBody');
}

function parseChunkHeader(line: string | undefined): { size: number; signature?: string } {
  const match = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line ?? '');
  // observed: https://github.com/versity/versitygw/issues/1666 (any broken framing is IncompleteBody)
  if (!match) throw s3Error('IncompleteBody');
  const signature = match[2];
  return { size: Number.parseInt(match[1] as string, 16), ...(signature && { signature }) };
}

async function* readExactly(
  reader: ByteReader,
  bytes: number,
  hash?: Hash,
): AsyncGenerator<Buffer> {
  for (let left = bytes; left > 0;) {
    const piece = await reader.take(left);
    if (piece === undefined) throw s3Error('IncompleteBody');
    hash?.update(piece);
    left -= piece.length;
    yield piece;
  }
}

async function readTrailers(
  reader: ByteReader,
  announced: readonly string[],
  trailers: Map<string, string>,
  chain: SignatureChain | undefined,
): Promise<void> {
  let signed = '';
  let signature: string | undefined;
  for (;;) {
    const line = await reader.line(maxLineBytes);
    if (line === undefined) throw s3Error('IncompleteBody');
    if (line === '') break;
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'x-amz-trailer-signature') {
      signature = value;
    } else {
      // observed: https://github.com/scality/Arsenal/pull/2596 (unannounced or malformed)
      if (!announced.includes(name)) throw s3Error('MalformedTrailerError');
      trailers.set(name, value);
      signed += `${name}:${value}\n`;
    }
  }
  // observed: https://github.com/versity/versitygw/issues/1600 (announced, but it did not come)
  if (announced.some((name) => !trailers.has(name))) throw s3Error('MalformedTrailerError');
  if (chain && announced.length > 0) chain.verifyTrailer(signed, signature);
}

interface SignatureChain {
  verifyChunk(payloadHash: string, signature: string | undefined): void;
  verifyTrailer(lines: string, signature: string | undefined): void;
}

// documented: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
// documented: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
function createSignatureChain(seed: VerifiedSignature): SignatureChain {
  const { signingKey, amzDate, scope } = seed;
  let previous = seed.signature;
  const advance = (kind: string, rest: readonly string[], signature: string | undefined): void => {
    const text = [`AWS4-HMAC-SHA256-${kind}`, amzDate, scopeText(scope), previous, ...rest].join(
      '\n',
    );
    const expected = sign(signingKey, text);
    if (!equal(expected, signature ?? '')) throw mismatch(seed.accessKeyId, text, signature);
    previous = expected;
  };
  return {
    verifyChunk: (payloadHash, signature) =>
      advance('PAYLOAD', [emptyHash, payloadHash], signature),
    verifyTrailer: (lines, signature) => advance('TRAILER', [sha256Hex(lines)], signature),
  };
}

function mismatch(accessKeyId: string, text: string, signature = ''): S3Error {
  return s3Error('SignatureDoesNotMatch', {
    AWSAccessKeyId: accessKeyId,
    StringToSign: text,
    SignatureProvided: signature,
  });
}

function equal(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
