import { expect, test } from 'vitest';
import { ACCOUNT, controlOf, ROLE_ARN } from './test-control.ts';
import type { PolicyStatement } from './types.ts';

const READ = 's3:GetObject';
const BUCKET = 'arn:aws:s3:::files';
const OBJECT = `${BUCKET}/a/b.csv`;
const allow = (Action: string | string[], Resource: string | string[]): PolicyStatement => ({
  Effect: 'Allow',
  Action,
  Resource,
});
const deny = (Action: string, Resource: string): PolicyStatement => ({
  ...allow(Action, Resource),
  Effect: 'Deny',
});
const NONE = `because no identity-based policy allows the ${READ} action`;

test.each<[string, PolicyStatement, string]>([
  ['the action and the resource', allow(READ, OBJECT), 'allowed'],
  ['any of several', allow(['s3:PutObject', READ], ['arn:aws:s3:::x', OBJECT]), 'allowed'],
  ['an action in other letters', allow('S3:getobject', OBJECT), 'allowed'],
  ['a resource in other letters', allow(READ, `${BUCKET}/A/b.csv`), NONE],
  ['wildcards of actions', allow('s3:Get*', OBJECT), 'allowed'],
  ['a question mark', allow('s3:?etObject', `${BUCKET}/?/b.csv`), 'allowed'],
  ['a question mark for no character', allow(READ, `${BUCKET}/a/b.csv?`), NONE],
  ['everything', allow('*', '*'), 'allowed'],
  ['another action', allow('s3:GetObjectTagging', OBJECT), NONE],
  ['a prefix of the resource only', allow(READ, BUCKET), NONE],
  ['a wildcard across slashes', allow(READ, `${BUCKET}/*.csv`), 'allowed'],
  ['several wildcards', allow(READ, `${BUCKET}/*/*.c*v`), 'allowed'],
  ['characters that mean something elsewhere', allow(READ, `${BUCKET}/a/b.cs.`), NONE],
])('a statement with %s', (_, statement, expected) => {
  expect(controlOf({ identity: [statement] }).ask(READ, OBJECT)).toBe(expected);
});

test('a wildcard of a region or an account stays between its colons', () => {
  const { ask } = controlOf({
    identity: [allow('lambda:InvokeFunction', 'arn:aws:lambda:*:111122223333:function:f*')],
  });

  expect(ask('lambda:InvokeFunction', 'arn:aws:lambda:eu-west-1:111122223333:function:f')).toBe(
    'allowed',
  );
  expect(ask('lambda:InvokeFunction', 'arn:aws:lambda:eu-west-1:111122223333:function:f:1')).toBe(
    'allowed',
  );
  expect(ask('lambda:InvokeFunction', 'arn:aws:lambda:a:b:111122223333:function:f')).not.toBe(
    'allowed',
  );
});

test('NotAction and NotResource cover all the others', () => {
  const { ask } = controlOf({
    identity: [{ Effect: 'Allow', NotAction: 's3:Put*', NotResource: `${BUCKET}/secret/*` }],
  });

  expect(ask(READ, OBJECT)).toBe('allowed');
  expect(ask('s3:PutObject', OBJECT)).not.toBe('allowed');
  expect(ask(READ, `${BUCKET}/secret/x`)).not.toBe('allowed');
});

test('an explicit deny wins, wherever it stands', () => {
  const everything = [allow('*', '*')];
  const denied = [...everything, deny(READ, `${BUCKET}/*`)];
  const ofBucket = { ...deny('s3:*', `${BUCKET}/*`), Principal: '*' };

  expect(controlOf({ identity: denied }).ask(READ, OBJECT)).toBe(
    'with an explicit deny in an identity-based policy',
  );
  expect(controlOf({ identity: everything, boundary: denied }).ask(READ, OBJECT)).toBe(
    'with an explicit deny in a permissions boundary',
  );
  expect(
    controlOf({ identity: everything, resources: { [BUCKET]: [ofBucket] } }).ask(READ, OBJECT),
  ).toBe('with an explicit deny in a resource-based policy');
});

