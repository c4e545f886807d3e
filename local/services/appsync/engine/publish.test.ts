import { describe, expect, test } from 'vitest';
import { createApiReturning, createTestApi, fail, returnWith } from './test-api.ts';

const sdl = `
  type Query { fine: String }
  type Post { id: ID! title: String! meta: AWSJSON author: Author }
  type Author { name: String! }
  type Mutation { put(id: ID!): Post add: Int fail: Post }
  type Subscription { onPut: Post @aws_subscribe(mutations: ["put", "fail"]) }
`;
const returning = (values: Record<string, unknown>) => createApiReturning(sdl, values);
const post = { id: 1, title: 'T', meta: { a: 1 } };

describe('a mutation', () => {
  test('publishes its result under field names, as its caller selected it', async () => {
    const api = returning({ 'Mutation.put': { ...post, author: { name: 'A' } } });

    await api.run('mutation { mine: put(id: 1) { key: id meta author { who: name } } }');

    expect(api.published).toEqual([
      { mutation: 'put', result: { id: '1', meta: '{"a":1}', author: { name: 'A' } } },
    ]);
  });

  test('publishes nothing when it gave null, failed, or nobody can subscribe to it', async () => {
    const api = createTestApi({
      sdl,
      resolvers: {
        'Mutation.put': { response: () => null },
        'Mutation.fail': { response: () => fail('no') },
        'Mutation.add': { response: () => 1 },
      },
    });

    await api.run('mutation { put(id: 1) { id } fail { id } add }');

    expect(api.published).toEqual([]);
  });

  test('with appended errors publishes the result without them', async () => {
    const appended = { message: 'careful', errorType: 'W', data: null, errorInfo: null };
    const api = createTestApi({
      sdl,
      resolvers: { 'Mutation.put': { response: () => returnWith(post, {}, [appended]) } },
    });

    const response = await api.run('mutation { put(id: 1) { id } }');

    expect(response).toMatchObject({
      data: { put: { id: '1' } },
      errors: [{ message: 'careful', errorType: 'W' }],
    });
    expect(api.published).toEqual([{ mutation: 'put', result: { id: '1' } }]);
  });

  test('invalidates subscriptions, at most five times a request', async () => {
    const invalidations = [1, 2, 3, 4].map((n) => ({ subscriptionField: 'onPut', payload: { n } }));
    const api = createTestApi({
      sdl,
      resolvers: {
        'Mutation.put': {
          response: () => returnWith(post, { invalidations, responseHeaders: { 'x-a': 'b' } }),
        },
      },
    });

    const response = await api.run('mutation { a: put(id: 1) { id } b: put(id: 2) { id } }');

    expect(api.invalidated.map(({ payload }) => payload)).toEqual([
      { n: 1 },
      { n: 2 },
      { n: 3 },
      { n: 4 },
      { n: 1 },
    ]);
    expect(response.errors).toHaveLength(1);
    expect(response.headers).toEqual({ 'x-a': 'b' });
  });
});
