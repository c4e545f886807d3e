import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { deriveSigningKey } from '../aws/sigv4-canonical.ts';
import type { VerifiedSignature } from '../aws/sigv4.ts';
import { decodeAwsChunked, type ChunkedFraming } from './aws-chunked.ts';
import type { S3Error } from './errors.ts';

const scope = { date: '20130524', region: 'us-east-1', service: 's3' };
const seedOf = (signature: string): VerifiedSignature => ({
  principal: { arn: '', accountId: '', userId: '' },
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  scope,
  amzDate: '20130524T000000Z',
  signingKey: deriveSigningKey('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', scope),
  signature,
  payloadHash: '',
  presigned: false,
});

function inPieces(body: Buffer, pieceBytes: number): AsyncIterator<Buffer> {
  const count = Math.ceil(body.length / pieceBytes);
  const pieces = Array.from({ length: count }, (_, i) =>
    body.subarray(i * pieceBytes, (i + 1) * pieceBytes),
  );
  return Readable.from(pieces)[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
}

async function decode(body: string, framing: Partial<ChunkedFraming> = {}, pieceBytes = 1000) {
  const trailers = new Map<string, string>();
  const pieces: Buffer[] = [];
  const source = inPieces(Buffer.from(body, 'latin1'), pieceBytes);
  const decoded = decodeAwsChunked(source, { trailerNames: [], ...framing }, trailers);
  for await (const piece of decoded) pieces.push(piece);
  return {
    payload: Buffer.concat(pieces).toString('latin1'),
    trailers: Object.fromEntries(trailers),
  };
}

const codeOf = (decoding: Promise<unknown>) =>
  decoding.then(
    () => 'decoded',
    (error: unknown) => (error as S3Error).code,
  );

describe('chunks AWS signs in its documents', () => {
  // documented: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
  const seed = seedOf('4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9');
  const body = [
    `10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n`,
    `${'a'.repeat(65536)}\r\n`,
    `400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n`,
    `${'a'.repeat(1024)}\r\n`,
    `0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n`,
  ].join('');

  test('decode', async () => {
    expect((await decode(body, { seed })).payload).toBe('a'.repeat(66560));
  });

  test('do not decode when one byte or one signature differs', async () => {
    expect(await codeOf(decode(body.replace('aaa\r\n', 'aab\r\n'), { seed }))).toBe(
      'SignatureDoesNotMatch',
    );
    expect(await codeOf(decode(body.replace('=b6c6', '=b6c7'), { seed }))).toBe(
      'SignatureDoesNotMatch',
    );
    expect(await codeOf(decode(body.replace(/;chunk-signature=0055\w+/, ''), { seed }))).toBe(
      'SignatureDoesNotMatch',
    );
  });

  // documented: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
  test('decode with a signed trailer', async () => {
    const trailing = [
      `10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2\r\n`,
      `${'a'.repeat(65536)}\r\n`,
      `400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7\r\n`,
      `${'a'.repeat(1024)}\r\n`,
      `0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n`,
      `x-amz-checksum-crc32c:sOO8/Q==\r\n`,
      `x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n`,
    ].join('');
    const framing = {
      seed: seedOf('106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e'),
      trailerNames: ['x-amz-checksum-crc32c'],
    };

    expect((await decode(trailing, framing)).trailers).toEqual({
      'x-amz-checksum-crc32c': 'sOO8/Q==',
    });
    expect(await codeOf(decode(trailing.replace('sOO8', 'sOO9'), framing))).toBe(
      'SignatureDoesNotMatch',
    );
    const unsigned = trailing.replace(/x-amz-trailer-signature.*\r\n/, '');
    expect(await codeOf(decode(unsigned, framing))).toBe('SignatureDoesNotMatch');
  });
});

describe('unsigned chunks', () => {
  test('decode however the network cuts them', async () => {
    const text = fc.string({ maxLength: 50, unit: 'binary-ascii' });
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 20 }), async (payload, pieceBytes) => {
        const chunk = payload === '' ? '' : `${payload.length.toString(16)}\r\n${payload}\r\n`;
        const body = `${chunk}0\r\nx-amz-checksum-sha1:v\r\n\r\n`;
        const decoded = await decode(body, { trailerNames: ['x-amz-checksum-sha1'] }, pieceBytes);
        expect(decoded).toEqual({ payload, trailers: { 'x-amz-checksum-sha1': 'v' } });
      }),
    );
  });

  test.each([
    ['a size that is no number', 'zz\r\nab\r\n0\r\n\r\n', 'IncompleteBody'],
    ['a chunk longer than its size', '1\r\nab\r\n0\r\n\r\n', 'IncompleteBody'],
    ['a chunk that ends early', '5\r\nab', 'IncompleteBody'],
    ['no last chunk', '2\r\nab\r\n', 'IncompleteBody'],
    ['no empty line at the end', '0\r\n', 'IncompleteBody'],
    ['something after the end', '0\r\n\r\nx', 'IncompleteBody'],
    ['an endless size line', '1'.repeat(9000), 'IncompleteBody'],
    ['a trailer nobody announced', '0\r\nx-amz-checksum-sha1:v\r\n\r\n', 'MalformedTrailerError'],
    ['a short chunk before another', '2\r\nab\r\n2\r\nab\r\n0\r\n\r\n', 'InvalidChunkSizeError'],
  ])('do not decode with %s', async (_, body, code) => {
    expect(await codeOf(decode(body))).toBe(code);
  });

  test('do not decode without the trailer that was announced', async () => {
    const framing = { trailerNames: ['x-amz-checksum-sha1'] };

    expect(await codeOf(decode('0\r\n\r\n', framing))).toBe('MalformedTrailerError');
  });
});
