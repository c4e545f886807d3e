import {
  InitiateAuthCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { LocalCloud } from '../../../local/index.ts';
import { ROOT_CREDENTIALS, startTestCloud } from '../../support/cloud.ts';

/** Faults of calls to AWS services, seen by AWS's own SDK. */

const HELD_MS = 400;

let cloud: LocalCloud;
let bucket: string;
const clients: { destroy(): void }[] = [];

beforeAll(async () => {
  cloud = await startTestCloud();
  bucket = cloud.stack.ofType('AWS::S3::Bucket')[0]?.ref ?? '';
});

afterEach(() => cloud.faults.clear());

afterAll(async () => {
  for (const client of clients) client.destroy();
  await cloud[Symbol.asyncDispose]();
});

function clientOf<T extends { destroy(): void }>(
  Client: new (config: {
    endpoint: string;
    region: string;
    credentials: typeof ROOT_CREDENTIALS;
    maxAttempts: number;
  }) => T,
  maxAttempts: number,
): T {
  const client = new Client({
    endpoint: cloud.awsOrigin,
    region: 'us-east-1',
    credentials: ROOT_CREDENTIALS,
    maxAttempts,
  });
  clients.push(client);
  return client;
}

const put = (client: S3Client, Key: string) =>
  client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'text' }));

async function get(Key: string): Promise<string | undefined> {
  const s3 = clientOf(S3Client, 1);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
  return Body?.transformToString();
}

const CALLS: readonly (readonly [string, (attempts: number) => Promise<unknown>])[] = [
  ['s3', (attempts) => put(clientOf(S3Client, attempts), 'a')],
  ['dynamodb', (attempts) => clientOf(DynamoDBClient, attempts).send(new ListTablesCommand({}))],
  ['lambda', (attempts) => clientOf(LambdaClient, attempts).send(new ListFunctionsCommand({}))],
  [
    'cognito',
    (attempts) =>
      clientOf(CognitoIdentityProviderClient, attempts)
        .send(
          new InitiateAuthCommand({
            AuthFlow: 'REFRESH_TOKEN_AUTH',
            ClientId: 'unknown',
            AuthParameters: { REFRESH_TOKEN: 'none' },
          }),
        )
        .catch((error: unknown) => {
          // Nobody has this client: the service's own answer, once it is asked.
          if ((error as Error).name !== 'ResourceNotFoundException') throw error;
        }),
  ],
];
const callOf = (service: string) => CALLS.find(([name]) => name === service)?.[1];

test.each([
  ['s3', 'fail', 'InternalError', 500],
  ['s3', 'throttle', 'SlowDown', 503],
  ['s3', 'fail=ServiceUnavailable', 'ServiceUnavailable', 503],
  ['dynamodb', 'fail', 'InternalServerError', 500],
  ['dynamodb', 'throttle', 'ProvisionedThroughputExceededException', 400],
  ['dynamodb', 'fail=ThrottlingException', 'ThrottlingException', 400],
  ['lambda', 'fail', 'ServiceException', 500],
  ['lambda', 'throttle', 'TooManyRequestsException', 429],
  ['cognito', 'fail', 'InternalErrorException', 500],
  ['cognito', 'throttle', 'TooManyRequestsException', 400],
])(
  '%s:%s is %s with %i to the SDK, which tries again as on AWS',
  async (service, action, name, status) => {
    cloud.faults.set([`${service}:${action},nth=1`]);
    const error: unknown = await callOf(service)?.(1).then(undefined, (thrown: unknown) => thrown);
    cloud.faults.set([`${service}:${action},nth=1`]);
    await callOf(service)?.(2);

    expect(error).toMatchObject({ name, $metadata: { httpStatusCode: status } });
    expect(cloud.faults.active()).toMatchObject([{ seen: 2, struck: 1 }]);
  },
);

test('s3:cut-before does nothing, cut-after does the work and loses the answer', async () => {
  const s3 = clientOf(S3Client, 1);
  cloud.faults.set(['s3:cut-before,match=PutObject']);
  const before: unknown = await put(s3, 'before').catch((error: unknown) => error);
  cloud.faults.set(['s3:cut-after,match=PutObject']);
  const after: unknown = await put(s3, 'after').catch((error: unknown) => error);

  expect(before).toMatchObject({ code: 'ECONNRESET' });
  expect(after).toMatchObject({ code: 'ECONNRESET' });
  await expect(get('before')).rejects.toMatchObject({ name: 'NoSuchKey' });
  expect(await get('after')).toBe('text');
});

