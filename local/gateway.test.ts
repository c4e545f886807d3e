import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGateway, type AwsServices, type RequestHandler } from './gateway.ts';

const answering =
  (name: string): RequestHandler =>
  (_req, res) =>
    void res.end(name);
const services: AwsServices = {
  s3: answering('s3'),
  dynamodb: answering('dynamodb'),
  lambda: answering('lambda'),
  cognito: answering('cognito'),
  eventbridge: answering('eventbridge'),
  athena: answering('athena'),
  glue: answering('glue'),
};
const server = createServer((req, res) => void createGateway(services)(req, res));
let origin: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const signedFor = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=x`,
});

test.each([
  ['an object named like a function', '/2015-03-31/functions/f', signedFor('s3'), 's3'],
  ['an object below .well-known', '/bucket/.well-known/jwks.json', signedFor('s3'), 's3'],
  [
    'a presigned object',
    '/2015-03-31/functions?X-Amz-Credential=A%2F20260101%2Fr%2Fs3%2Faws4_request',
    {},
    's3',
  ],
  [
    'an item',
    '/',
    { ...signedFor('dynamodb'), 'x-amz-target': 'DynamoDB_20120810.GetItem' },
    'dynamodb',
  ],
  ['a function', '/2015-03-31/functions/f/invocations', signedFor('lambda'), 'lambda'],
  ['an administrator of users', '/', signedFor('cognito-idp'), 'cognito'],
  [
    'a user without a signature',
    '/',
    { 'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp' },
    'cognito',
  ],
  ['a query', '/', signedFor('athena'), 'athena'],
  ['a query nobody signed', '/', { 'x-amz-target': 'AmazonAthena.GetWorkGroup' }, 'athena'],
  ['a table', '/', signedFor('glue'), 'glue'],
  ['a table nobody signed', '/', { 'x-amz-target': 'AWSGlue.GetTable' }, 'glue'],
  ['the keys of tokens', '/us-east-1_A/.well-known/jwks.json', {}, 'cognito'],
  ['an item nobody signed', '/', { 'x-amz-target': 'DynamoDB_20120810.GetItem' }, 'dynamodb'],
  ['a function nobody signed', '/2015-03-31/functions/f', {}, 'lambda'],
  ['anything else', '/bucket/key', {}, 's3'],
])('%s goes to its service', async (_what, path, headers: Record<string, string>, service) => {
  expect(await (await fetch(`${origin}${path}`, { headers })).text()).toBe(service);
});

test.each([
  [
    'application/x-amz-json-1.0',
    /^\{"__type":"UnknownOperationException","message":"The local cloud has no service sqs\./,
  ],
  [
    'application/x-www-form-urlencoded',
    /<Code>UnknownOperationException<\/Code><Message>The local cloud has no service sqs\./,
  ],
])('a service that is not here is refused in the protocol of %s', async (type, expected) => {
  const answer = await fetch(origin, {
    method: 'POST',
    headers: { ...signedFor('sqs'), 'content-type': type },
    body: '{}',
  });

  expect(answer.status).toBe(400);
  expect(await answer.text()).toMatch(expected);
});
