import { util } from '@aws-appsync/utils';
import * as ddb from '@aws-appsync/utils/dynamodb';

export function request() {
  return {};
}

export function response() {
  const { operations } = ddb;
  const key = { id: 'id' };
  return [
    ddb.get({ key }),
    ddb.put({ key, item: { name: 'n', age: 3 } }),
    ddb.remove({ key }),
    ddb.scan({ limit: 10, nextToken: 'token' }),
    ddb.update({ key, update: { name: 'n' } }),
    ddb.update({ key, update: { count: operations.increment() } }),
    ddb.update({ key, update: { list: operations.append(['x']) } }),
    operations.add('v'),
    operations.replace('v'),
    operations.append(['x']),
    operations.prepend(['x']),
    operations.increment(5),
    operations.decrement(5),
    ddb.query({ index: 'byName', query: { name: { eq: 'test' } } }),
    util.dynamodb.toNumber(12345),
    util.dynamodb.toNull(),
    util.dynamodb.toS3Object('foo', 'bar', 'baz'),
  ].map((value) => JSON.stringify(value));
}
