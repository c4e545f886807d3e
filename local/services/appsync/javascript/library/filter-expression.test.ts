import { describe, expect, it } from 'vitest';
import { valueOf } from '../test-bed.ts';

type Expected = readonly [filter: string, expression: string, names: string, values: object];

/** Input and output as recorded on AWS; names are given without their `#`, which each has. */
const RECORDED: readonly Expected[] = [
  ["{ v: { eq: 'x' } }", '(#v = :v_eq)', 'v', { ':v_eq': { S: 'x' } }],
  ["{ v: { ne: 'x' } }", '(#v <> :v_ne)', 'v', { ':v_ne': { S: 'x' } }],
  ["{ v: { lt: 'x' } }", '(#v < :v_lt)', 'v', { ':v_lt': { S: 'x' } }],
  ["{ v: { le: 'x' } }", '(#v <= :v_le)', 'v', { ':v_le': { S: 'x' } }],
  ["{ v: { gt: 'x' } }", '(#v > :v_gt)', 'v', { ':v_gt': { S: 'x' } }],
  ["{ v: { ge: 'x' } }", '(#v >= :v_ge)', 'v', { ':v_ge': { S: 'x' } }],
  ['{ v: { eq: 1.5 } }', '(#v = :v_eq)', 'v', { ':v_eq': { N: 1.5 } }],
  ['{ v: { eq: true } }', '(#v = :v_eq)', 'v', { ':v_eq': { BOOL: true } }],
  ['{ v: { eq: null } }', '(#v = :v_eq)', 'v', { ':v_eq': { NULL: null } }],
  ['{ v: { eq: { a: 1 } } }', '(#v = :v_eq)', 'v', { ':v_eq': { M: { a: { N: 1 } } } }],
  ['{ v: { eq: [1, 2] } }', '(#v = :v_eq)', 'v', { ':v_eq': { L: [{ N: 1 }, { N: 2 }] } }],
  ["{ v: { contains: 'x' } }", '(contains(#v,:v_contains))', 'v', { ':v_contains': { S: 'x' } }],
  [
    "{ v: { notContains: 'x' } }",
    '(NOT contains(#v,:v_notContains))',
    'v',
    { ':v_notContains': { S: 'x' } },
  ],
  [
    "{ v: { beginsWith: 'x' } }",
    '(begins_with(#v,:v_beginsWith))',
    'v',
    { ':v_beginsWith': { S: 'x' } },
  ],
  [
    "{ v: { between: ['1', '9', '3'] } }",
    '(#v BETWEEN :v_between_start AND :v_between_end)',
    'v',
    { ':v_between_start': { S: '1' }, ':v_between_end': { S: '9' } },
  ],
  [
    "{ v: { in: ['a', 'b'] } }",
    '(#v IN (:v_in_0, :v_in_1))',
    'v',
    { ':v_in_0': { S: 'a' }, ':v_in_1': { S: 'b' } },
  ],
  ['{ v: { attributeExists: true } }', '(attribute_exists(#v))', 'v', {}],
  ['{ v: { attributeExists: false } }', '(attribute_not_exists(#v))', 'v', {}],
  [
    "{ h: { attributeType: 'boolean' } }",
    '(attribute_type(#h,:h_attributeType))',
    'h',
    { ':h_attributeType': { S: 'BOOL' } },
  ],
  [
    "{ a: { attributeType: '_null' } }",
    '(attribute_type(#a,:a_attributeType))',
    'a',
    { ':a_attributeType': { S: 'NULL' } },
  ],
  ['{ v: { size: { gt: 2 } } }', '(size(#v) > :v_size_gt)', 'v', { ':v_size_gt': { N: 2 } }],
  [
    '{ v: { size: { between: [1, 3] } } }',
    '(size(#v) BETWEEN :v_size_between_start AND :v_size_between_end)',
    'v',
    { ':v_size_between_start': { N: 1 }, ':v_size_between_end': { N: 3 } },
  ],
  ['{ v: { size: { attributeExists: true } } }', '(attribute_exists(size(#v)))', 'v', {}],
  [
    '{ v: { size: { gt: 2, lt: 5 } } }',
    '((size(#v) > :v_size_gt) AND (size(#v) < :v_size_lt))',
    'v',
    { ':v_size_gt': { N: 2 }, ':v_size_lt': { N: 5 } },
  ],
  [
    '{ v: { size: { size: { gt: 1 } } } }',
    '(size(#v) > :v_size_size_gt)',
    'v',
    { ':v_size_size_gt': { N: 1 } },
  ],
  [
    '{ a: { eq: 1 }, b: { eq: 2 } }',
    '(#a = :a_eq) AND (#b = :b_eq)',
    'a b',
    { ':a_eq': { N: 1 }, ':b_eq': { N: 2 } },
  ],
  [
    '{ v: { ge: 1, le: 5 } }',
    '((#v >= :v_ge) AND (#v <= :v_le))',
    'v',
    { ':v_ge': { N: 1 }, ':v_le': { N: 5 } },
  ],
  ['{ and: [{ a: { eq: 1 } }] }', '(#a = :and_0_a_eq)', 'a', { ':and_0_a_eq': { N: 1 } }],
  [
    '{ or: [{ a: { eq: 1 } }, { b: { eq: 2 } }] }',
    '((#a = :or_0_a_eq) OR (#b = :or_1_b_eq))',
    'a b',
    { ':or_0_a_eq': { N: 1 }, ':or_1_b_eq': { N: 2 } },
  ],
  ['{ not: { a: { eq: 1 } } }', '(NOT (#a = :not_a_eq))', 'a', { ':not_a_eq': { N: 1 } }],
  [
    '{ not: { and: [{ a: { eq: 1 } }, { b: { eq: 2 } }] } }',
    '(NOT ((#a = :not_and_0_a_eq) AND (#b = :not_and_1_b_eq)))',
    'a b',
    { ':not_and_0_a_eq': { N: 1 }, ':not_and_1_b_eq': { N: 2 } },
  ],
  [
    '{ not: { not: { a: { eq: 1 } } } }',
    '(NOT (NOT (#a = :not_not_a_eq)))',
    'a',
    { ':not_not_a_eq': { N: 1 } },
  ],
  [
    '{ and: [{ or: [{ a: { eq: 1 } }, { b: { eq: 2 } }] }, { c: { eq: 3 } }] }',
    '(((#a = :and_0_or_0_a_eq) OR (#b = :and_0_or_1_b_eq)) AND (#c = :and_1_c_eq))',
    'a b c',
    { ':and_0_or_0_a_eq': { N: 1 }, ':and_0_or_1_b_eq': { N: 2 }, ':and_1_c_eq': { N: 3 } },
  ],
  [
    '{ and: [{ or: [{ and: [{ a: { eq: 1 } }] }] }] }',
    '(#a = :and_0_or_0_and_0_a_eq)',
    'a',
    { ':and_0_or_0_and_0_a_eq': { N: 1 } },
  ],
  [
    '{ a: { eq: 1 }, and: [{ b: { eq: 2 } }] }',
    '(#a = :a_eq) AND (#b = :and_0_b_eq)',
    'a b',
    { ':a_eq': { N: 1 }, ':and_0_b_eq': { N: 2 } },
  ],
  ["{ 'a.b': { eq: 1 } }", '(#a.b = :a.b_eq)', 'a.b', { ':a.b_eq': { N: 1 } }],
  ['{}', '', '', {}],
  ['{ and: [] }', '', '', {}],
  ['{ v: {} }', '', 'v', {}],
  ['{ v: { size: {} } }', '', 'v', {}],
  ['{ not: {} }', '(NOT )', '', {}],
  ['{ v: { in: [] } }', '(null)', 'v', {}],
  ['{ a: { eq: 1 }, b: {} }', '(#a = :a_eq) AND ', 'a b', { ':a_eq': { N: 1 } }],
  [
    '{ and: [{ a: { eq: 1 } }, {}] }',
    '((#a = :and_0_a_eq) AND )',
    'a',
    { ':and_0_a_eq': { N: 1 } },
  ],
];

