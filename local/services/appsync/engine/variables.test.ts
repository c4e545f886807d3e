import { Kind, type OperationDefinitionNode, parse } from 'graphql';
import { expect, test } from 'vitest';
import { buildApiSchema } from './schema.ts';
import { coerceArguments, coerceVariables, declaredVariables } from './variables.ts';

const schema = buildApiSchema(`
  type Query { find(id: ID, input: Outer, data: AWSJSON, first: Int = 20, tags: [String!], status: Status = OPEN): String }
  input Outer { nested: Nested dateOfBirth: AWSDate phone: AWSPhone data: AWSJSON size: Int = 3 }
  input Nested { name: String! }
  enum Status { OPEN CLOSED }
`);

const operationOf = (query: string): OperationDefinitionNode => {
  const [definition] = parse(query).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
  return definition;
};
const coerce = (query: string, given: Record<string, unknown>): unknown =>
  coerceVariables(declaredVariables(schema, operationOf(query)), given);

test.each<[string, Record<string, unknown>, string]>([
  ['query($id: ID!) { find }', {}, "Variable 'id' has coerced Null value for NonNull type 'ID!'"],
  [
    'query($id: ID!) { find }',
    { id: null },
    "Variable 'id' has coerced Null value for NonNull type 'ID!'",
  ],
  [
    'query($o: Outer!) { find }',
    { o: { nested: {} } },
    "Variable 'o' has coerced Null value for NonNull type 'String!'",
  ],
  [
    'query($o: Outer!) { find }',
    { o: { dateOfBirth: 'x' } },
    "Variable 'dateOfBirth' has an invalid value. Unable to parse `x` as a valid date.",
  ],
  [
    'query($o: Outer!) { find }',
    { o: { phone: '1110004444' } },
    "Variable 'phone' has an invalid value. Unable to parse `1110004444` as a valid phone number.",
  ],
  [
    'query($n: Int) { find }',
    { n: 'x' },
    "Variable 'n' has an invalid value. Expected type 'Int' but was 'String'.",
  ],
  [
    'query($s: Status) { find }',
    { s: 'GONE' },
    "Variable 's' has an invalid value. Invalid input for Enum 'Status'. No value found for name 'GONE'",
  ],
  [
    'query($o: Outer) { find }',
    { o: 'x' },
    "Variable 'o' has an invalid value. Expected type 'Map' but was 'String'. Variables for input objects must be an instance of type 'Map'.",
  ],
  [
    'query($d: AWSJSON) { find }',
    { d: { a: 1 } },
    "Variable 'd' has an invalid value. Unable to parse `{a=1}` as a valid JSON.",
  ],
])('%s with %j is refused', (query, given, message) => {
  expect(coerce(query, given)).toEqual({
    errors: [{ path: null, locations: [{ line: 1, column: 7, sourceName: null }], message }],
  });
});

test('an unknown input field is refused without locations', () => {
  expect(coerce('query($o: Outer) { find }', { o: { no: 1 } })).toEqual({
    errors: [
      {
        path: null,
        locations: null,
        message:
          "The variables input contains a field name 'no' that is not defined for input object type 'Outer' ",
      },
    ],
  });
});

test('defaults apply, JSON is parsed at any depth, absent stays absent and null stays null', () => {
  expect(
    coerce('query($o: Outer, $n: Int = 7, $t: [String!], $a: Int, $b: Int) { find }', {
      o: { data: '{"a":[1]}', nested: null },
      t: 'one',
      b: null,
      unknown: 1,
    }),
  ).toEqual({
    values: { o: { nested: null, data: { a: [1] }, size: 3 }, n: 7, t: ['one'], b: null },
  });
});

test('arguments are literals, variables and defaults together', () => {
  const operation = operationOf(
    'query($x: String, $gone: Int) { find(input: {data: "[1]", nested: {name: $x}}, data: "{}", first: $gone, tags: "a") }',
  );
  const [node] = operation.selectionSet.selections;
  const field = schema.getQueryType()?.getFields().find;
  if (node?.kind !== Kind.FIELD || !field) throw new Error('no field');

  expect(coerceArguments(field, node, { x: 'y' })).toEqual({
    input: { data: [1], nested: { name: 'y' }, size: 3 },
    data: {},
    first: 20,
    tags: ['a'],
    status: 'OPEN',
  });
});
