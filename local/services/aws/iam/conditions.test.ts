import { expect, test } from 'vitest';
import { controlOf } from './test-control.ts';
import type { ContextKeys, PolicyStatement } from './types.ts';

const ACTION = 'dynamodb:GetItem';
const RESOURCE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/notes';

function isAllowed(
  Condition: PolicyStatement['Condition'],
  keys: ContextKeys = {},
  version = '2012-10-17',
): boolean {
  const statement = { Effect: 'Allow', Action: ACTION, Resource: '*', Condition } as const;
  return controlOf({ identity: [statement], version }).ask(ACTION, RESOURCE, keys) === 'allowed';
}

const K = 'x:Key';
// Operator, the policy's values, the request's value, whether it is met.
test.each<[string, string | string[] | boolean | number, string, boolean]>([
  ['StringEquals', ['a', 'b'], 'b', true],
  ['StringEquals', 'a', 'A', false],
  ['StringEquals', 'a*', 'ab', false],
  ['StringNotEquals', ['a', 'b'], 'b', false],
  ['StringNotEquals', ['a', 'b'], 'c', true],
  ['StringEqualsIgnoreCase', 'Ab', 'aB', true],
  ['StringNotEqualsIgnoreCase', 'Ab', 'aB', false],
  ['StringLike', ['x', 'home/*/?'], 'home/me/1', true],
  ['StringLike', 'home/?', 'home/12', false],
  ['StringNotLike', 'home/*', 'home/me', false],
  ['ArnEquals', 'arn:aws:s3:::b/*', 'arn:aws:s3:::b/k', true],
  ['ArnLike', 'arn:aws:events:*:1:rule/r', 'arn:aws:events:eu:1:rule/r', true],
  ['ArnLike', 'arn:aws:events:*:rule/r', 'arn:aws:events:eu:1:rule/r', false],
  ['ArnNotLike', 'arn:aws:s3:::b*', 'arn:aws:s3:::b/k', false],
  ['ArnNotEquals', 'arn:aws:s3:::b', 'arn:aws:s3:::c', true],
  ['Bool', true, 'true', true],
  ['Bool', 'false', 'true', false],
  ['NumericEquals', 5, '5.0', true],
  ['NumericNotEquals', '5', '6', true],
  ['NumericLessThan', '5', '5', false],
  ['NumericLessThanEquals', '5', '5', true],
  ['NumericGreaterThan', '5', '6', true],
  ['NumericGreaterThanEquals', '5', '4', false],
  ['NumericLessThan', '5', 'five', false],
  ['DateEquals', '2026-11-25T12:00:00Z', '2026-11-25T12:00:00.000Z', true],
  ['DateNotEquals', '2026-11-25T12:00:00Z', '2026-11-25T12:00:01Z', true],
  ['DateLessThan', '2026-11-26', '2026-11-25T23:59:59Z', true],
  ['DateLessThanEquals', '1795608000', '2026-11-25T12:00:00Z', true],
  ['DateGreaterThan', '2026-11-26', '2026-11-25T23:59:59Z', false],
  ['DateGreaterThanEquals', '2026-11-25', '2026-11-25', true],
  ['IpAddress', ['10.0.0.0/8', '2001:db8::/32'], '10.1.2.3', true],
  ['IpAddress', ['10.0.0.0/8', '2001:db8::/32'], '2001:db8::1', true],
  ['IpAddress', '127.0.0.1', '127.0.0.2', false],
  ['NotIpAddress', '10.0.0.0/8', '11.0.0.1', true],
  ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', true],
  ['Null', 'false', 'there', true],
  ['Null', 'true', 'there', false],
])('%s %j is asked of %s: %s', (operator, wanted, actual, expected) => {
  expect(isAllowed({ [operator]: { [K]: wanted } }, { [K]: actual })).toBe(expected);
});

test.each<[string, boolean]>([
  ['StringEquals', false],
  ['NumericLessThan', false],
  ['Bool', false],
  ['IpAddress', false],
  ['StringNotEquals', true],
  ['ArnNotLike', true],
  ['NotIpAddress', true],
  ['StringEqualsIfExists', true],
  ['ForAllValues:StringEquals', true],
  ['ForAnyValue:StringEquals', false],
  ['ForAnyValue:StringEqualsIfExists', false],
  ['ForAnyValue:StringNotEquals', false],
])('without its key, %s is met: %s', (operator, expected) => {
  const wanted = operator.includes('Ip') ? '10.0.0.0/8' : '1';

  expect(isAllowed({ [operator]: { [K]: wanted } })).toBe(expected);
});