const UNREADABLE = [
  '',
  'null',
  '[]',
  "'string'",
  '{ v: { foo: 1 } }',
  "{ v: 'x' }",
  '{ a: { b: { eq: 1 } } }',
  '{ and: { a: { eq: 1 } } }',
  '{ and: null }',
  '{ and: [{ a: { eq: 1 } }, null] }',
  '{ not: [{ a: { eq: 1 } }] }',
  '{ v: { between: [1] } }',
  "{ v: { between: 'x' } }",
  "{ v: { in: 'x' } }",
  "{ v: { attributeExists: 'yes' } }",
  "{ v: { attributeType: 'S' } }",
  "{ v: { attributeType: 'bogus' } }",
  '{ v: { size: 3 } }',
];

describe('util.transform.toDynamoDBFilterExpression, as recorded on AWS', () => {
  it.each(RECORDED)('%s', (filter, expression, names, values) => {
    const text = valueOf(`util.transform.toDynamoDBFilterExpression(${filter})`);
    const expressionNames = Object.fromEntries(
      names
        .split(' ')
        .filter(Boolean)
        .map((name) => [`#${name}`, name]),
    );

    expect(text).toBe(JSON.stringify({ expression, expressionNames, expressionValues: values }));
  });

  it.each(UNREADABLE)('answers null for %s', (filter) => {
    expect(valueOf(`util.transform.toDynamoDBFilterExpression(${filter})`)).toBe(null);
  });
});

describe('util.transform.toDynamoDBConditionExpression', () => {
  it('is the same transformation', () => {
    const filter = '{ and: [{ id: { attributeExists: true } }, { _version: { eq: 1 } }] }';

    expect(valueOf(`util.transform.toDynamoDBConditionExpression(${filter})`)).toBe(
      '{"expression":"((attribute_exists(#id)) AND (#_version = :and_1__version_eq))","expressionNames":{"#id":"id","#_version":"_version"},"expressionValues":{":and_1__version_eq":{"N":1}}}',
    );
  });

  it('negates all members of a not', () => {
    const text = valueOf(
      'util.transform.toDynamoDBConditionExpression({ not: { a: { eq: 1 }, b: { eq: 2 } } })',
    );

    expect(text).toContain('(NOT ((#a = :not_a_eq) AND (#b = :not_b_eq)))');
  });
});
