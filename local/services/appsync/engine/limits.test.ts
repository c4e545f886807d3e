import { describe, expect, test } from 'vitest';
import { createTestApi, dataSourceOf } from './test-api.ts';

const sdl = `
  type Query { post: Post slow: String fine: String }
  type Post { id: ID! author: Author }
  type Author { name: String! }
`;

describe('limits', () => {
  test('a field that is not resolved in time is null with ExecutionTimeout, and its data source is told', async () => {
    let aborted = false;
    const dataSource = dataSourceOf('stuck', 'AWS_LAMBDA', (_request, signal) => {
      signal?.addEventListener('abort', () => (aborted = true));
      return new Promise(() => undefined);
    });
    const api = createTestApi({
      sdl,
      dataSource,
      resolvers: { 'Query.slow': {} },
      limits: { executionTimeoutMs: 5 },
    });

    expect(await api.run('{ slow __typename }')).toEqual({
      data: { slow: null, __typename: 'Query' },
      errors: [
        {
          path: ['slow'],
          data: null,
          errorType: 'ExecutionTimeout',
          errorInfo: null,
          locations: [{ line: 1, column: 3, sourceName: null }],
          message: 'Execution timed out.',
        },
      ],
      headers: {},
    });
    expect(aborted).toBe(true);
  });

  test('fields below the depth limit are null with QueryDepthLimitReached, the rest is answered', async () => {
    const api = createTestApi({
      sdl,
      resolvers: { 'Query.post': { response: () => ({ id: 1, author: { name: 'A' } }) } },
      config: { queryDepthLimit: 2 },
    });

    expect(await api.run('{ post { id author { name } } }')).toMatchObject({
      data: { post: { id: '1', author: null } },
      errors: [{ path: ['post', 'author', 'name'], errorType: 'QueryDepthLimitReached' }],
    });
  });

  test('resolvers beyond the count limit fail with ResolverExecutionLimitReached', async () => {
    const api = createTestApi({
      sdl,
      resolvers: { 'Query.slow': { response: () => 'a' }, 'Query.fine': { response: () => 'b' } },
      config: { resolverCountLimit: 1 },
    });

    expect(await api.run('{ slow fine }')).toMatchObject({
      data: { slow: 'a', fine: null },
      errors: [{ errorType: 'ResolverExecutionLimitReached' }],
    });
  });
});
