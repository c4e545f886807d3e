import { Agent } from 'node:http';
import type { LookupFunction } from 'node:net';
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3ServiceException,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { implicitDenial } from '../../../local/services/aws/iam/words.ts';
import { startTestService } from '../../../local/services/s3/test-service.ts';
import { localOnly, s3Target, type S3Target } from './target.ts';

const Key = 'x/report 1.csv';
let s3: S3Target;
let Bucket: string;
beforeAll(async () => {
  s3 = await s3Target([
    {
      allowedOrigins: ['https://*.example.com'],
      allowedMethods: ['GET', 'PUT'],
      allowedHeaders: ['content-*'],
      exposedHeaders: ['ETag'],
      maxAgeSeconds: 300,
    },
    { allowedOrigins: ['*'], allowedMethods: ['HEAD'] },
  ]);
  Bucket = s3.bucket;
  await s3.client.send(
    new PutObjectCommand({ Bucket, Key, Body: 'Date\n', ContentType: 'text/csv' }),
  );
});
afterAll(() => s3[Symbol.asyncDispose]());

const presign = (expiresIn = 60, more = {}) =>
  getSignedUrl(s3.client, new GetObjectCommand({ Bucket, Key, ...more }), { expiresIn });

async function refusalOf(answer: Promise<Response>) {
  const response = await answer;
  const body = await response.text();
  return { status: response.status, code: /<Code>(.*?)<\/Code>/.exec(body)?.[1], body };
}

