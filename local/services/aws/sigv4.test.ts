import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCredentialStore, type Credentials } from './credentials.ts';
import { sha256Hex } from './sigv4-canonical.ts';
import { NodeSha256 } from './test-sha256.ts';
import { verifySignature, type SignedRequest, type VerifyOptions } from './sigv4.ts';

const emptyHash = sha256Hex('');

const root = { accessKeyId: 'root', secretAccessKey: 'secret' };

function createSigner(service: string, credentials: Credentials = root, region = 'eu-central-1') {
  return new SignatureV4({
    service,
    region,
    credentials,
    sha256: NodeSha256,
    uriEscapePath: service !== 's3',
    applyChecksum: service === 's3',
  });
}

interface Draft {
  method?: string;
  path?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: string;
}

const signedAt = new Date('2026-11-20T12:00:00Z');

async function signed(service: string, draft: Draft = {}, credentials?: Credentials) {
  const request = await createSigner(service, credentials).sign(
    {
      method: draft.method ?? 'POST',
      protocol: 'http:',
      hostname: '127.0.0.1',
      path: draft.path ?? '/graphql',
      query: draft.query ?? {},
      headers: { host: '127.0.0.1:4000', ...draft.headers },
      body: draft.body ?? '',
    },
    { signingDate: signedAt },
  );
  return onTheWire(request.path, request, draft.body);
}

function onTheWire(
  path: string,
  request: { method: string; query?: object; headers: Record<string, string> },
  body?: string,
): SignedRequest {
  const pairs = Object.entries((request.query ?? {}) as Record<string, string>).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  const url = pairs.length > 0 ? `${path}?${pairs.join('&')}` : path;
  return { method: request.method, url, headers: request.headers, body: body ?? '' };
}

const options = (service: string, more: Partial<VerifyOptions> = {}): VerifyOptions => ({
  credentials: createCredentialStore('000000000000', root),
  now: signedAt.getTime() + 1000,
  service,
  region: 'eu-central-1',
  ...more,
});

function failureOf(request: SignedRequest, verifyOptions: VerifyOptions) {
  const { failure } = verifySignature(request, verifyOptions);
  return failure && { code: failure.code, status: failure.status, message: failure.message };
}

