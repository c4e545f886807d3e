import { readFileSync } from 'node:fs';
import { buildSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import { mergeSchemas } from './schema.ts';

test('an extension adds its types and fields and leaves descriptions and directives as they were', () => {
  const merged = mergeSchemas(
    '"What can be asked."\ntype Query { "A." a: Int @aws_iam }',
    'extend type Query { "B." b: Extra }\ntype Extra { c: Int }',
  );

  expect(parse(merged, { noLocation: true })).toEqual(
    parse(
      '"What can be asked."\ntype Query { "A." a: Int @aws_iam "B." b: Extra }\ntype Extra { c: Int }',
      { noLocation: true },
    ),
  );
});

test('an extension of a type that is not there is refused by its name', () => {
  expect(() => mergeSchemas('type Query { a: Int }', 'extend type Nothing { b: Int }')).toThrow(
    'Nothing is extended, but schema/schema.graphql has no such type.',
  );
});

test('the schema with the comparison is a whole schema', () => {
  const read = (name: string) => readFileSync(`schema/${name}.graphql`, 'utf8');
  const schema = buildSchema(read('appsync') + mergeSchemas(read('schema'), read('comparison')));

  expect(Object.keys(schema.getMutationType()?.getFields() ?? {})).toContain(
    'generateReportSynchronously',
  );
});
