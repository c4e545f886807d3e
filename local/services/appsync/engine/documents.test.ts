import { describe, expect, test } from 'vitest';
import { chooseOperation, createDocuments } from './documents.ts';
import { defaultEngineLimits } from './limits.ts';
import { buildApiSchema } from './schema.ts';

const schema = buildApiSchema(`
  type Query {
    getPost(id: ID!): Post
    posts(filter: Filter, days: [AWSDate!]): [Post!]!
    save(data: AWSJSON, count: Int, ok: Boolean): String
    node: Node
  }
  interface Node { id: ID! }
  type Post implements Node { id: ID! title: String author: Author }
  type Author { name: String }
  input Filter { title: StringFilter! at: AWSDateTime limit: Int = 5 status: Status }
  input StringFilter { eq: String! }
  enum Status { OPEN CLOSED }
  type Subscription { onPost: Post onOther: Post }
`);
const documents = createDocuments(schema, true, defaultEngineLimits);

const firstError = (query: string): unknown => {
  const preparation = documents(query);
  return 'errors' in preparation ? preparation.errors[0] : undefined;
};
const firstMessage = (query: string): string | undefined =>
  (firstError(query) as { message: string } | undefined)?.message;

test('an unknown field is refused with the recorded envelope', () => {
  expect(JSON.stringify(firstError('{badfield}'))).toBe(
    `{"path":null,"locations":[{"line":1,"column":2,"sourceName":null}],"message":"Validation error of type FieldUndefined: Field 'badfield' in type 'Query' is undefined @ 'badfield'"}`,
  );
});

describe('a document is refused with the words of the Java engine', () => {
  test.each([
    [
      '{ getPost(id: 1) { author { age } } }',
      "FieldUndefined: Field 'age' in type 'Author' is undefined @ 'getPost/author/age'",
    ],
    ['{ getPost { id } }', "MissingFieldArgument: Missing field argument id @ 'getPost'"],
    ['{ getPost(id: 1, x: 2) { id } }', "UnknownArgument: Unknown field argument x @ 'getPost'"],
    [
      'query Q($t: AWSTimestamp) { getPost(id: $t) { id } }',
      'UnknownType: Unknown type AWSTimestamp',
    ],
    [
      '{ getPost(id: 1) { author } }',
      "SubSelectionRequired: Sub selection required for type Author of field author @ 'getPost/author'",
    ],
    [
      '{ posts }',
      "SubSelectionRequired: Sub selection required for type null of field posts @ 'posts'",
    ],
    [
      '{ getPost(id: 1) { title { x } } }',
      "SubSelectionNotAllowed: Sub selection not allowed on leaf type String of field title @ 'getPost/title'",
    ],
    [
      'query Q($id: String!) { getPost(id: $id) { id } }',
      "VariableTypeMismatch: Variable type 'String!' doesn't match expected type 'ID!' @ 'getPost'",
    ],
    ['{ getPost(id: $id) { id } }', "UndefinedVariable: Undefined variable id @ 'getPost'"],
    ['query Q($id: ID) { getPost(id: 1) { id } }', 'UnusedVariable: Unused variable id'],
    ['{ getPost(id: 1) { ...F } }', "UndefinedFragment: Undefined fragment F @ 'getPost'"],
    [
      '{ getPost(id: 1) { id } } fragment F on Post { id }',
      "UnusedFragment: Unused fragment F @ 'F'",
    ],
    ['{ getPost(id: 1) { id @nope } }', "UnknownDirective: Unknown directive nope @ 'getPost/id'"],
    [
      '{ getPost(id: null) { id } }',
      "WrongType: argument 'id' with value 'NullValue{}' must not be null @ 'getPost'",
    ],
    [
      '{ save(data: {upvotes: 10}) }',
      "WrongType: argument 'data' with value 'ObjectValue{objectFields=[ObjectField{name='upvotes', value=IntValue{value=10}}]}' is not a valid 'AWSJSON' @ 'save'",
    ],
    [
      '{ posts(filter: {title: {eq: "x"}, at: "2019"}) { id } }',
      "WrongType: argument 'filter.at' with value 'StringValue{value='2019'}' is not a valid 'AWSDateTime' @ 'posts'",
    ],
    [
      '{ posts(filter: {testa: "test"}) { id } }',
      "WrongType: argument 'filter' with value 'ObjectValue{objectFields=[ObjectField{name='testa', value=StringValue{value='test'}}]}' is missing required fields '[title]' @ 'posts'",
    ],
    [
      '{ posts(filter: {title: {eq: "x"}, no: 1}) { id } }',
      "contains a field not in 'Filter': 'no' @ 'posts'",
    ],
    [
      '{ posts(filter: {title: {eq: "x"}, status: GONE}) { id } }',
      "WrongType: argument 'filter.status' with value 'EnumValue{name='GONE'}' is not a valid 'Status' @ 'posts'",
    ],
    [
      '{ posts(days: ["2020-01-01", "x"]) { id } }',
      "WrongType: argument 'days[1]' with value 'StringValue{value='x'}' is not a valid 'AWSDate' @ 'posts'",
    ],
    [
      '{ save(count: "5") }',
      "WrongType: argument 'count' with value 'StringValue{value='5'}' is not a valid 'Int' @ 'save'",
    ],
    [
      '{ save(count: 99999999999) }',
      "argument 'count' with value 'IntValue{value=99999999999}' is not a valid 'Int'",
    ],
    [
      'query Q($n: Int = "x") { save(count: $n) }',
      "BadValueForDefaultArg: Bad default value StringValue{value='x'} for type Int",
    ],
    [
      '{ node { ... on Author { name } } }',
      "InvalidFragmentType: Fragment cannot be spread here as objects of type Node can never be of type Author @ 'node'",
    ],
    [
      '{ a: getPost(id: 1) { id } a: getPost(id: 2) { id } }',
      'FieldsConflict: a: they have differing arguments',
    ],
    [
      'subscription { onPost { id } onOther { id } }',
      'SubscriptionMultipleRootFields: Subscription operation must have exactly one root field',
    ],
  ])('%s', (query, expected) => {
    expect(firstMessage(query)).toContain(expected);
    expect(firstMessage(query)).toMatch(/^Validation error of type /);
  });
});