describe('signatures AWS publishes', () => {
  const documented = createCredentialStore('123456789012', {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  });
  const s3 = {
    credentials: documented,
    now: Date.parse('2013-05-24T00:00:00Z'),
    service: 's3',
    region: 'us-east-1',
  };
  const credential = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
  const host = 'examplebucket.s3.amazonaws.com';

  // documented: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
  test('verifies the GET Object example', () => {
    const headers = {
      host,
      range: 'bytes=0-9',
      'x-amz-content-sha256': emptyHash,
      'x-amz-date': '20130524T000000Z',
      authorization: `AWS4-HMAC-SHA256 Credential=${credential},SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41`,
    };

    const result = verifySignature({ method: 'GET', url: '/test.txt', headers }, s3);

    expect(result).toMatchObject({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', presigned: false });
  });

  test('verifies the PUT Object example, whose path has an escape', () => {
    const headers = {
      host,
      date: 'Fri, 24 May 2013 00:00:00 GMT',
      'x-amz-content-sha256': sha256Hex('Welcome to Amazon S3.'),
      'x-amz-date': '20130524T000000Z',
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      authorization: `AWS4-HMAC-SHA256 Credential=${credential},SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class,Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd`,
    };

    const result = verifySignature({ method: 'PUT', url: '/test%24file.text', headers }, s3);

    expect(result.failure).toBeUndefined();
  });

  test.each([
    ['?lifecycle', 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'],
    ['?max-keys=2&prefix=J', '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'],
  ])('verifies the bucket example GET /%s', (query, signature) => {
    const headers = {
      host,
      'x-amz-content-sha256': emptyHash,
      'x-amz-date': '20130524T000000Z',
      authorization: `AWS4-HMAC-SHA256 Credential=${credential},SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature=${signature}`,
    };

    expect(
      verifySignature({ method: 'GET', url: `/${query}`, headers }, s3).failure,
    ).toBeUndefined();
  });

  // documented: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
  test('verifies the presigned URL example', () => {
    const url = `/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(credential)}&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404`;

    const result = verifySignature({ method: 'GET', url, headers: { host } }, s3);

    expect(result).toMatchObject({ presigned: true, payloadHash: 'UNSIGNED-PAYLOAD' });
  });

  // documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
  test('verifies the IAM ListUsers example', () => {
    const headers = {
      Host: 'iam.amazonaws.com',
      'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8',
      'X-Amz-Date': '20150830T123600Z',
      Authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
    };
    const credentials = createCredentialStore('123456789012', {
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
    });

    const result = verifySignature(
      { method: 'GET', url: '/?Action=ListUsers&Version=2010-05-08', headers },
      { credentials, now: Date.parse('2015-08-30T12:36:00Z'), service: 'iam' },
    );

    expect(result.failure).toBeUndefined();
  });
});

describe('signatures of @smithy/signature-v4', () => {
  test('accepts a signed GraphQL request and names the principal', async () => {
    const request = await signed('appsync', { body: '{"query":"{ é }"}' });

    const result = verifySignature(request, options('appsync'));

    expect(result).toMatchObject({
      principal: { arn: 'arn:aws:iam::000000000000:root' },
      scope: { date: '20261120', region: 'eu-central-1', service: 'appsync' },
    });
  });

  test('accepts a Lambda path that holds an encoded ARN', async () => {
    const request = await signed('lambda', {
      path: '/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-central-1%3A0%3Afunction%3Af/invocations',
    });

    expect(failureOf(request, options('lambda'))).toBeUndefined();
  });

  test('accepts any path, query and header, by the rules of S3 and of the others', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 12 });
    const draft = fc.record({
      service: fc.constantFrom('s3', 'lambda'),
      path: fc.array(text, { maxLength: 4 }),
      query: fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), text, { maxKeys: 3 }),
      meta: fc.string({ maxLength: 20 }),
    });

    await fc.assert(
      fc.asyncProperty(draft, async ({ service, path, query, meta }) => {
        const encoded = path.map((part) =>
          encodeURIComponent(part).replace(
            /[!'()*]/g,
            (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
          ),
        );
        const headers = { 'x-amz-meta-note': meta };
        const request = await signed(service, { path: `/${encoded.join('/')}`, query, headers });
        expect(failureOf(request, options(service))).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  test('accepts a presigned request until it expires', async () => {
    const url = await createSigner('s3').presign(
      {
        method: 'GET',
        protocol: 'http:',
        hostname: '127.0.0.1',
        path: '/bucket/a%20b',
        query: { 'response-content-disposition': 'attachment; filename="x y.csv"' },
        headers: { host: '127.0.0.1:4566', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
      },
      { signingDate: signedAt, expiresIn: 60 },
    );
    const request = onTheWire(url.path, { ...url, headers: { host: '127.0.0.1:4566' } });

    const at = (seconds: number) => options('s3', { now: signedAt.getTime() + seconds * 1000 });
    expect(failureOf(request, at(60))).toBeUndefined();
    expect(failureOf(request, at(61))).toEqual({
      code: 'AccessDenied',
      status: 403,
      message: 'Request has expired',
    });
    const tampered = { ...request, url: request.url.replace('x%20y', 'z') };
    expect(failureOf(tampered, at(1))?.code).toBe('SignatureDoesNotMatch');
  });
});

describe('what is refused', () => {
  test.each<[string, (request: SignedRequest) => SignedRequest]>([
    ['another method', (request) => ({ ...request, method: 'PUT' })],
    ['another path', (request) => ({ ...request, url: '/graphql/connect' })],
    ['an added query', (request) => ({ ...request, url: `${request.url}?a=b` })],
    ['another body', (request) => ({ ...request, body: '{"query":"{ b }"}' })],
    ['another host', (request) => ({ ...request, headers: { ...request.headers, host: 'evil' } })],
  ])('refuses %s', async (_, tamper) => {
    const request = await signed('appsync', { body: '{"query":"{ a }"}' });

    expect(failureOf(tamper(request), options('appsync'))).toMatchObject({
      code: 'InvalidSignatureException',
      status: 403,
    });
  });

  test('refuses a request without a signature in the words of each service', () => {
    const request = { method: 'GET', url: '/', headers: { host: 'x' } };

    expect(failureOf(request, options('lambda'))?.code).toBe('MissingAuthenticationTokenException');
    expect(failureOf(request, options('s3'))?.code).toBe('AccessDenied');
  });

  test('refuses an unknown key and a foreign secret differently', async () => {
    const unknown = await signed('appsync', {}, { accessKeyId: 'AKIA', secretAccessKey: 'x' });
    const foreign = await signed('appsync', {}, { accessKeyId: 'root', secretAccessKey: 'x' });

    expect(failureOf(unknown, options('appsync'))?.code).toBe('UnrecognizedClientException');
    expect(failureOf(foreign, options('appsync'))?.code).toBe('InvalidSignatureException');
  });

  test('refuses a temporary key without its token, with another one, and when it ran out', async () => {
    const store = createCredentialStore('000000000000', root);
    const principal = { arn: 'arn', accountId: '000000000000', userId: 'AROA:s' };
    const issued = store.issue(principal);
    const { sessionToken: _omitted, ...bare } = issued;
    const accept = (request: SignedRequest, service: string, expired = false) =>
      failureOf(request, options(service, { credentials: store, isExpired: () => expired }))?.code;

    const good = await signed('s3', {}, issued);
    expect(accept(good, 's3')).toBeUndefined();
    expect(accept(good, 's3', true)).toBe('ExpiredToken');
    expect(accept(await signed('s3', {}, bare), 's3')).toBe('InvalidAccessKeyId');
    const other = await signed('s3', {}, { ...issued, sessionToken: 'other' });
    expect(accept(other, 's3')).toBe('InvalidToken');
  });

  test.each([
    ['s3', 15, 'RequestTimeTooSkewed'],
    ['appsync', 5, 'InvalidSignatureException'],
  ])('refuses %s requests more than %i minutes old or ahead', async (service, minutes, code) => {
    const request = await signed(service);
    const at = (ms: number) => options(service, { now: signedAt.getTime() + ms });

    expect(failureOf(request, at(minutes * 60_000))).toBeUndefined();
    expect(failureOf(request, at(minutes * 60_000 + 1))?.code).toBe(code);
    expect(failureOf(request, at(-minutes * 60_000 - 1))?.code).toBe(code);
  });

  test('says when a signature expired, as AWS words it', async () => {
    const request = await signed('appsync');
    const now = signedAt.getTime() + 600_000;

    expect(failureOf(request, options('appsync', { now }))?.message).toBe(
      'Signature expired: 20261120T120000Z is now earlier than 20261120T120500Z (20261120T121000Z - 5 min.)',
    );
  });

  test('refuses another scope', async () => {
    const request = await signed('lambda');

    expect(failureOf(request, options('appsync'))?.message).toBe(
      "Credential should be scoped to correct service: 'appsync'. ",
    );
    expect(failureOf(request, options('lambda', { region: 'us-east-1' }))?.message).toBe(
      'Credential should be scoped to a valid region. ',
    );
  });

  test('refuses an x-amz header S3 finds unsigned', async () => {
    const request = await signed('s3', { path: '/b/k' });
    const added = { ...request, headers: { ...request.headers, 'X-Amz-Meta-A': '1' } };

    const result = verifySignature(added, options('s3'));

    expect(result.failure).toMatchObject({
      code: 'AccessDenied',
      details: { HeadersNotSigned: 'x-amz-meta-a' },
    });
  });

  test('refuses any mangled Authorization header without throwing', () => {
    const shape = fc.oneof(
      fc.string(),
      fc.string().map((text) => `AWS4-HMAC-SHA256 ${text}`),
      fc
        .tuple(fc.string(), fc.string(), fc.string())
        .map(([a, b, c]) => `AWS4-HMAC-SHA256 Credential=${a}, SignedHeaders=${b}, Signature=${c}`),
    );

    fc.assert(
      fc.property(shape, fc.constantFrom('s3', 'lambda'), (authorization, service) => {
        const headers = { host: 'x', authorization, 'x-amz-date': '20261120T120000Z' };
        const { failure } = verifySignature(
          { method: 'GET', url: '/?%zz=%', headers },
          options(service),
        );
        expect(failure?.status).toBeGreaterThanOrEqual(400);
      }),
    );
  });
});
