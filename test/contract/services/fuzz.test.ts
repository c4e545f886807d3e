/** 10,000 requests nobody sane sends: each is answered as AWS would, and nothing beside the state is touched. */
import { createHash } from 'node:crypto';
import http from 'node:http';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toError } from '../../../local/errors.ts';
import { BUCKET, CLIENT_ID, DATABASE, POOL_ID, startBed, TABLE, type Bed } from './bed.ts';
import { encode, sendSigned, type Answer, type SignedRequest } from './signed-request.ts';

const SEED = Number(process.env.FUZZ_SEED ?? 2026);
const REQUESTS = 10_000;
const AT_ONCE = 16;

let root: string;
let bed: Bed;
const agent = new http.Agent({ keepAlive: true, maxSockets: AT_ONCE });
beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'fuzz-'));
  // What leads out of the state by one to three steps is found here.
  for (const folder of ['', 'up', 'up/state-of-somebody-else', 'up/up']) {
    mkdirSync(path.join(root, folder), { recursive: true });
    writeFileSync(path.join(root, folder, 'sentinel.txt'), 'untouched');
  }
  bed = await startBed({ directory: path.join(root, 'up/up/state') });
});
afterAll(async () => {
  agent.destroy();
  await bed[Symbol.asyncDispose]();
  rmSync(root, { recursive: true });
});

const nasty = [
  ...['..', '.', '../..', '../../sentinel.txt', '../../../sentinel.txt', 'a/../../../b', '/', '//'],
  ...['/etc/passwd', '\0', 'a\0b', '../\0', '..\\..\\x', '%2e%2e%2f', '%2e%2e/%2e%2e', '%00', '%'],
  ...[
    'x'.repeat(1024),
    'x'.repeat(1025),
    'é'.repeat(512),
    '🚀'.repeat(256),
    'ａ/．．/ｂ',
    '\u202e',
  ],
  ...[
    '',
    ' ',
    'CON',
    'a.json',
    'a.tmp',
    '.sentinel',
    '__proto__',
    'constructor',
    'k',
    'k/1',
    'k/2',
  ],
];
const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...nasty) },
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(fc.constantFrom('..', '.', 'up', 'sentinel.txt', 'state'), { maxLength: 8 })
    .map((parts) => parts.join('/')),
);
const signature = fc.oneof(
  { weight: 8, arbitrary: fc.constant('right' as const) },
  fc.constantFrom('wrong' as const, 'none' as const),
);
const body = fc.oneof(
  fc.uint8Array({ maxLength: 2000 }),
  fc
    .constantFrom(
      ...[
        '',
        '<CompleteMultipartUpload/>',
        '<Delete><Object><Key>../../x</Key></Object></Delete>',
        '<a',
        '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><Delete>&y;</Delete>',
      ],
    )
    .map((xml) => Buffer.from(xml)),
);

