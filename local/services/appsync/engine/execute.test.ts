import { getIntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createApiReturning, createTestApi, dataSourceOf, fail } from './test-api.ts';

const sdl = `
  type Query {
    post: Post
    posts: [Post]
    strict: [Post!]!
    node: Node
    slow: String
    fine: String
    echo(data: AWSJSON, first: Int = 20, on: AWSDate): AWSJSON
  }
  interface Node { id: ID! }
  type Post implements Node {
    id: ID!
    title: String!
    at: AWSDateTime
    status: Status
    meta: AWSJSON
    views: Int
    author: Author
    tags: [String!]!
  }
  type Author { name: String! posts: [Post] }
  enum Status { OPEN CLOSED }
  type Mutation { put(id: ID!): Post add: Int fail: Post }
  type Subscription { onPut: Post @aws_subscribe(mutations: ["put", "fail"]) }
`;
const returning = (values: Record<string, unknown>) => createApiReturning(sdl, values);
const post = {
  id: 1,
  title: 'T',
  at: '2020-01-01T00:00Z',
  status: 'OPEN',
  meta: { a: 1 },
  views: '5',
  extra: 1,
  tags: [],
};

test('fields come in selection order, by alias, serialised, and nothing else', async () => {
  const api = returning({ 'Query.post': post });

  const response = await api.run(
    '{ p: post { views ...F kind: __typename } } fragment F on Post { id status at meta title }',
  );

  expect(JSON.stringify(response)).toBe(
    '{"data":{"p":{"views":5,"id":"1","status":"OPEN","at":"2020-01-01T00:00Z","meta":"{\\"a\\":1}","title":"T","kind":"Post"}},"headers":{}}',
  );
});

test('a field without resolver and parent value is null without error', async () => {
  const api = returning({ 'Query.post': { id: 1 } });

  expect(await api.run('{ post { id author { name } } fine }')).toEqual({
    data: { post: { id: '1', author: null }, fine: null },
    headers: {},
  });
});

test('@skip and @include hold, also when variables differ between runs', async () => {
  const api = returning({ 'Query.post': post });
  const query = 'query Q($a: Boolean!) { post { id @include(if: $a) title @skip(if: $a) } }';

  expect((await api.run(query, { variables: { a: true } })).data).toEqual({ post: { id: '1' } });
  expect((await api.run(query, { variables: { a: false } })).data).toEqual({
    post: { title: 'T' },
  });
});

test('an interface is resolved by __typename', async () => {
  const api = returning({ 'Query.node': { __typename: 'Post', ...post } });

  expect((await api.run('{ node { id ... on Post { title } } }')).data).toEqual({
    node: { id: '1', title: 'T' },
  });
  expect(await returning({ 'Query.node': { id: 1 } }).run('{ node { id } }')).toMatchObject({
    data: { node: null },
    errors: [{ message: expect.stringContaining("exact type of 'Node'") as string }],
  });
});

describe('a null where none may be', () => {
  test('makes the nearest nullable parent null and is worded by the service', async () => {
    const api = returning({ 'Query.post': { id: 1, title: null } });

    expect(JSON.stringify(await api.run('{ post { id title } fine }'))).toBe(
      `{"data":{"post":null,"fine":null},"errors":[{"path":["post","title"],"locations":null,"message":"Cannot return null for non-nullable type: 'String' within parent 'Post' (/post/title)"}],"headers":{}}`,
    );
  });

  test('is reported once for every field, with list positions', async () => {
    const api = returning({ 'Query.posts': [post, {}] });

    const { data, errors } = await api.run('{ posts { id title tags } }');

    expect(data).toEqual({ posts: [{ id: '1', title: 'T', tags: [] }, null] });
    expect(errors?.map(({ message }) => message)).toEqual([
      "Cannot return null for non-nullable type: 'ID' within parent 'Post' (/posts[1]/id)",
      "Cannot return null for non-nullable type: 'String' within parent 'Post' (/posts[1]/title)",
      "Cannot return null for non-nullable type: 'null' within parent 'Post' (/posts[1]/tags)",
    ]);
  });

  test('reaches data itself when nothing above is nullable', async () => {
    const api = returning({ 'Query.strict': [null] });

    expect(await api.run('{ strict { id } }')).toMatchObject({
      data: null,
      errors: [{ path: ['strict', 0] }],
    });
  });

  test('adds no second error where the field already has one', async () => {
    const api = createTestApi({
      sdl,
      resolvers: { 'Query.strict': { response: () => fail('no', 'X') } },
    });

    expect(await api.run('{ strict { id } }')).toMatchObject({
      data: null,
      errors: [{ message: 'no' }],
    });
  });
});

