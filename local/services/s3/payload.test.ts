import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { DeleteObjectsCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCredentialStore } from '../aws/credentials.ts';
import { NodeSha256 } from '../aws/test-sha256.ts';
import {
  bucketName as Bucket,
  region,
  startTestService,
  type TestService,
} from './test-service.ts';

let s3: TestService;
beforeAll(async () => {
  s3 = await startTestService({ idleTimeoutMs: 150 });
});
afterAll(() => s3[Symbol.asyncDispose]());

const signer = new SignatureV4({
  service: 's3',
  region,
  credentials: { accessKeyId: 'root', secretAccessKey: 'secret' },
  sha256: NodeSha256,
  uriEscapePath: false,
  applyChecksum: false,
});

/** The headers of a signed request, made by a signer that is not ours. */
async function sign(
  headers: Record<string, string>,
  target: { method?: string; path?: string; query?: Record<string, string> } = {},
) {
  const host = `127.0.0.1:${s3.port}`;
  const { method = 'PUT', path = `/${Bucket}/raw`, query = {} } = target;
  const draft = { method, protocol: 'http:', hostname: '127.0.0.1', path, query };
  const signed = await signer.sign({ ...draft, headers: { host, ...headers } });
  return signed.headers;
}

/** Writes literal bytes to a new connection and gives back what was answered until it closes. */
function exchange(port: number, pieces: (string | Buffer)[]): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => {
      for (const piece of pieces) socket.write(piece);
    });
    socket.setTimeout(2000, () => socket.destroy());
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (answer.includes('</Error>') || answer.startsWith('HTTP/1.1 200')) socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}