/** A key the way a client encodes it, or the way none does. */
const keyPath = fc.oneof(
  { weight: 3, arbitrary: text.map((key) => key.split('/').map(encode).join('/')) },
  text.map(encode),
  text.map((key) => key.replace(/[^\x21-\x7e]|[?#]/g, '')),
);
const some = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, value);
const defined = (entries: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(entries).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
/** What a header may carry at all. */
const headerText = text.map((value) => value.replace(/[^\x20-\x7e]/g, '').trim());
const s3Request: fc.Arbitrary<SignedRequest> = fc
  .record({
    method: fc.constantFrom('GET', 'PUT', 'HEAD', 'DELETE', 'POST', 'PATCH'),
    bucket: fc.oneof({ weight: 6, arbitrary: fc.constant(BUCKET) }, keyPath),
    key: keyPath,
    query: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      fc.array(
        fc.tuple(
          fc.constantFrom(
            ...[
              'uploads',
              'uploadId',
              'partNumber',
              'list-type',
              'prefix',
              'delimiter',
              'max-keys',
            ],
            ...['continuation-token', 'start-after', 'versionId', 'acl', 'delete', 'encoding-type'],
            ...['response-content-type', 'response-content-disposition', 'x-id'],
          ),
          fc.oneof(text, fc.constantFrom('1', '2', '-1', '10001', 'url', 'abc')),
        ),
        { maxLength: 2 },
      ),
    ),
    range: some(fc.oneof(headerText, fc.constantFrom('bytes=0-0', 'bytes=-1', 'bytes=9-1'))),
    copySource: some(headerText.map((value) => `/${BUCKET}/${value}`)),
    checksum: some(headerText),
    md5: some(headerText),
    ifMatch: some(headerText),
    meta: some(headerText),
    sha256: some(fc.constantFrom('UNSIGNED-PAYLOAD', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'x')),
    encoding: some(fc.constantFrom('aws-chunked', 'gzip')),
    body,
    signature,
  })
  .map(({ bucket, key, ...rest }) => ({
    service: 's3',
    method: rest.method,
    path: `/${bucket}/${key}`,
    query: rest.query,
    headers: defined({
      range: rest.range,
      'x-amz-copy-source': rest.copySource,
      'x-amz-checksum-crc32': rest.checksum,
      'content-md5': rest.md5,
      'if-match': rest.ifMatch,
      'x-amz-meta-note': rest.meta,
      'x-amz-content-sha256': rest.sha256,
      'content-encoding': rest.encoding,
    }),
    body: rest.body,
    signature: rest.signature,
  }));

const member = fc.oneof(
  text,
  fc.constantFrom(TABLE, POOL_ID, CLIENT_ID, DATABASE, 'primary', 'SELECT 1', 't'.repeat(32)),
  fc.constant({ OutputLocation: `s3://${BUCKET}/` }),
  fc.jsonValue({ maxDepth: 3 }),
);
const input = fc.oneof(
  fc
    .dictionary(
      fc.constantFrom(
        ...['TableName', 'Key', 'Item', 'KeyConditionExpression', 'UpdateExpression', 'IndexName'],
        ...['ExpressionAttributeValues', 'Limit', 'ExclusiveStartKey', 'RequestItems'],
        ...[
          'ReturnValuesOnConditionCheckFailure',
          'UserPoolId',
          'ClientId',
          'Username',
          'Password',
        ],
        ...[
          'QueryString',
          'ClientRequestToken',
          'WorkGroup',
          'ResultConfiguration',
          'DatabaseName',
        ],
        ...['QueryExecutionContext', 'QueryExecutionId', 'QueryExecutionIds', 'MaxResults', 'Name'],
        ...['ExecutionParameters', 'NextToken'],
        ...['AuthFlow', 'AuthParameters', 'AccessToken', 'GroupName', 'UserAttributes', 'Filter'],
      ),
      member,
    )
    .map((value) => JSON.stringify(value)),
  fc.json({ maxDepth: 4 }),
  fc.constantFrom('', '{', 'null', '[]', '"x"', '['.repeat(2000), '{"a":1e999}'),
);
const jsonRequest: fc.Arbitrary<SignedRequest> = fc
  .record({
    api: fc.constantFrom(
      ...([
        [
          'dynamodb',
          'DynamoDB_20120810',
          'PutItem GetItem UpdateItem DeleteItem Query Scan BatchGetItem BatchWriteItem DescribeTable ListTables TagResource TransactWriteItems',
        ],
        [
          'athena',
          'AmazonAthena',
          'StartQueryExecution GetQueryExecution BatchGetQueryExecution StopQueryExecution GetQueryResults GetQueryRuntimeStatistics ListQueryExecutions GetWorkGroup ListWorkGroups CreateWorkGroup',
        ],
        ['glue', 'AWSGlue', 'GetDatabase GetTable GetTables GetPartitions'],
        [
          'cognito-idp',
          'AWSCognitoIdentityProviderService',
          'InitiateAuth SignUp ConfirmSignUp GetUser AdminGetUser AdminCreateUser ListUsers RespondToAuthChallenge AdminAddUserToGroup GlobalSignOut RevokeToken',
        ],
      ] as const),
    ),
    chosen: fc.nat(20),
    odd: some(headerText),
    input,
    signature,
  })
  .map(({ api: [service, prefix, operations], chosen, odd, input: sent, signature: how }) => {
    const names = operations.split(' ');
    return {
      service,
      method: 'POST',
      path: '/',
      headers: {
        'content-type':
          service === 'dynamodb' ? 'application/x-amz-json-1.0' : 'application/x-amz-json-1.1',
        'x-amz-target': `${prefix}.${odd ?? names[chosen % names.length]}`,
      },
      body: Buffer.from(sent),
      signature: how,
    };
  });
const lambdaRequest: fc.Arbitrary<SignedRequest> = fc
  .record({
    name: keyPath,
    type: fc.constantFrom('Event', 'RequestResponse', 'DryRun', 'x'),
    input,
    signature,
  })
  .map(({ name, type, input: sent, signature: how }) => ({
    service: 'lambda',
    method: 'POST',
    path: `/2015-03-31/functions/${name}/invocations`,
    headers: { 'x-amz-invocation-type': type },
    body: Buffer.from(sent),
    signature: how,
  }));

/** What is wrong with an answer, if anything is. */
function faultOf({ service, method }: SignedRequest, { status, headers, body: bytes }: Answer) {
  const answer = bytes.toString('utf8');
  if (status >= 500 && status !== 501) return 'a fault of the service';
  if (status < 400 || method === 'HEAD') return undefined;
  // A path may lead to S3 whatever it was meant for, and an error has one of the two forms.
  if (headers['content-type'] === 'application/xml') {
    return /<Error><Code>\w+<\/Code><Message>/.test(answer) ? undefined : 'no error of S3';
  }
  if (service === 's3') return 'no XML';
  const named = /"(?:__type|Type|message|Message)":"/.test(answer) || headers['x-amzn-errortype'];
  return named ? undefined : 'no error of the JSON protocol';
}

test('10,000 random requests are each answered as AWS would, and nothing beside the state is touched', async () => {
  const before = snapshot(root);
  const any = fc.oneof(
    { weight: 6, arbitrary: s3Request },
    { weight: 3, arbitrary: jsonRequest },
    { weight: 1, arbitrary: lambdaRequest },
  );
  const requests = fc.sample(any, { numRuns: REQUESTS, seed: SEED });
  const statuses = new Map<number, number>();
  const faults: string[] = [];
  let next = 0;
  const sender = async (): Promise<void> => {
    for (let at = next++; at < requests.length; at = next++) {
      const request = requests[at] as SignedRequest;
      const answer = await sendSigned(bed.origin, request, agent).catch(toError);
      const fault =
        answer instanceof Error ? `no answer: ${answer.message}` : faultOf(request, answer);
      if (!(answer instanceof Error))
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      if (fault !== undefined) {
        const got =
          answer instanceof Error ? '' : `${answer.status} ${answer.body.toString().slice(0, 300)}`;
        faults.push(`FUZZ_SEED=${SEED}, request ${at}: ${fault} ${got} ${show(request)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));

  expect(faults.slice(0, 5)).toEqual([]);
  expect(snapshot(root)).toEqual(before);
  // It went deep: a good part was accepted, and not all of the rest for the same reason.
  expect(statuses.get(200)).toBeGreaterThan(REQUESTS / 20);
  expect(statuses.size).toBeGreaterThan(6);
}, 120_000);

function show({ method, path: target, headers, body: sent }: SignedRequest): string {
  return `${method} ${target.slice(0, 200)} ${JSON.stringify(headers)} ${Buffer.from(sent ?? [])
    .toString()
    .slice(0, 300)}`;
}

/** Every file below a folder but those of the state, with a hash. */
function snapshot(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    files
      .map((file) => [path.join(file.parentPath, file.name), file] as const)
      .filter(([name]) => !name.startsWith(path.join(folder, 'up/up/state')))
      .map(([name, file]) => [
        name,
        file.isFile() ? createHash('sha256').update(readFileSync(name)).digest('hex') : 'folder',
      ]),
  );
}