describe('a value that does not fit its type', () => {
  test.each([
    [
      '{ posts { id } }',
      { 'Query.posts': { id: 1 } },
      "Can't resolve value (/posts) : type mismatch error, expected type LIST, got OBJECT",
    ],
    [
      '{ posts { at } }',
      { 'Query.posts': [{ at: '2020-05-23T06:4:37.000Z' }] },
      "Can't serialize value (/posts[0]/at) : Unable to serialize `2020-05-23T06:4:37.000Z` as a valid DateTime Object.",
    ],
    [
      '{ posts { status } }',
      { 'Query.posts': [{ status: 'GONE' }] },
      "Can't serialize value (/posts[0]/status) : Invalid input for Enum 'Status'. Unknown value 'GONE'",
    ],
    [
      '{ post { views } }',
      { 'Query.post': { views: 'many' } },
      "Can't serialize value (/post/views) : Expected type 'Int' but was 'String'.",
    ],
    [
      '{ post { id } }',
      { 'Query.post': 'text' },
      "Can't resolve value (/post) : type mismatch error, expected type OBJECT, got STRING",
    ],
  ])('%s becomes null with the words of the service', async (query, values, message) => {
    const { errors } = await returning(values).run(query);

    expect(errors).toHaveLength(1);
    expect(Object.keys(errors?.[0] ?? {})).toEqual(['path', 'locations', 'message']);
    expect(errors?.[0]).toMatchObject({ locations: null, message });
  });
});

test("a resolver's error has every key in the service's order and data filtered by the selection", async () => {
  const api = createTestApi({
    sdl,
    resolvers: {
      'Query.post': {
        response: () =>
          fail('no', 'X', { data: { id: 1, title: 'T', secret: 2 }, errorInfo: { all: 1 } }),
      },
    },
  });

  expect(JSON.stringify(await api.run('{\n  p: post { id at }\n}'))).toBe(
    '{"data":{"p":null},"errors":[{"path":["p"],"data":{"id":1},"errorType":"X","errorInfo":{"all":1},"locations":[{"line":2,"column":3,"sourceName":null}],"message":"no"}],"headers":{}}',
  );
});

test('arguments reach the resolver parsed and with defaults, variables stay as sent', async () => {
  let seen: unknown;
  const api = createTestApi({
    sdl,
    resolvers: {
      'Query.echo': {
        request: (ctx) => {
          seen = {
            args: ctx.args,
            same: ctx.args === ctx.arguments,
            variables: ctx.info.variables,
            env: ctx.env,
          };
          return { payload: ctx.args.data };
        },
      },
    },
  });

  const response = await api.run('query Q($d: AWSJSON) { echo(data: $d) }', {
    variables: { d: '{"a":[1]}' },
  });

  expect(seen).toEqual({
    args: { data: { a: [1] }, first: 20 },
    same: true,
    variables: { d: '{"a":[1]}' },
    env: { TABLE: 'things' },
  });
  expect(response.data).toEqual({ echo: '{"a":[1]}' });
});

