import {
  BatchGetItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localOnly, openIamTarget, type IamTarget, type Session } from './iam-target.ts';

/** IAM as AWS's own clients meet it: who may, who may not, and in which words. `TARGET=aws` asks AWS. */

let iam: IamTarget;
let reader: Session;
let writer: Session;
let bounded: Session;
let invoker: Session;
let conditional: Session;
let nobody: Session;
let Bucket: string;
let TableName: string;
let FunctionName: string;
let tableArn: string;

beforeAll(async () => {
  iam = await openIamTarget();
  const roles = ['Reader', 'Writer', 'Bounded', 'Invoker', 'Conditional', 'Nobody'];
  const sessions = await Promise.all(roles.map((role) => iam.as(role)));
  [reader, writer, bounded, invoker, conditional, nobody] = sessions as [
    Session,
    Session,
    Session,
    Session,
    Session,
    Session,
  ];
  ({ Bucket = '', Table: TableName = '', Function: FunctionName = '' } = iam.outputs);
  const [, , , region = '', account = ''] = (iam.outputs.FunctionArn ?? '').split(':');
  tableArn = `arn:aws:dynamodb:${region}:${account}:table/${TableName}`;
  for (const Key of ['public/a', 'secret/a', 'shared/a', 'kept/a']) {
    await iam.admin.s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  }
  const Item = { owner: { S: 'reader' }, id: { S: '1' }, title: { S: 'one' } };
  await iam.admin.dynamodb.send(new PutItemCommand({ TableName, Item }));
}, 60_000);

afterAll(async () => {
  await iam[Symbol.asyncDispose]();
});

const read = ({ s3 }: Session, Key: string) => s3.send(new GetObjectCommand({ Bucket, Key }));
const write = ({ s3 }: Session, Key: string, input: object = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ...input }));
const list = ({ s3 }: Session, Prefix?: string) =>
  s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
const item = (owner: string, id = '1') => ({
  TableName,
  Key: { owner: { S: owner }, id: { S: id } },
});
const invoke = ({ lambda }: Session) =>
  lambda.send(new InvokeCommand({ FunctionName, Payload: '{"a":1}' }));

/** The sentence AWS ends a call with. */
const words = (session: Session, action: string, resource: string, because?: string): string =>
  `User: ${session.arn} is not authorized to perform: ${action} on resource: ${resource} ${because ?? `because no identity-based policy allows the ${action} action`}`;
const object = (key: string): string => `"arn:aws:s3:::${Bucket}/${key}"`;

test('S3: a role reads what its statement names', async () => {
  const { Body } = await read(reader, 'public/a');

  expect(await Body?.transformToString()).toBe('public/a');
});

test('S3: a role is denied another object, by its session, the action and the object', async () => {
  await expect(read(reader, 'secret/a')).rejects.toMatchObject({
    name: 'AccessDenied',
    message: words(reader, 's3:GetObject', object('secret/a')),
    $metadata: { httpStatusCode: 403 },
  });
});

test('S3: a role is denied an action that no statement has', async () => {
  await expect(write(reader, 'public/b')).rejects.toMatchObject({
    name: 'AccessDenied',
    message: words(reader, 's3:PutObject', object('public/b')),
  });
});

test('S3: a condition on the prefix lets a role list below it, and not elsewhere', async () => {
  const { KeyCount } = await list(reader, 'public/');

  expect(KeyCount).toBe(1);
  await expect(list(reader, 'secret/')).rejects.toMatchObject({ name: 'AccessDenied' });
  await expect(list(reader)).rejects.toMatchObject({
    message: words(reader, 's3:ListBucket', `"arn:aws:s3:::${Bucket}"`),
  });
});