const head = (headers: Record<string, string>, path = `/${Bucket}/raw`, method = 'PUT') =>
  `${method} ${path} HTTP/1.1\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;

async function send(headers: Record<string, string>, body: string | Buffer) {
  const bytes = Buffer.from(body as string);
  const signed = await sign({ 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', ...headers });
  const answer = await exchange(s3.port, [
    head({ ...signed, 'content-length': String(bytes.length) }),
    bytes,
  ]);
  return /<Code>(.*?)<\/Code>/.exec(answer)?.[1] ?? answer.slice(9, 12);
}

const streamed = (length: number, more = {}) => ({
  'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'content-encoding': 'aws-chunked',
  'x-amz-decoded-content-length': String(length),
  'x-amz-trailer': 'x-amz-checksum-crc32',
  ...more,
});
const nine = '9\r\n123456789\r\n0\r\n';

describe('a payload is stored', () => {
  test('when its trailing checksum matches', async () => {
    expect(await send(streamed(9), `${nine}x-amz-checksum-crc32:y/Q5Jg==\r\n\r\n`)).toBe('200');

    const read = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'raw' }));
    expect(await read.Body?.transformToString()).toBe('123456789');
    expect([read.ContentEncoding, read.ChecksumCRC32]).toEqual([undefined, 'y/Q5Jg==']);
  });

  // documented: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html, byte for byte
  test('when its chunks are signed as in the documents', async () => {
    await using own = await startTestService({
      region: 'us-east-1',
      credentials: createCredentialStore('1', {
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      }),
      clock: {
        now: () => Date.parse('2013-05-24T00:00:00Z'),
        after: () => ({ [Symbol.dispose]() {} }),
      },
    });
    own.service.createBucket({ name: 'examplebucket', corsRules: [] });
    const request = head(
      {
        Host: 's3.amazonaws.com',
        'x-amz-date': '20130524T000000Z',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
        Authorization:
          'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class,Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
        'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
        'Content-Encoding': 'aws-chunked',
        'x-amz-decoded-content-length': '66560',
        'Content-Length': '66824',
      },
      '/examplebucket/chunkObject.txt',
    );
    const chunks = [
      `10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n${'a'.repeat(65536)}\r\n`,
      `400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n${'a'.repeat(1024)}\r\n`,
      `0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n`,
    ];

    expect(await exchange(own.port, [request, ...chunks])).toMatch(/^HTTP\/1.1 200 OK/);
    const forged = chunks.map((chunk) => chunk.replace('aa\r\n', 'ab\r\n'));
    expect(await exchange(own.port, [request, ...forged])).toContain(
      '<Code>SignatureDoesNotMatch</Code>',
    );
  });
});

describe('a payload is refused, and leaves nothing,', () => {
  const trailer = 'x-amz-checksum-crc32:y/Q5Jg==\r\n\r\n';
  const sha256 = createHash('sha256').update('other').digest('hex');
  const named = { 'x-amz-sdk-checksum-algorithm': 'CRC32' };
  test.each<[string, string, Record<string, string>, string]>([
    [
      'when the trailing checksum is another',
      'BadDigest',
      streamed(9),
      `${nine}x-amz-checksum-crc32:AAAAAA==\r\n\r\n`,
    ],
    [
      'when the trailing checksum is nonsense',
      'InvalidRequest',
      streamed(9),
      `${nine}x-amz-checksum-crc32:?\r\n\r\n`,
    ],
    ['when the announced trailer is missing', 'MalformedTrailerError', streamed(9), `${nine}\r\n`],
    [
      'when the trailer is of no known kind',
      'InvalidRequest',
      streamed(9, { 'x-amz-trailer': 'x-amz-a' }),
      `${nine}${trailer}`,
    ],
    ['when its length is another', 'IncompleteBody', streamed(8), `${nine}${trailer}`],
    [
      'when its framing is broken',
      'IncompleteBody',
      streamed(9),
      `9\r\n12345678X9\r\n0\r\n${trailer}`,
    ],
    [
      'when its checksum header is another',
      'BadDigest',
      { 'x-amz-checksum-crc32c': 'AAAAAA==' },
      '123456789',
    ],
    [
      'when its checksum header is too short',
      'InvalidRequest',
      { 'x-amz-checksum-sha256': 'AAAA' },
      '123456789',
    ],
    [
      'with two checksums',
      'InvalidRequest',
      { 'x-amz-checksum-crc32': 'y/Q5Jg==', 'x-amz-checksum-crc32c': '4waSgw==' },
      '123456789',
    ],
    ['when a checksum is named but not sent', 'InvalidRequest', named, '123456789'],
    [
      'when its MD5 is another',
      'BadDigest',
      { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' },
      '123456789',
    ],
    ['when its MD5 is nonsense', 'InvalidDigest', { 'content-md5': 'nonsense' }, '123456789'],
    [
      'when its SHA-256 is another',
      'XAmzContentSHA256Mismatch',
      { 'x-amz-content-sha256': sha256 },
      '123456789',
    ],
    [
      'when its kind is unknown',
      'InvalidArgument',
      { 'x-amz-content-sha256': 'STREAMING-X' },
      '123456789',
    ],
  ])('%s (%s)', async (_, code, headers, body) => {
    await using own = await startTestService();
    const shared = s3;
    s3 = own;
    try {
      expect(await send(headers, body)).toBe(code);
    } finally {
      s3 = shared;
    }
    await expect.poll(() => readdirSync(own.blobDirectory), { timeout: 1000 }).toEqual([]);
  });

  test('when the sender stops half-way', async () => {
    await using own = await startTestService();
    const shared = s3;
    s3 = own;
    const signed = await sign({ 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' });
    s3 = shared;
    const request = head({ ...signed, 'content-length': '1000' });
    const socket = connect(own.port, '127.0.0.1', () => socket.write(`${request}half`));
    await expect.poll(() => readdirSync(own.blobDirectory).length, { timeout: 1000 }).toBe(1);

    socket.destroy();

    await expect.poll(() => readdirSync(own.blobDirectory), { timeout: 1000 }).toEqual([]);
    await expect(own.client.send(new GetObjectCommand({ Bucket, Key: 'raw' }))).rejects.toThrow(
      'does not exist',
    );
  });

  test('when the sender falls silent', async () => {
    const signed = await sign({ 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' });

    const answer = await exchange(s3.port, [head({ ...signed, 'content-length': '1000' }), 'half']);

    expect(answer).toMatch(/^HTTP\/1.1 400 .*Connection: close.*<Code>RequestTimeout</s);
  });

  test('when it is too large or its length is not told', async () => {
    const signed = await sign({ 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' });

    const large = await exchange(s3.port, [
      head({ ...signed, 'content-length': String(6 * 1024 ** 3) }),
    ]);
    const chunked = await exchange(s3.port, [
      head({ ...signed, 'transfer-encoding': 'chunked' }),
      '0\r\n\r\n',
    ]);
    const untold = await exchange(s3.port, [head(signed)]);

    expect(large).toContain('<Code>EntityTooLarge</Code>');
    expect(chunked).toContain('<Code>NotImplemented</Code>');
    expect(untold).toMatch(/^HTTP\/1.1 411 .*<Code>MissingContentLength</s);
  });
});

test('a body changed on the way is refused by the hash the SDK signed', async () => {
  const client = s3.connect();
  client.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { body: string };
      request.body = request.body.replace('1', '2');
      return next(args);
    },
    { step: 'deserialize', priority: 'low' },
  );

  const sent = client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: '111' }));

  await expect(sent).rejects.toMatchObject({ name: 'XAmzContentSHA256Mismatch' });
});

test.each([
  [`/${Bucket}/%zz`, '400', 'InvalidURI'],
  [`/${Bucket}/%ff`, '400', 'InvalidURI'],
  [`//x`, '400', 'InvalidBucketName'],
])('GET %s is answered with %s %s', async (path, status, code) => {
  const answer = await exchange(s3.port, [head({ host: 'x' }, path, 'GET')]);

  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} .*<Code>${code}</Code>`, 's'));
});

test('deleting many wants well-formed XML and a checksum', async () => {
  const bare = await sign(
    { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    { method: 'POST', path: `/${Bucket}`, query: { delete: '' } },
  );
  const body = '<Delete><Object><Key>a</Key></Object>';
  const md5 = createHash('md5').update(body).digest('base64');
  const exchangeWith = (more: object) =>
    exchange(s3.port, [
      head(
        { ...bare, 'content-length': String(body.length), ...more },
        `/${Bucket}?delete=`,
        'POST',
      ),
      body,
    ]);

  expect(await exchangeWith({})).toContain('Missing required header for this request: Content-MD5');
  expect(await exchangeWith({ 'content-md5': md5 })).toContain('<Code>MalformedXML</Code>');
  const many = { Objects: Array.from({ length: 1001 }, (_, i) => ({ Key: String(i) })) };
  const sent = s3.client.send(new DeleteObjectsCommand({ Bucket, Delete: many }));
  await expect(sent).rejects.toMatchObject({ name: 'MalformedXML' });
});