test('query fields run together and mutation fields one after the other', async () => {
  const order: string[] = [];
  const dataSource = dataSourceOf('slow', 'AWS_LAMBDA', async ({ payload }) => {
    order.push(`start ${String(payload)}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
    order.push(`end ${String(payload)}`);
    return { result: null };
  });
  const handlers = {
    request: (ctx: { info: { fieldName: string } }) => ({ payload: ctx.info.fieldName }),
  };
  const api = createTestApi({
    sdl,
    dataSource,
    resolvers: {
      'Query.slow': handlers,
      'Query.fine': handlers,
      'Mutation.add': handlers,
      'Mutation.put': handlers,
    },
  });

  await api.run('{ slow fine }');
  await api.run('mutation { add put(id: 1) { id } }');

  expect(order).toEqual(
    'start slow,start fine,end slow,end fine,start add,end add,start put,end put'.split(','),
  );
});

test('a fault of the local cloud is an InternalFailure of its field without a stack trace', async () => {
  const lines: string[] = [];
  const log = { info() {}, warn() {}, error: (message: string) => void lines.push(message) };
  const dataSource = dataSourceOf('broken', 'AWS_LAMBDA', () => {
    throw new Error('/some/path exploded');
  });
  const api = createTestApi({ sdl, dataSource, log, resolvers: { 'Query.fine': {} } });

  const response = await api.run('{ fine }');

  expect(response).toMatchObject({
    data: { fine: null },
    errors: [{ errorType: 'InternalFailure' }],
  });
  expect(JSON.stringify(response)).not.toContain('exploded');
  expect(lines).toHaveLength(1);
});

test('requests nested beyond any use are refused, not a crash', async () => {
  const api = createTestApi({
    sdl,
    resolvers: {
      'Query.post': {
        response: () => {
          const author: Record<string, unknown> = { name: 'A' };
          author.posts = [{ ...post, author }];
          return { ...post, author };
        },
      },
      'Query.echo': { request: (ctx) => ({ payload: ctx.args.data }) },
    },
  });
  const depth = 1_500;
  const query = `{ post { ${'author { posts { '.repeat(depth)} id ${'} }'.repeat(depth)} } }`;
  const json = '['.repeat(50_000) + ']'.repeat(50_000);

  expect(await api.run(query)).toMatchObject({ data: null, errors: [{}] });
  expect(
    await api.run('query Q($d: AWSJSON) { echo(data: $d) }', { variables: { d: json } }),
  ).toMatchObject({
    data: null,
    errors: [{ message: 'The request is nested too deeply.' }],
  });
});

test('a selection set list ends, however often fragments double it', async () => {
  let listed = 0;
  const api = createTestApi({
    sdl,
    resolvers: {
      'Query.post': {
        response: (ctx) => {
          listed = ctx.info.selectionSetList.length;
          return null;
        },
      },
    },
  });
  const fragments = Array.from(
    { length: 40 },
    (_, n) =>
      `fragment F${n} on Post { author { a: posts { ...F${n + 1} } b: posts { ...F${n + 1} } } }`,
  );

  expect(
    await api.run(`{ post { ...F0 } } ${fragments.join(' ')} fragment F40 on Post { id }`),
  ).toMatchObject({ data: { post: null } });
  expect(listed).toBe(15_000);
});

test('introspection answers with the whole schema', async () => {
  const response = await returning({}).run(getIntrospectionQuery());

  expect(response.errors).toBeUndefined();
  expect(response.data?.__schema).toMatchObject({
    queryType: { name: 'Query' },
    subscriptionType: { name: 'Subscription' },
  });
  expect(
    (await returning({}).run('{ __type(name: "Post") { kind fields { name } } }')).data,
  ).toMatchObject({
    __type: {
      kind: 'OBJECT',
      fields: [
        { name: 'id' },
        { name: 'title' },
        { name: 'at' },
        { name: 'status' },
        { name: 'meta' },
        { name: 'views' },
        { name: 'author' },
        { name: 'tags' },
      ],
    },
  });
});

test('a subscription is refused outside the realtime channel', async () => {
  expect(await returning({}).run('subscription { onPut { id } }')).toEqual({
    data: null,
    errors: [
      { message: 'Subscriptions over MQTT is not supported.', errorType: 'BadRequestException' },
    ],
    headers: {},
  });
});