test.each<[string, string[], string[], boolean]>([
  ['ForAllValues:StringEquals', ['a', 'b'], ['a'], true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
  ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'a'], false],
  ['ForAllValues:StringLike', ['u-*'], ['u-1', 'u-2'], true],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'b'], true],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['c'], false],
  ['ForAnyValue:StringNotEquals', ['a'], ['a', 'b'], true],
])('%s %j is asked of the values %j: %s', (operator, wanted, actual, expected) => {
  expect(isAllowed({ [operator]: { [K]: wanted } }, { [K]: actual })).toBe(expected);
});

test('all operators and all keys must be met; keys ignore case', () => {
  const condition = { StringEquals: { 'X:A': '1', 'x:b': '2' }, Bool: { 'x:c': 'true' } };

  expect(isAllowed(condition, { 'x:a': '1', 'X:B': '2', 'x:C': 'true' })).toBe(true);
  expect(isAllowed(condition, { 'x:a': '1', 'X:B': '2' })).toBe(false);
  expect(isAllowed(condition, { 'x:a': '1', 'X:B': '3', 'x:C': 'true' })).toBe(false);
});

test('every call has the keys of the account, the region, the time and the principal', () => {
  expect(
    isAllowed({
      StringEquals: {
        'aws:RequestedRegion': 'eu-west-1',
        'aws:PrincipalAccount': '111122223333',
        'aws:ResourceAccount': '111122223333',
        'aws:PrincipalType': 'AssumedRole',
      },
      ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/worker' },
      Bool: { 'aws:SecureTransport': 'true', 'aws:PrincipalIsAWSService': 'false' },
      DateGreaterThan: { 'aws:CurrentTime': '2026-11-25T11:59:59Z' },
      NumericEquals: { 'aws:EpochTime': '1795608000' },
      Null: { 'aws:username': 'true' },
    }),
  ).toBe(true);
});

test('variables stand for keys of the request, with a default, and literally with ${*}', () => {
  const like = (value: string, keys: ContextKeys, version?: string) =>
    isAllowed({ StringLike: { 'x:path': value } }, keys, version);

  expect(like('home/${x:user}/*', { 'x:path': 'home/me/1', 'x:user': 'me' })).toBe(true);
  expect(like('home/${x:user}/*', { 'x:path': 'home/you/1', 'x:user': 'me' })).toBe(false);
  expect(like('home/${x:user}/*', { 'x:path': 'home/me/1' })).toBe(false);
  expect(like("home/${x:user, 'all'}/*", { 'x:path': 'home/all/1' })).toBe(true);
  expect(like('a${*}', { 'x:path': 'a*' })).toBe(true);
  expect(like('a${*}', { 'x:path': 'ab' })).toBe(false);
  // A value's own wildcards are plain characters.
  expect(like('${x:user}', { 'x:path': 'anything', 'x:user': '*' })).toBe(false);
  // The version before variables takes them as text.
  expect(like('${x:user}', { 'x:path': '${x:user}', 'x:user': 'me' }, '2008-10-17')).toBe(true);
});

test('a variable in a resource follows the caller', () => {
  const { ask } = controlOf({
    identity: [{ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::b/${aws:userid}/*' }],
  });

  expect(ask('s3:GetObject', 'arn:aws:s3:::b/worker:session/x')).toBe('allowed');
  expect(ask('s3:GetObject', 'arn:aws:s3:::b/other/x')).not.toBe('allowed');
});

test.each<[string, PolicyStatement, string]>([
  [
    'an operator IAM does not have',
    { Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringMatches: { a: 'b' } } },
    'WorkerPolicy, statement 2 (Two): IAM has no condition operator StringMatches.',
  ],
  [
    'an address range that is none',
    { Effect: 'Allow', Action: '*', Resource: '*', Condition: { IpAddress: { a: '10.0.0/8' } } },
    'WorkerPolicy, statement 2 (Two): IpAddress cannot be compared with 10.0.0/8',
  ],
  ['no action', { Effect: 'Allow', Resource: '*' }, 'it must have one of Action and NotAction'],
  ['no resource', { Effect: 'Allow', Action: 's3:*' }, 'it must have one of Resource'],
  ['a word for an action', { Effect: 'Allow', Action: 'GetObject', Resource: '*' }, 'is no action'],
  [
    'a principal',
    { Effect: 'Allow', Action: '*', Resource: '*', Principal: '*' },
    'a policy of a role names no Principal',
  ],
  [
    'an effect in other letters',
    { Effect: 'allow' as 'Allow', Action: '*', Resource: '*' },
    'its Effect is not Allow or Deny',
  ],
])('a statement with %s is refused when it is read, with its place', (_, statement, message) => {
  const fine = { Effect: 'Allow', Action: '*', Resource: '*' } as const;

  expect(() => controlOf({ identity: [fine, { ...statement, Sid: 'Two' }] })).toThrow(
    expect.objectContaining({
      code: 'ERR_TEMPLATE_INVALID',
      message: expect.stringContaining(message) as string,
    }),
  );
});