test('what cannot be parsed is a malformed request', () => {
  for (const query of ['{', '', 'meow', '{}}']) {
    expect(firstError(query)).toEqual({
      message: 'Unable to parse GraphQL query.',
      errorType: 'MalformedHttpRequestException',
    });
  }
});

test('a document of more tokens than the limit is refused', () => {
  const small = createDocuments(schema, true, { maxQueryTokens: 5, maxCachedDocuments: 1 });

  expect(small('{ node { id } posts { id } }')).toMatchObject({
    errors: [{ message: 'Maximum char length exceeded' }],
  });
});

test('introspection switched off answers as for an unknown field', () => {
  const closed = createDocuments(schema, false, defaultEngineLimits);

  expect(closed('{ __schema { types { name } } }')).toMatchObject({
    errors: [
      {
        message:
          "Validation error of type FieldUndefined: Field '__schema' in type 'Query' is undefined @ '__schema'",
      },
    ],
  });
  expect(closed('{ __typename }')).toHaveProperty('prepared');
});

test('a prepared document is remembered, and the oldest forgotten at the limit', () => {
  const two = createDocuments(schema, true, { ...defaultEngineLimits, maxCachedDocuments: 2 });
  const first = two('{ node { id } }');

  expect(two('{ node { id } }')).toBe(first);
  two('{ a: node { id } }');
  two('{ b: node { id } }');
  expect(two('{ node { id } }')).not.toBe(first);
});

test('of several operations one must be named', () => {
  const preparation = documents('query A { node { id } } query B { node { id } }');
  if (!('prepared' in preparation)) throw new Error('refused');

  expect(chooseOperation(preparation.prepared, null)).toEqual({
    errors: [{ message: 'Missing operation name.', errorType: 'MalformedHttpRequestException' }],
  });
  expect(chooseOperation(preparation.prepared, 'B')).toMatchObject({
    operation: { name: { value: 'B' } },
  });
  expect(chooseOperation(preparation.prepared, 'C')).toHaveProperty('errors');
});