test('S3: who may not list does not learn that an object is missing', async () => {
  await expect(read(reader, 'public/none')).rejects.toMatchObject({ name: 'AccessDenied' });
  await expect(read(writer, 'public/none')).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('S3: a deny wins over an allow of everything, in words of its own', async () => {
  const { s3 } = writer;

  await expect(s3.send(new DeleteObjectCommand({ Bucket, Key: 'kept/a' }))).rejects.toMatchObject({
    name: 'AccessDenied',
    message: words(
      writer,
      's3:DeleteObject',
      object('kept/a'),
      'with an explicit deny in an identity-based policy',
    ),
  });
});

test('S3: a bucket’s policy denies what the role’s own policy allows', async () => {
  await write(writer, 'new/a');
  await expect(write(writer, 'frozen/a')).rejects.toMatchObject({
    message: words(
      writer,
      's3:PutObject',
      object('frozen/a'),
      'with an explicit deny in a resource-based policy',
    ),
  });
});

test('S3: a bucket’s policy allows a role that has no policy at all', async () => {
  const { Body } = await read(nobody, 'shared/a');

  expect(await Body?.transformToString()).toBe('shared/a');
  await expect(read(nobody, 'public/a')).rejects.toMatchObject({ name: 'AccessDenied' });
});

test('S3: a part is copied by who may read the source and write the object', async () => {
  const copy = ({ s3 }: Session, from: string, Key: string) =>
    s3.send(
      new UploadPartCopyCommand({
        ...{ Bucket, Key, UploadId: 'none', PartNumber: 1, CopySource: `${Bucket}/${from}` },
      }),
    );

  await expect(copy(reader, 'secret/a', 'public/b')).rejects.toMatchObject({
    message: words(reader, 's3:GetObject', object('secret/a')),
  });
  await expect(copy(reader, 'public/a', 'public/b')).rejects.toMatchObject({
    message: words(reader, 's3:PutObject', object('public/b')),
  });
  await expect(copy(writer, 'public/a', 'new/b')).rejects.toMatchObject({ name: 'NoSuchUpload' });
});

test('S3: a presigned URL may what its signer may, when it is used', async () => {
  const url = (session: Session, Key: string) =>
    getSignedUrl(session.s3, new GetObjectCommand({ Bucket, Key }));

  expect((await fetch(await url(reader, 'public/a'))).status).toBe(200);
  const refused = await fetch(await url(reader, 'secret/a'));
  expect([refused.status, await refused.text()]).toEqual([
    403,
    expect.stringContaining('is not authorized to perform: s3:GetObject') as string,
  ]);
});

test('a permissions boundary limits a role that is allowed everything', async () => {
  await read(bounded, 'secret/a');
  await expect(write(bounded, 'public/c')).rejects.toMatchObject({
    message: words(
      bounded,
      's3:PutObject',
      object('public/c'),
      'because no permissions boundary allows the s3:PutObject action',
    ),
  });
  await expect(bounded.dynamodb.send(new GetItemCommand(item('reader')))).rejects.toMatchObject({
    message: words(
      bounded,
      'dynamodb:GetItem',
      tableArn,
      'because no permissions boundary allows the dynamodb:GetItem action',
    ),
  });
});

test('a policy variable stands for what the caller is', async () => {
  const { Account = '' } = iam.outputs;
  await write(conditional, `home/${Account}/a`);

  await expect(write(conditional, 'home/other/a')).rejects.toMatchObject({ name: 'AccessDenied' });
});

test('IfExists is met without its key, and asked when it is there', async () => {
  const key = `home/${iam.outputs.Account ?? ''}/b`;
  await write(conditional, key, { StorageClass: 'STANDARD' });

  await expect(write(conditional, key, { StorageClass: 'STANDARD_IA' })).rejects.toMatchObject({
    name: 'AccessDenied',
  });
});

test('NotResource covers all objects but those it names', async () => {
  await read(conditional, 'public/a');
  await expect(read(conditional, 'secret/a')).rejects.toMatchObject({ name: 'AccessDenied' });
});

test('a condition on a key that calls of roles do not have is not met', async () => {
  await expect(invoke(conditional)).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('DynamoDB: a role reads the items whose leading key its condition names', async () => {
  const { Item } = await reader.dynamodb.send(new GetItemCommand(item('reader')));

  expect(Item?.title).toEqual({ S: 'one' });
});

test('DynamoDB: a role is denied items of another leading key, by the table', async () => {
  await expect(reader.dynamodb.send(new GetItemCommand(item('other')))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: words(reader, 'dynamodb:GetItem', tableArn),
    $metadata: { httpStatusCode: 400 },
  });
});

test('DynamoDB: a query has the leading key of its condition', async () => {
  const query = (owner: string) =>
    reader.dynamodb.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: '#o = :o',
        ExpressionAttributeNames: { '#o': 'owner' },
        ExpressionAttributeValues: { ':o': { S: owner } },
      }),
    );

  expect((await query('reader')).Count).toBe(1);
  await expect(query('other')).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('DynamoDB: a batch is denied when one of its keys is', async () => {
  const batch = (...owners: string[]) =>
    reader.dynamodb.send(
      new BatchGetItemCommand({
        RequestItems: { [TableName]: { Keys: owners.map((owner) => item(owner).Key) } },
      }),
    );

  await batch('reader');
  await expect(batch('reader', 'other')).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('DynamoDB: a role is denied an action it was not given', async () => {
  await expect(reader.dynamodb.send(new ScanCommand({ TableName }))).rejects.toMatchObject({
    message: words(reader, 'dynamodb:Scan', tableArn),
  });
});

test('DynamoDB: NotAction allows all but the actions it names', async () => {
  const { Key } = item('writer', '9');
  await writer.dynamodb.send(new PutItemCommand({ TableName, Item: Key }));

  await expect(
    writer.dynamodb.send(new DeleteItemCommand({ TableName, Key })),
  ).rejects.toMatchObject({ message: words(writer, 'dynamodb:DeleteItem', tableArn) });
});

test('DynamoDB: a condition on attributes looks at every one an expression names', async () => {
  const update = (attribute: string) =>
    conditional.dynamodb.send(
      new UpdateItemCommand({
        ...item('reader'),
        UpdateExpression: 'SET #a = :v',
        ExpressionAttributeNames: { '#a': attribute },
        ExpressionAttributeValues: { ':v': { S: 'one' } },
      }),
    );

  await update('title');
  await expect(update('salary')).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('Lambda: a wildcard of an action lets a role invoke', async () => {
  const { Payload } = await invoke(invoker);

  expect(Payload?.transformToString()).toBe('{"a":1}');
});

test('Lambda: a role is denied, by the function’s ARN', async () => {
  const { FunctionArn = '' } = iam.outputs;

  await expect(invoke(reader)).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: words(reader, 'lambda:InvokeFunction', FunctionArn),
    $metadata: { httpStatusCode: 403 },
  });
  await expect(invoker.lambda.send(new GetFunctionCommand({ FunctionName }))).rejects.toMatchObject(
    { message: words(invoker, 'lambda:GetFunction', FunctionArn) },
  );
});

test('Lambda: a function’s permission allows a role that has no policy at all', async () => {
  const { StatusCode } = await invoke(nobody);

  expect(StatusCode).toBe(200);
});

test('AppSync: a grant on one field lets a role ask for it and gives null for another', async () => {
  expect(await reader.graphql('{ ping }')).toEqual({
    status: 200,
    body: { data: { ping: 'ping' } },
  });
  expect((await reader.graphql('{ ping secret }')).body).toMatchObject({
    data: { ping: 'ping', secret: null },
    errors: [
      {
        errorType: 'Unauthorized',
        message: 'Not Authorized to access secret on type Query',
      },
    ],
  });
});

test('AppSync: a role without any grant on the API is refused as a whole', async () => {
  const { status, body } = await nobody.graphql('{ ping }');

  expect(status).toBe(401);
  expect(body.errors).toEqual([
    { errorType: 'UnauthorizedException', message: 'Permission denied' },
  ]);
});

test('STS: a role that does not trust the caller is not taken', async () => {
  const { status, text } = await iam.assumeRole(iam.outputs.Untrusting ?? '');

  expect(status).toBe(403);
  expect(text).toMatch(
    /<Code>AccessDenied<\/Code>\s*<Message>User: \S+ is not authorized to perform: sts:AssumeRole on resource: \S+/,
  );
});

test('STS: a condition on the external id must be met', async () => {
  const { External = '' } = iam.outputs;

  expect((await iam.assumeRole(External, 'agreed')).status).toBe(200);
  expect((await iam.assumeRole(External, 'another')).status).toBe(403);
  expect((await iam.assumeRole(External)).status).toBe(403);
});

localOnly('the account’s root may everything, whatever its resources deny', async () => {
  await iam.admin.s3.send(new PutObjectCommand({ Bucket, Key: 'frozen/b', Body: 'x' }));
  await iam.admin.s3.send(new DeleteObjectCommand({ Bucket, Key: 'frozen/b' }));
});

localOnly(
  'a refusal is in the log with the role and the statement that would allow it',
  async () => {
    const Key = `refused/${crypto.randomUUID()}`;
    await write(invoker, Key).catch(() => undefined);

    const [line = ''] = iam.logged.filter((each) => each.includes(Key));
    expect(line).toContain(`access denied: User: ${invoker.arn} is not authorized to perform`);
    const { role, allow } = JSON.parse(line.slice(line.indexOf('{'))) as Record<string, string>;
    expect(role).toMatch(/^Invoker/);
    expect(JSON.parse(allow ?? '')).toEqual({
      Effect: 'Allow',
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::${Bucket}/${Key}`,
    });
  },
);

localOnly('a role that AppSync refuses as a whole is told the field it wanted', async () => {
  await nobody.graphql('query Mine { secret }');

  expect(iam.logged.join('\n')).toMatch(
    /access denied: .*Nobody.* appsync:GraphQL on resource: arn:aws:appsync:\S+\/types\/Query\/fields\/secret /,
  );
});
