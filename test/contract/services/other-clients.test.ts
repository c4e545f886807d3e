/** The services by programs that are not JavaScript: the AWS CLI and boto3 where they are installed, curl's kind of HTTP elsewhere. */
import { execFile, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUCKET, DATABASE, REGION, ROOT, startBed, TABLE, type Bed } from './bed.ts';
import { sendSigned } from './signed-request.ts';

const SLOW_MS = 60_000; // a Python starts for each command
const run = promisify(execFile);
const hasCli = works('aws', ['--version']);
const hasBoto3 = works('python3', ['-c', 'import boto3']);

let directory: string;
let bed: Bed;
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'clients-'));
  bed = await startBed({ directory: path.join(directory, 'state') });
  // In us-east-1 alone the Python SDK presigns the way S3 gave up in 2020, unless told not to.
  writeFileSync(path.join(directory, 'config'), '[default]\ns3 =\n  signature_version = s3v4\n');
});
afterAll(async () => {
  await bed[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true });
});

function works(program: string, args: string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

/** What anybody sets to use the local cloud, and nothing of this machine's own configuration. */
const environment = () => ({
  ...process.env,
  AWS_PROFILE: undefined,
  AWS_SESSION_TOKEN: undefined,
  AWS_SHARED_CREDENTIALS_FILE: path.join(directory, 'none'),
  AWS_ENDPOINT_URL: bed.origin,
  AWS_REGION: REGION,
  AWS_DEFAULT_REGION: REGION,
  AWS_ACCESS_KEY_ID: ROOT.accessKeyId,
  AWS_SECRET_ACCESS_KEY: ROOT.secretAccessKey,
  AWS_PAGER: '',
  AWS_CONFIG_FILE: path.join(directory, 'config'),
  BUCKET,
  TABLE,
  DATABASE,
});

if (hasCli) {
  describe('the AWS CLI, told nothing but AWS_ENDPOINT_URL', () => {
    const aws = async (...args: string[]): Promise<string> =>
      (await run('aws', args, { env: environment() })).stdout;

    test(
      'uploads in parts, lists, downloads, and presigns a link that opens',
      async () => {
        const [from, to] = [path.join(directory, 'from'), path.join(directory, 'to')];
        const bytes = randomBytes(12 * 1024 ** 2);
        writeFileSync(from, bytes);
        const place = `s3://${BUCKET}/cli/ü 1.bin`;
        await aws('s3', 'cp', from, place, '--only-show-errors');
        const [listed, , link] = await Promise.all([
          aws('s3', 'ls', `s3://${BUCKET}/cli/`),
          aws('s3', 'cp', place, to, '--only-show-errors'),
          aws('s3', 'presign', place),
        ]);
        const opened = await fetch(link.trim());

        expect(listed).toContain(`${bytes.length} ü 1.bin`);
        expect(readFileSync(to).equals(bytes)).toBe(true);
        expect(Buffer.from(await opened.arrayBuffer()).equals(bytes)).toBe(true);
      },
      SLOW_MS,
    );

    test(
      'asks a query and reads its result',
      async () => {
        const place = `OutputLocation=s3://${BUCKET}/cli-results/`;
        const started = await aws(
          ...[
            'athena',
            'start-query-execution',
            '--query-string',
            "SELECT 6 * 7 AS answer, '' AS e",
          ],
          ...['--result-configuration', place, '--output', 'json'],
        );
        const { QueryExecutionId: id } = JSON.parse(started) as { QueryExecutionId: string };
        const status = ['--query', 'QueryExecution.Status.State', '--output', 'text'];
        const read = () =>
          aws('athena', 'get-query-execution', '--query-execution-id', id, ...status);
        await expect.poll(read, { timeout: SLOW_MS / 2 }).toBe('SUCCEEDED\n');

        expect(await aws('s3', 'cp', `s3://${BUCKET}/cli-results/${id}.csv`, '-')).toBe(
          '"answer","e"\n"42",""\n',
        );
      },
      SLOW_MS,
    );

    test(
      'puts items, and is told what is not here',
      async () => {
        const item = '{"id":{"S":"cli"},"n":{"N":"1"}}';
        const put = aws('dynamodb', 'put-item', '--table-name', TABLE, '--item', item);
        const unknown = aws('sts', 'get-caller-identity');

        await expect(unknown).rejects.toMatchObject({
          stderr: expect.stringContaining('The local cloud has no service sts') as string,
        });
        expect(await put).toBe('');
        const { body } = await bed.dynamodb.call('GetItem', {
          TableName: TABLE,
          Key: { id: { S: 'cli' } },
        });
        expect(body).toEqual({ Item: JSON.parse(item) as unknown });
      },
      SLOW_MS,
    );
  });
}

if (hasBoto3) {
  test(
    'boto3 does the same with objects, items, functions and queries',
    async () => {
      const script = path.resolve('test/contract/services/python-sdk.py');
      const { stdout } = await run('python3', [script], { env: environment() });

      expect(JSON.parse(stdout)).toEqual({
        objects: {
          body: 'snow',
          metadata: { by: 'boto3' },
          presigned: true,
          range: 'no',
          keys: ['python/big', 'python/naïve ☃.txt'],
          missing: 'NoSuchKey',
          once: 'PreconditionFailed',
          deleted: 2,
        },
        items: {
          n: 2,
          list: ['a', true, null],
          refused: 'ConditionalCheckFailedException',
          unknown: 'UnknownOperationException',
        },
        functions: { status: 200, payload: null, queued: 202 },
        queries: {
          state: 'SUCCEEDED',
          rows: [['answer'], ['snow']],
          refused: 'InvalidRequestException',
          database: DATABASE,
          missing: 'EntityNotFoundException',
        },
      });
    },
    SLOW_MS,
  );
}

/** Everywhere, so that a machine without either has a client that is none of AWS's JavaScript. */
test(`signed by hand over plain HTTP (the AWS CLI is ${hasCli ? '' : 'not '}installed, boto3 is ${hasBoto3 ? '' : 'not '}installed)`, async () => {
  const bytes = randomBytes(100_000);
  const object = { service: 's3', path: `/${BUCKET}/by%20hand` };
  const put = await sendSigned(bed.origin, { ...object, method: 'PUT', body: bytes });
  const read = await sendSigned(bed.origin, { ...object, method: 'GET' });
  const item = await sendSigned(bed.origin, {
    service: 'dynamodb',
    method: 'POST',
    path: '/',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.PutItem',
    },
    body: Buffer.from(JSON.stringify({ TableName: TABLE, Item: { id: { S: 'by hand' } } })),
  });

  expect(put.headers.etag).toBe(`"${createHash('md5').update(bytes).digest('hex')}"`);
  expect(read.body.equals(bytes)).toBe(true);
  expect([item.status, item.body.toString()]).toEqual([200, '{}']);
});
