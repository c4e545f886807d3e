import { describe, expect, it } from 'vitest';
import { valueOf } from '../test-bed.ts';

describe('util.dynamodb, as recorded on AWS', () => {
  it.each([
    ["toDynamoDB('test')", { S: 'test' }],
    ['toDynamoDB(12345)', { N: 12345 }],
    ['toDynamoDB(true)', { BOOL: true }],
    ["toString('test')", { S: 'test' }],
    ["toStringSet(['foo', 'bar', 'baz'])", { SS: ['foo', 'bar', 'baz'] }],
    ['toNumber(12345)', { N: 12345 }],
    ['toNumberSet([1, 23, 4.56])', { NS: [1, 23, 4.56] }],
    ["toBinary('foo')", { B: 'foo' }],
    ["toBinarySet(['foo', 'bar', 'baz'])", { BS: ['foo', 'bar', 'baz'] }],
    ['toBoolean(true)', { BOOL: true }],
    ['toNull()', { NULL: null }],
    [
      "toList(['foo', 123, { bar: 'baz' }])",
      { L: [{ S: 'foo' }, { N: 123 }, { M: { bar: { S: 'baz' } } }] },
    ],
    [
      "toMap({ foo: 'bar', baz: 1234, beep: ['boop'] })",
      { M: { foo: { S: 'bar' }, baz: { N: 1234 }, beep: { L: [{ S: 'boop' }] } } },
    ],
    [
      "toMapValues({ foo: 'bar', baz: 1234, beep: ['boop'] })",
      { foo: { S: 'bar' }, baz: { N: 1234 }, beep: { L: [{ S: 'boop' }] } },
    ],
    [
      "toS3Object('foo', 'bar', 'baz')",
      { S: '{"s3":{"key":"foo","bucket":"bar","region":"baz"}}' },
    ],
    [
      "toS3Object('foo', 'bar', 'baz', 'beep')",
      { S: '{"s3":{"key":"foo","bucket":"bar","region":"baz","version":"beep"}}' },
    ],
  ])('%s', (call, value) => {
    expect(JSON.stringify(valueOf(`util.dynamodb.${call}`))).toBe(JSON.stringify(value));
  });
});

describe('util.dynamodb', () => {
  it('answers null for the null of a typed helper, and NULL for one inside a value', () => {
    expect(valueOf('[util.dynamodb.toString(null), util.dynamodb.toNumberSet(undefined)]')).toEqual(
      [null, null],
    );
    expect(valueOf('util.dynamodb.toMapValues({ a: null, b: undefined })')).toEqual({
      a: { NULL: null },
    });
  });

  it('reads back what it stored of an S3 object', () => {
    expect(
      valueOf("util.dynamodb.fromS3ObjectJson(util.dynamodb.toS3Object('k', 'b', 'r').S)"),
    ).toEqual({
      key: 'k',
      bucket: 'b',
      region: 'r',
    });
    expect(valueOf("util.dynamodb.fromS3ObjectJson('nonsense')")).toBe(null);
  });
});
