import { describe, expect, test } from 'vitest';
import type { DataSourceOutcome } from '../types.ts';
import { createTestApi, dataSourceOf, fail, noneDataSource, type TestApi } from './test-api.ts';

const sdl = `
  type Query { a: Thing list: [Thing] text: String }
  type Thing { id: ID name: String owner: Owner }
  type Owner { id: ID }
`;

describe('a direct Lambda resolver', () => {
  const direct = (
    answer: (payload: unknown) => DataSourceOutcome,
    maxBatchSize = 0,
    field: [string, string] = ['Query', 'a'],
  ): TestApi =>
    createTestApi({
      sdl,
      dataSource: dataSourceOf('fn', 'AWS_LAMBDA', ({ payload }) => answer(payload)),
      modules: { list: { response: () => [{ id: 1 }, { id: 2 }, { id: 3 }] } },
      config: {
        dataSources: new Map([
          ['none', noneDataSource],
          ['fn', dataSourceOf('fn', 'AWS_LAMBDA', ({ payload }) => answer(payload))],
        ]),
        resolvers: [
          {
            typeName: field[0],
            fieldName: field[1],
            origin: 'Direct',
            kind: 'UNIT',
            dataSourceName: 'fn',
            functionIds: [],
            maxBatchSize,
          },
          {
            typeName: 'Query',
            fieldName: 'list',
            origin: 'List',
            kind: 'UNIT',
            dataSourceName: 'none',
            functionIds: [],
            code: 'list',
            maxBatchSize: 0,
          },
        ],
      },
    });

  test('sends the whole context with its selection sets', async () => {
    let event: unknown;
    const api = direct((payload) => {
      event = payload;
      return { result: { id: 1 } };
    });

    await api.run('{ a { id } }', { headers: { 'x-a': ['1', '2'] } });

    expect(JSON.parse(JSON.stringify(event))).toEqual({
      arguments: {},
      identity: null,
      source: null,
      request: { headers: { 'x-a': ['1', '2'] }, domainName: null },
      prev: null,
      info: {
        selectionSetList: ['id'],
        selectionSetGraphQL: '{\n  id\n}',
        parentTypeName: 'Query',
        fieldName: 'a',
        variables: {},
      },
      stash: {},
    });
  });

  test("raises its function's error by the error's name", async () => {
    const api = direct(() => ({
      result: null,
      error: { message: 'too many', type: 'Lambda:Unhandled', functionErrorType: 'LimitExceeded' },
    }));

    expect(await api.run('{ a { id } }')).toMatchObject({
      data: { a: null },
      errors: [{ errorType: 'LimitExceeded', message: 'too many' }],
    });
  });

  test('replaces the message of an UnauthorizedException', async () => {
    const error = {
      message: 'secret',
      type: 'Lambda:Unhandled',
      functionErrorType: 'UnauthorizedException',
    };

    expect(await direct(() => ({ result: null, error })).run('{ a { id } }')).toMatchObject({
      errors: [
        {
          errorType: 'UnauthorizedException',
          message: 'You are not authorized to make this call.',
        },
      ],
    });
  });

  test('with a batch size gets arrays of contexts, each answered by its element', async () => {
    const sizes: number[] = [];
    const api = direct(
      (payload) => {
        const events = payload as { source: { id: number } }[];
        sizes.push(events.length);
        return {
          result: events.map(({ source: { id } }) =>
            id === 2 ? { data: null, errorMessage: 'no', errorType: 'Two' } : { data: `n${id}` },
          ),
        };
      },
      2,
      ['Thing', 'name'],
    );

    expect(await api.run('{ list { name } }')).toMatchObject({
      data: { list: [{ name: 'n1' }, { name: null }, { name: 'n3' }] },
      errors: [{ path: ['list', 1, 'name'], errorType: 'Two', message: 'no' }],
    });
    expect(sizes).toEqual([2, 1]);
  });
});

describe('BatchInvoke', () => {
  const batched = (answer: (payload: unknown[]) => DataSourceOutcome): TestApi =>
    createTestApi({
      sdl,
      dataSource: dataSourceOf('fn', 'AWS_LAMBDA', ({ operation, payload }) =>
        operation === 'BatchInvoke' ? answer(payload as unknown[]) : { result: null },
      ),
      resolvers: {
        'Query.list': { response: () => [1, 2, 3, 4, 5, 6].map((id) => ({ id })) },
        'Thing.name': {
          request: (ctx) => ({
            operation: 'BatchInvoke',
            payload: (ctx.source as { id: number }).id,
          }),
          response: (ctx) => (ctx.error ? fail(ctx.error.message, ctx.error.type) : ctx.result),
        },
      },
    });

  test('collects siblings into calls of the default size', async () => {
    const calls: unknown[] = [];
    const api = batched((payload) => {
      calls.push(payload);
      return { result: payload.map((id) => `n${String(id)}`) };
    });

    const { data } = await api.run('{ list { name } }');

    expect(calls).toEqual([[1, 2, 3, 4, 5], [6]]);
    expect((data?.list as { name: string }[]).map(({ name }) => name)).toEqual([
      'n1',
      'n2',
      'n3',
      'n4',
      'n5',
      'n6',
    ]);
  });

  test('fails every item when the lengths differ or the function throws', async () => {
    const short = await batched(() => ({ result: ['only one'] })).run('{ list { name } }');
    const thrown = await batched(() => ({
      result: null,
      error: { message: 'boom', type: 'Lambda:Unhandled' },
    })).run('{ list { name } }');

    expect(short.errors).toHaveLength(5);
    expect(short.errors?.[0]?.message).toContain('a list of 5 results');
    expect(thrown.errors).toHaveLength(6);
    expect(thrown.errors?.[0]).toMatchObject({ errorType: 'Lambda:Unhandled', message: 'boom' });
  });
});
