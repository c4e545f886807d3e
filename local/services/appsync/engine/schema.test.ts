import { getIntrospectionQuery, graphqlSync, type IntrospectionQuery } from 'graphql';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildApiSchema } from './schema.ts';
import { subscriptionSources } from './subscription-sources.ts';

const refusal = (sdl: string): string => {
  try {
    buildApiSchema(sdl);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ERR_SCHEMA_INVALID' });
    return (error as Error).message;
  }
  throw new Error('the schema was accepted');
};

describe('a schema AppSync accepts', () => {
  test("the project's own schema is one", () => {
    const sdl = readFileSync(new URL('../../../../schema/schema.graphql', import.meta.url), 'utf8');

    const schema = buildApiSchema(sdl);

    expect(subscriptionSources(schema).get('onReportReady')).toContain('reportReady');
  });

  test('has only the scalars it uses and the directives the service shows', () => {
    const schema = buildApiSchema('type Query { day: AWSDate }');
    const { data } = graphqlSync({ schema, source: getIntrospectionQuery() });
    const { __schema } = data as unknown as IntrospectionQuery;

    expect(__schema.types.map(({ name }) => name)).toContain('AWSDate');
    expect(schema.getType('AWSTimestamp')).toBeUndefined();
    expect(__schema.directives.map(({ name }) => name).sort()).toEqual(
      ['aws_api_key', 'aws_auth', 'aws_cognito_user_pools', 'aws_iam', 'aws_lambda', 'aws_oidc']
        .concat(['aws_publish', 'aws_subscribe', 'defer', 'deprecated', 'include', 'skip'])
        .sort(),
    );
  });
});

describe('a schema AppSync refuses is refused with', () => {
  test('the line of a syntax error', () => {
    expect(refusal('type Query {\n  a: \n}')).toContain('(line 3)');
  });

  test('every unknown type and its line', () => {
    const message = refusal('type Query {\n  a: Nope\n  b: Nada\n}');

    expect(message).toContain('Unknown type "Nope". (line 2)');
    expect(message).toContain('Unknown type "Nada". (line 3)');
  });

  test('the missing query type', () => {
    expect(refusal('type Mutation { a: Int }')).toContain('There is no top level schema object');
  });

  test('its custom scalars and reserved names', () => {
    const message = refusal('scalar Money\ntype AWSThing { a: Int }\ntype Query { a: Int }');

    expect(message).toContain('`scalar Money` (line 1)');
    expect(message).toContain('rename AWSThing (line 2)');
  });

  test('subscriptions to unknown mutations or of another type', () => {
    const message = refusal(`
      type Query { a: Int }
      type Mutation { put: Int }
      type Subscription {
        onPut: String @aws_subscribe(mutations: ["put"])
        onGone: Int @aws_subscribe(mutations: ["gone"])
      }`);

    expect(message).toContain(
      'Subscription.onPut (line 5) returns String, but Mutation.put returns Int',
    );
    expect(message).toContain('Subscription.onGone (line 6) subscribes to Mutation.gone');
  });
});