test('s3:hang holds a call for its time; taking the fault away lets it go on', async () => {
  const s3 = clientOf(S3Client, 1);
  cloud.faults.set([`s3:hang=${HELD_MS}ms`]);
  const startedAt = performance.now();
  await put(s3, 'held');
  const heldMs = performance.now() - startedAt;
  cloud.faults.set(['s3:hang=1h']);
  const held = put(s3, 'held for an hour');
  await expect.poll(() => cloud.faults.active()[0]?.struck).toBe(1);
  cloud.faults.clear();
  await held;

  expect(heldMs).toBeGreaterThanOrEqual(HELD_MS - 5);
});

test('match looks at the operation and the key, by at who calls', async () => {
  const s3 = clientOf(S3Client, 1);
  cloud.faults.set(['s3:fail,match=PutObject', 's3:fail,match=secret', 's3:fail,by=generate']);
  await put(s3, 'one').catch(() => undefined);
  await get('secret').catch(() => undefined);

  expect(cloud.faults.active()).toMatchObject([{ seen: 1 }, { seen: 1 }, { seen: 0 }]);
});

test('aws:throttle is each service\u2019s own refusal', async () => {
  cloud.faults.set(['aws:throttle']);
  const names = await Promise.all(
    CALLS.map(([, call]) => call(1).then(undefined, (error: unknown) => (error as Error).name)),
  );

  expect(names).toEqual([
    'SlowDown',
    'ProvisionedThroughputExceededException',
    'TooManyRequestsException',
    'TooManyRequestsException',
  ]);
});

test('calls:nth=2 fails the second call, whatever it is to, and tells how many there were', async () => {
  cloud.faults.set(['calls:nth=2']);
  const outcomes = [];
  for (const [, call] of CALLS.slice(0, 3)) {
    outcomes.push(
      await call(1).then(
        () => 'done',
        (error: unknown) => (error as Error).name,
      ),
    );
  }

  expect(outcomes).toEqual(['done', 'InternalServerError', 'done']);
  expect(cloud.faults.active()).toEqual([{ spec: 'calls:nth=2', seen: 3, struck: 1 }]);
});

test('a preflight is not a call', async () => {
  cloud.faults.set(['aws:fail']);
  const { status } = await fetch(cloud.awsOrigin, {
    method: 'OPTIONS',
    headers: { 'access-control-request-headers': 'x-amz-target,content-type' },
  });

  expect(status).toBe(200);
  expect(cloud.faults.active()).toMatchObject([{ seen: 0 }]);
});

test('POST /_faults sets, GET tells, DELETE ends; a wrong one changes nothing', async () => {
  const url = `${cloud.awsOrigin}/_faults`;
  const post = (body: string, type = 'application/json') =>
    fetch(url, { method: 'POST', headers: { 'content-type': type }, body });
  const set = await post('["s3:fail,nth=2"]');
  const wrong = await post('["s3:fail","s3:burn"]');
  const fromPage = await post('["s3:fail"]', 'text/plain');
  const noList = await post('{"s3":"fail"}');
  const seeded = await post('{"faults":["pushes:drop,p=0.5"],"seed":42}');
  const active: unknown = await (await fetch(url)).json();
  const ended: unknown = await (await fetch(url, { method: 'DELETE' })).json();

  expect(await set.json()).toMatchObject({
    faults: [{ spec: 's3:fail,nth=2', seen: 0, struck: 0 }],
  });
  expect([wrong.status, fromPage.status, noList.status]).toEqual([400, 415, 400]);
  expect(await wrong.json()).toEqual({
    message: expect.stringContaining(
      "unknown action: 'burn'. s3 has fail[=InternalError|",
    ) as string,
  });
  expect(seeded.status).toBe(200);
  expect(active).toEqual({ seed: 42, faults: [{ spec: 'pushes:drop,p=0.5', seen: 0, struck: 0 }] });
  expect(ended).toEqual({ seed: 42, faults: [] });
});

test('where the host names a bucket, /_faults is an object of it', async () => {
  const answer = await fetch(`${cloud.awsOrigin}/_faults`, { method: 'PUT' });
  const { status } = await new Promise<{ status: number | undefined }>((resolve, reject) => {
    void import('node:http').then(({ get: request }) => {
      request(
        `${cloud.awsOrigin}/_faults`,
        { headers: { host: `${bucket}.s3.localhost` } },
        (response) => {
          response.resume();
          resolve({ status: response.statusCode });
        },
      ).once('error', reject);
    });
  });

  expect(answer.status).toBe(405);
  expect(status).toBe(403); // S3: nobody signed
});
