import { describe, expect, test } from 'vitest';
import type { AcceptedSubscription, GraphqlRequest, SubscriptionFilter } from '../types.ts';
import { createTestApi, fail, returnWith, type TestApi, type TestHandlers } from './test-api.ts';

const sdl = `
  type Query { a: Int }
  type Mutation { put(id: ID!): Post }
  type Post { id: ID! title: String! created: AWSDateTime! meta: AWSJSON author: Author tags: [String!] parts: [Part!] }
  union Part = Text | Image
  type Text { words: String! }
  type Image { size: Int }
  type Author { name: String! }
  type Subscription {
    onPut(id: ID, title: String, first: Int = 3): Post @aws_subscribe(mutations: ["put"])
    onSecret: Post @aws_subscribe(mutations: ["put"]) @aws_iam
  }
`;
const api = (handlers?: TestHandlers): TestApi =>
  createTestApi({
    sdl,
    config: { additionalAuth: [{ mode: 'AWS_IAM' }] },
    ...(handlers && { resolvers: { 'Subscription.onPut': handlers } }),
  });

async function accept(
  query: string,
  request?: Partial<GraphqlRequest>,
  handlers?: TestHandlers,
): Promise<AcceptedSubscription> {
  const answer = await api(handlers).subscribe(query, request);
  if ('errors' in answer) throw new Error(JSON.stringify(answer.errors));
  return answer.accepted;
}
const whole = { id: '1', title: 'T', created: '2020-01-01T00:00Z' };

describe('an accepted subscription', () => {
  test('names its field, mutations and arguments; an absent variable is an absent argument', async () => {
    const accepted = await accept(
      'subscription S($id: ID, $t: String) { onPut(id: $id, title: $t) { id } }',
      {
        variables: { t: null },
      },
    );

    expect(accepted).toMatchObject({
      fieldName: 'onPut',
      mutations: ['put'],
      args: { title: null, first: 3 },
    });
    expect(accepted.args).not.toHaveProperty('id');
    expect(accepted.filter).toBeUndefined();
  });

  test("shapes a message by the subscriber's selection, null for what the mutation left out", async () => {
    const accepted = await accept(
      'subscription { mine: onPut { __typename key: id meta author { name } } }',
    );

    expect(
      JSON.stringify(accepted.project({ mutation: 'put', result: { id: '1', meta: '{"a":1}' } })),
    ).toBe('{"data":{"mine":{"__typename":"Post","key":"1","meta":"{\\"a\\":1}","author":null}}}');
  });

  test('reports every missing non-null field with message and path only', async () => {
    const accepted = await accept('subscription { onPut { id title created } }');

    expect(JSON.stringify(accepted.project({ mutation: 'put', result: { id: '1' } }))).toBe(
      `{"data":{"onPut":null},"errors":[{"message":"Cannot return null for non-nullable type: 'String' within parent 'Post' (/onPut/title)","path":["onPut","title"]},{"message":"Cannot return null for non-nullable type: 'AWSDateTime' within parent 'Post' (/onPut/created)","path":["onPut","created"]}]}`,
    );
  });

  test('drops a nested object whose non-null field is missing', async () => {
    const accepted = await accept('subscription { onPut { id author { name } } }');

    expect(accepted.project({ mutation: 'put', result: { ...whole, author: {} } })).toMatchObject({
      data: { onPut: { id: '1', author: null } },
      errors: [{ path: ['onPut', 'author', 'name'] }],
    });
  });

  test('shapes each item of a list by its own type, and drops a list with a null where none may be', async () => {
    const accepted = await accept(
      'subscription { onPut { id tags parts { ... on Text { words } ... on Image { kind: __typename size } } } }',
    );
    const project = (result: object): string =>
      JSON.stringify(accepted.project({ mutation: 'put', result: { ...whole, ...result } }).data);
    const text = { __typename: 'Text', words: 'w', size: 1 };
    const image = { __typename: 'Image', words: 'w', size: 1 };

    const shaped = project({ tags: ['a', 'b'], parts: [text, image, text] });
    const unknown = project({ tags: ['a', null], parts: [{ words: 'w' }] });

    expect(shaped).toBe(
      '{"onPut":{"id":"1","tags":["a","b"],"parts":[{"words":"w"},{"kind":"Image","size":1},{"words":"w"}]}}',
    );
    expect(unknown).toBe('{"onPut":{"id":"1","tags":null,"parts":null}}');
  });

  test('has the same projection key for the same shape whatever its arguments, another for another shape', async () => {
    const key = async (query: string, variables = {}): Promise<string> =>
      (await accept(query, { variables })).projectionKey;
    const one = await key('subscription A($id: ID) { onPut(id: $id) { id } }', { id: 1 });

    expect(await key('subscription B { onPut(title: "x") { id } }')).toBe(one);
    expect(await key('subscription { onPut { id title } }')).not.toBe(one);
    expect(await key('subscription { x: onPut { id } }')).not.toBe(one);
    const conditional = 'subscription S($t: Boolean!) { onPut { id title @include(if: $t) } }';
    expect(await key(conditional, { t: true })).not.toBe(await key(conditional, { t: false }));
  });
});

