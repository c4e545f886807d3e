import { expect, test } from 'vitest';
import { requestKeys } from './request-keys.ts';

const TABLE = 'arn:aws:dynamodb:eu-west-1:1:table/notes';
const keyOf = (_table: string, index: string | undefined) => (index === 'byMood' ? 'mood' : 'id');

test.each<[string, string, object, string, object]>([
  [
    'a key',
    'GetItem',
    {
      Key: { id: { S: 'me' } },
      ProjectionExpression: 'title, #a.b, list[0]',
      ExpressionAttributeNames: { '#a': 'author' },
    },
    TABLE,
    {
      'dynamodb:LeadingKeys': ['me'],
      'dynamodb:Attributes': ['id', 'title', 'author', 'list'],
    },
  ],
  [
    'an item',
    'PutItem',
    {
      Item: { id: { N: '7' }, mood: { S: 'glad' } },
      ConditionExpression: 'attribute_not_exists(id) AND size(title) > :n',
      ReturnValues: 'ALL_OLD',
    },
    TABLE,
    {
      'dynamodb:LeadingKeys': ['7'],
      'dynamodb:Attributes': ['id', 'mood', 'title'],
      'dynamodb:ReturnValues': 'ALL_OLD',
    },
  ],
  [
    'a query of an index',
    'Query',
    {
      KeyConditionExpression: '#m = :m AND begins_with(at, :day)',
      ExpressionAttributeNames: { '#m': 'mood' },
      ExpressionAttributeValues: { ':m': { S: 'glad' }, ':day': { S: '2026' } },
      Select: 'COUNT',
    },
    `${TABLE}/index/byMood`,
    {
      'dynamodb:LeadingKeys': ['glad'],
      'dynamodb:Attributes': ['mood', 'at'],
      'dynamodb:Select': 'COUNT',
    },
  ],
  [
    'an older query',
    'Query',
    { KeyConditions: { id: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'me' }] } } },
    TABLE,
    { 'dynamodb:LeadingKeys': ['me'] },
  ],
  [
    'a batch of reads',
    'BatchGetItem',
    {
      RequestItems: {
        notes: { Keys: [{ id: { S: '1' } }, { id: { S: '2' } }], AttributesToGet: ['mood'] },
        other: {},
      },
    },
    TABLE,
    { 'dynamodb:LeadingKeys': ['1', '2'], 'dynamodb:Attributes': ['id', 'mood'] },
  ],
  [
    'a batch of writes',
    'BatchWriteItem',
    {
      RequestItems: {
        notes: [
          { PutRequest: { Item: { id: { S: '1' }, mood: { S: 'x' } } } },
          { DeleteRequest: { Key: { id: { S: '2' } } } },
        ],
      },
    },
    TABLE,
    { 'dynamodb:LeadingKeys': ['1', '2'], 'dynamodb:Attributes': ['id', 'mood'] },
  ],
  ['a scan, which has no leading keys', 'Scan', {}, TABLE, { 'dynamodb:FullTableScan': 'true' }],
])('%s tells IAM of its keys and attributes', (_, operation, input, resource, expected) => {
  const keys = requestKeys(operation, input as Record<string, unknown>, resource, keyOf);

  expect(
    Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined)),
  ).toEqual(expected);
});