test('a permissions boundary allows nothing by itself and must allow as well', () => {
  const own = [allow('s3:*', '*')];

  expect(controlOf({ identity: own, boundary: [allow(READ, '*')] }).ask(READ, OBJECT)).toBe(
    'allowed',
  );
  expect(
    controlOf({ identity: own, boundary: [allow('s3:PutObject', '*')] }).ask(READ, OBJECT),
  ).toBe(`because no permissions boundary allows the ${READ} action`);
  expect(controlOf({ boundary: own }).ask(READ, OBJECT)).toBe(NONE);
});

test.each([
  ['everybody', '*', 'allowed'],
  ['the role', { AWS: ROLE_ARN }, 'allowed'],
  ['the session', { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/worker/session` }, 'allowed'],
  ['another role', { AWS: `${ROLE_ARN}2` }, NONE],
  ['a service', { Service: 'lambda.amazonaws.com' }, NONE],
  ['the account, which leaves it to the role’s policies', { AWS: ACCOUNT }, NONE],
])('a bucket policy for %s', (_, Principal, expected) => {
  const statement = { ...allow(READ, `${BUCKET}/*`), Principal };

  expect(controlOf({ resources: { [BUCKET]: [statement] } }).ask(READ, OBJECT)).toBe(expected);
});

test('a boundary limits what a resource allows the role, not what it allows the session', () => {
  const boundary = [allow('dynamodb:*', '*')];
  const forRole = { ...allow(READ, `${BUCKET}/*`), Principal: { AWS: ROLE_ARN } };
  const session = `arn:aws:sts::${ACCOUNT}:assumed-role/worker/session`;
  const forSession = { ...forRole, Principal: { AWS: session } };

  expect(controlOf({ boundary, resources: { [BUCKET]: [forRole] } }).ask(READ, OBJECT)).toBe(NONE);
  expect(controlOf({ boundary, resources: { [BUCKET]: [forSession] } }).ask(READ, OBJECT)).toBe(
    'allowed',
  );
});

test('a service that calls by itself needs the resource’s own policy', () => {
  const arn = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:f`;
  const rule = `arn:aws:events:eu-west-1:${ACCOUNT}:rule/each`;
  const { access } = controlOf({
    resources: {
      [arn]: [
        {
          ...allow('lambda:InvokeFunction', arn),
          Principal: { Service: 'events.amazonaws.com' },
          Condition: { ArnLike: { 'aws:SourceArn': rule } },
        },
      ],
    },
  });
  const ask = (service: string, source: string) =>
    access.authorizeService(service, 'lambda:InvokeFunction', arn, {
      keys: () => ({ 'aws:SourceArn': source }),
    })?.because;

  expect(ask('events.amazonaws.com', rule)).toBeUndefined();
  expect(ask('events.amazonaws.com', `${rule}2`)).toBe(
    'because no resource-based policy allows the lambda:InvokeFunction action',
  );
  expect(ask('appsync.amazonaws.com', rule)).toBe(
    'because no resource-based policy allows the lambda:InvokeFunction action',
  );
});

test('a trust policy says who may take the role, under its conditions', () => {
  const statement = {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: ['appsync.amazonaws.com', 'lambda.amazonaws.com'] },
    Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
  } as const;
  const { access } = controlOf({ trust: [statement] });
  const own = { 'aws:SourceAccount': ACCOUNT };

  expect(access.trusts(ROLE_ARN, 'appsync.amazonaws.com', own)).toBe(true);
  expect(access.trusts(ROLE_ARN, 'appsync.amazonaws.com', {})).toBe(false);
  expect(access.trusts(ROLE_ARN, 'events.amazonaws.com', own)).toBe(false);
  expect(access.trusts('arn:aws:iam::1:role/other', 'appsync.amazonaws.com', own)).toBe(false);
});

test('the account’s root may do everything, and a role nobody knows nothing', () => {
  const { access } = controlOf({});
  const root = { arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT, userId: ACCOUNT };

  expect(access.authorize(root, READ, OBJECT)).toBeUndefined();
  expect(access.authorize({ ...root, roleArn: 'arn:aws:iam::1:role/x' }, READ, OBJECT)).toEqual({
    because: NONE,
  });
});