describe('the subscription resolver', () => {
  const filter: SubscriptionFilter = {
    filterGroup: [{ filters: [{ fieldName: 'id', operator: 'eq', value: '1' }] }],
  };

  test('runs once at start and sets the filters', async () => {
    let runs = 0;
    const accepted = await accept('subscription { onPut { id } }', undefined, {
      response: () => {
        runs += 1;
        return returnWith(null, { subscriptionFilter: filter, invalidationFilter: filter });
      },
    });

    accepted.project({ mutation: 'put', result: whole });

    expect(runs).toBe(1);
    expect(accepted).toMatchObject({ filter, invalidationFilter: filter });
  });

  test('refuses with its error, type and message only', async () => {
    expect(
      await api({ request: () => fail('not yours', 'Forbidden', { data: { id: 1 } }) }).subscribe(
        'subscription { onPut { id } }',
      ),
    ).toEqual({
      errors: [{ errorType: 'Forbidden', message: 'not yours' }],
    });
  });

  test.each<[string, SubscriptionFilter['filterGroup'], string]>([
    [
      'six fields',
      [
        {
          filters: ['a', 'b', 'c', 'd', 'e', 'f'].map((fieldName) => ({
            fieldName,
            operator: 'eq',
            value: 1,
          })),
        },
      ],
      'Filters exceed maximum attributes limit 5 for subscription.',
    ],
    [
      'one field twice',
      [{ filters: [1, 2].map((value) => ({ fieldName: 'a', operator: 'eq', value })) }],
      'filter uses same fieldName multiple time',
    ],
    [
      'eleven groups',
      Array.from({ length: 11 }, (_, value) => ({
        filters: [{ fieldName: 'a', operator: 'eq', value }],
      })),
      'Filters combination exceed maximum limit 10 for subscription.',
    ],
    [
      'in that expands',
      [
        {
          filters: ['a', 'b'].map((fieldName) => ({
            fieldName,
            operator: 'in',
            value: [1, 2, 3, 4],
          })),
        },
      ],
      'Filters combination exceed maximum limit 10 for subscription.',
    ],
    [
      'six values',
      [{ filters: [{ fieldName: 'a', operator: 'in', value: [1, 2, 3, 4, 5, 6] }] }],
      'subscription exceeds maximum value limit 5 for operator `in`.',
    ],
    [
      'an unknown operator',
      [{ filters: [{ fieldName: 'a', operator: 'gte', value: 1 }] }],
      'Operator gte is not supported for subscription filter.',
    ],
    [
      'a long text',
      [{ filters: [{ fieldName: 'a', operator: 'eq', value: 'x'.repeat(257) }] }],
      'subscription filter values have at most 256 characters.',
    ],
  ])('is refused a filter of %s', async (_name, filterGroup, message) => {
    const handlers = { response: () => returnWith(null, { subscriptionFilter: { filterGroup } }) };

    expect(await api(handlers).subscribe('subscription { onPut { id } }')).toEqual({
      errors: [{ message, errorCode: 400 }],
    });
  });
});

test.each<[string, unknown]>([
  [
    '{ a }',
    {
      errorType: 'UnsupportedOperation',
      message: 'query not supported through the realtime channel',
    },
  ],
  [
    'mutation { put(id: 1) { id } }',
    {
      errorType: 'UnsupportedOperation',
      message: 'mutation not supported through the realtime channel',
    },
  ],
  [
    'subscription { onSecret { id } }',
    {
      errorType: 'Unauthorized',
      message: 'Not Authorized to access onSecret on type Subscription',
    },
  ],
  [
    'subscription { onNothing { id } }',
    {
      message:
        "Validation error of type FieldUndefined: Field 'onNothing' in type 'Subscription' is undefined @ 'onNothing'",
    },
  ],
  [
    'subscription S($id: ID!) { onPut(id: $id) { id } }',
    { message: "Variable 'id' has coerced Null value for NonNull type 'ID!'" },
  ],
])('start of %s is refused', async (query, error) => {
  expect(await api().subscribe(query)).toEqual({ errors: [error] });
});