describe('presigned requests', () => {
  test('download under a file name of the signer', async () => {
    const url = await presign(60, {
      ResponseContentDisposition: `attachment; filename="Überblick.csv"; filename*=UTF-8''%C3%9Cberblick.csv`,
      ResponseContentType: 'text/plain',
    });

    const response = await fetch(url);

    expect(await response.text()).toBe('Date\n');
    expect(response.headers.get('content-type')).toBe('text/plain');
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="Überblick.csv"; filename*=UTF-8''%C3%9Cberblick.csv`,
    );
  });

  test('cannot name a file in letters a header does not have', async () => {
    const url = await presign(60, {
      ResponseContentDisposition: 'attachment; filename="отчёт.csv"',
    });

    const refusal = await refusalOf(fetch(url));

    expect(refusal).toMatchObject({ status: 400, code: 'InvalidArgument' });
    expect(refusal.body).toContain('Header value cannot be represented using ISO-8859-1.');
  });

  test('work only for their method, key and signature', async () => {
    const url = await presign();

    expect((await fetch(url)).status).toBe(200);
    expect(await refusalOf(fetch(url.replace('report', 'other')))).toMatchObject({
      status: 403,
      code: 'SignatureDoesNotMatch',
    });
    expect((await refusalOf(fetch(url, { method: 'DELETE' }))).code).toBe('SignatureDoesNotMatch');
    expect((await refusalOf(fetch(`${url}&response-content-type=a/b`))).code).toBe(
      'SignatureDoesNotMatch',
    );
    expect(
      (await refusalOf(fetch(url.replace(/X-Amz-Expires=\d+/, 'X-Amz-Expires=604801')))).code,
    ).toBe('AuthorizationQueryParametersError');
  });

  localOnly('end when they expire', async () => {
    let nowMs = Date.now();
    const clock = { now: () => nowMs, after: () => ({ [Symbol.dispose]() {} }) };
    await using own = await startTestService({ clock });
    await own.client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    const url = await getSignedUrl(own.client, new GetObjectCommand({ Bucket, Key }), {
      expiresIn: 900,
    });

    nowMs += 899_000;
    expect((await fetch(url)).status).toBe(200);
    nowMs += 3000;
    const refusal = await refusalOf(fetch(url));

    expect(refusal).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect(refusal.body).toMatch(/Request has expired.*<Expires>20.*<ServerTime>20/);
  });

  test('upload what the bearer has, though the SDK signed the checksum of nothing', async () => {
    const url = await getSignedUrl(
      s3.client,
      new PutObjectCommand({ Bucket, Key: 'up', ContentType: 'a/b' }),
    );
    expect(url).toContain('x-amz-checksum-crc32=AAAAAA');

    const response = await fetch(url, {
      method: 'PUT',
      body: 'mine',
      headers: { 'content-type': 'a/b' },
    });

    expect(response.status).toBe(200);
    const read = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'up' }));
    expect(await read.Body?.transformToString()).toBe('mine');
  });

  test('take metadata from the URL, and no x-amz header that was not signed', async () => {
    const command = new PutObjectCommand({ Bucket, Key: 'up', Metadata: { owner: 'u1' } });
    const url = await getSignedUrl(s3.client, command);

    expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(200);
    const head = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'up' }));
    expect(head.Metadata).toEqual({ owner: 'u1' });
    const headers = { 'x-amz-meta-role': 'admin' };
    const refusal = await refusalOf(fetch(url, { method: 'PUT', body: 'x', headers }));
    expect(refusal).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect(refusal.body).toContain('<HeadersNotSigned>x-amz-meta-role</HeadersNotSigned>');
  });
});

describe('payloads', () => {
  test('a checksum that does not match the bytes is refused, and nothing is stored', async () => {
    const client = s3.connect({ requestChecksumCalculation: 'WHEN_REQUIRED' });
    const wrong = new PutObjectCommand({
      Bucket,
      Key: 'damaged',
      Body: '123456789',
      ChecksumCRC32: 'AAAAAA==',
    });

    await expect(client.send(wrong)).rejects.toMatchObject({
      name: 'BadDigest',
      $metadata: { httpStatusCode: 400 },
    });
    await expect(
      s3.client.send(new HeadObjectCommand({ Bucket, Key: 'damaged' })),
    ).rejects.toMatchObject({ name: 'NotFound' });
  });

  test('a Content-MD5 that does not match is refused, and one that is none too', async () => {
    const put = (ContentMD5: string) =>
      s3.client.send(new PutObjectCommand({ Bucket, Key: 'damaged', Body: 'x', ContentMD5 }));

    await expect(put('1B2M2Y8AsgTpgAmY7PhCfg==')).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(put('none')).rejects.toMatchObject({ name: 'InvalidDigest' });
  });
});

describe('who may', () => {
  test('refuses the anonymous, strangers and foreign regions', async () => {
    expect(await refusalOf(fetch(`${s3.url}/${Bucket}/x`))).toMatchObject({
      status: 403,
      code: 'AccessDenied',
    });
    const get = (config: object) =>
      s3
        .connect(config)
        .send(new GetObjectCommand({ Bucket, Key }))
        .catch((error: unknown) => (error as S3ServiceException).name);
    expect(await get({ credentials: { accessKeyId: 'AKIA', secretAccessKey: 's' } })).toBe(
      'InvalidAccessKeyId',
    );
    const { accessKeyId } = await s3.client.config.credentials();
    expect(await get({ credentials: { accessKeyId, secretAccessKey: 's' } })).toBe(
      'SignatureDoesNotMatch',
    );
    expect(await get({ region: 'ca-west-1' })).toBe('AuthorizationHeaderMalformed');
  });

  test('answers a refused HEAD without a body', async () => {
    const response = await fetch(`${s3.url}/${Bucket}/x`, { method: 'HEAD' });

    expect([response.status, await response.text()]).toEqual([403, '']);
    expect(response.headers.get('x-amz-request-id')).toMatch(/^[0-9A-F]{16}$/);
  });

  localOnly(
    'asks IAM for the action and the resource, and hides what may not be listed',
    async () => {
      const asked: string[] = [];
      await using own = await startTestService({
        authorize: (principal, action, resource) => {
          asked.push(`${principal.arn} ${action} ${resource}`);
          return action === 's3:GetObject' ? undefined : implicitDenial(action);
        },
      });
      const put = own.client.send(new PutObjectCommand({ Bucket, Key: 'a/b', Body: 'x' }));
      const get = () => own.client.send(new GetObjectCommand({ Bucket, Key: 'missing' }));

      await expect(put).rejects.toMatchObject({
        name: 'AccessDenied',
        message:
          'User: arn:aws:iam::000000000000:root is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::reports/a/b" because no identity-based policy allows the s3:PutObject action',
      });
      await expect(get()).rejects.toMatchObject({ name: 'AccessDenied' });
      expect(asked).toContain('arn:aws:iam::000000000000:root s3:ListBucket arn:aws:s3:::reports');
    },
  );
});

describe('cross-origin requests', () => {
  const preflight = (headers: Record<string, string>, path = `${Bucket}/x`) =>
    fetch(`${s3.url}/${path}`, { method: 'OPTIONS', headers });
  const asking = { origin: 'https://app.example.com', 'access-control-request-method': 'PUT' };

  test('preflight is answered from the first rule that matches', async () => {
    const response = await preflight({
      ...asking,
      'access-control-request-headers': 'Content-Type',
    });

    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': 'https://app.example.com',
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, PUT',
      'access-control-allow-headers': 'content-type',
      'access-control-expose-headers': 'ETag',
      'access-control-max-age': '300',
      vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
    });
  });

  test.each([
    ['another origin', { ...asking, origin: 'https://example.org' }],
    ['another method', { ...asking, 'access-control-request-method': 'DELETE' }],
    ['another header', { ...asking, 'access-control-request-headers': 'x-other' }],
  ])('preflight is refused for %s', async (_, headers) => {
    const refusal = await refusalOf(preflight(headers));

    expect(refusal).toMatchObject({ status: 403, code: 'AccessForbidden' });
    expect(refusal.body).toContain('<ResourceType>OBJECT</ResourceType>');
  });

  test('preflight wants an origin', async () => {
    expect(await refusalOf(preflight({}))).toMatchObject({ status: 400, code: 'BadRequest' });
  });

  localOnly('preflight wants rules', async () => {
    await using own = await startTestService();
    const answer = fetch(`${own.url}/${Bucket}/x`, { method: 'OPTIONS', headers: asking });
    expect((await refusalOf(answer)).body).toContain('CORS is not enabled for this bucket');
  });

  test('actual requests carry the headers, refused ones too, others not', async () => {
    const url = await presign();
    const from = (origin: string, target = url) => fetch(target, { headers: { origin } });

    expect(
      (await from('https://app.example.com')).headers.get('access-control-expose-headers'),
    ).toBe('ETag');
    const refused = await from('https://app.example.com', `${s3.url}/${Bucket}/x`);
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([
      403,
      'https://app.example.com',
    ]);
    expect(
      (await from('https://example.org')).headers.get('access-control-allow-origin'),
    ).toBeNull();
  });
});

localOnly('serves virtual-hosted requests', async () => {
  // Browsers resolve every name below localhost by themselves; Node asks the machine, which may not.
  const lookup: LookupFunction = (_host, _options, callback) =>
    callback(null, [{ address: '127.0.0.1', family: 4 }]);
  const client = s3.connect({
    endpoint: `http://localhost:${new URL(s3.url).port}`,
    requestHandler: { httpAgent: new Agent({ lookup }) },
  });

  const read = await client.send(new GetObjectCommand({ Bucket, Key }));

  expect(await read.Body?.transformToString()).toBe('Date\n');
});
