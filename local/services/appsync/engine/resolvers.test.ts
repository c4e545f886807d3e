import { describe, expect, test } from 'vitest';
import type { ApiConfig, HandlerContext, PipelineFunction } from '../types.ts';
import {
  createTestApi,
  dataSourceOf,
  fail,
  returnEarly,
  returnWith,
  type TestApi,
  type TestHandlers,
} from './test-api.ts';

const sdl = `
  type Query { a: Thing list: [Thing] text: String }
  type Thing { id: ID name: String owner: Owner }
  type Owner { id: ID }
`;

/** An API whose `Query.a` is a pipeline of the named functions, in order. */
function pipeline(handlers: Record<string, TestHandlers>): TestApi {
  const names = Object.keys(handlers).filter((name) => name !== 'resolver');
  const functions = new Map(
    names.map((name): [string, PipelineFunction] => [
      name,
      { functionId: name, name, dataSourceName: 'none', origin: name, code: name },
    ]),
  );
  const config: Partial<ApiConfig> = {
    functions,
    resolvers: [
      {
        typeName: 'Query',
        fieldName: 'a',
        origin: 'PipelineResolver',
        kind: 'PIPELINE',
        functionIds: names,
        code: 'resolver',
        maxBatchSize: 0,
      },
    ],
  };
  return createTestApi({ sdl, config, modules: handlers });
}

describe('a pipeline', () => {
  test('hands results on by prev and shares one stash', async () => {
    const seen: unknown[] = [];
    const see = (name: string, { prev, stash, result }: HandlerContext): void =>
      void seen.push([name, prev, { ...stash }, result]);
    const api = pipeline({
      resolver: {
        request: (ctx) => {
          ctx.stash.step = 0;
          return { from: 'before' };
        },
        response: (ctx) => {
          see('after', ctx);
          return { id: 'end', name: String(ctx.stash.step) };
        },
      },
      one: {
        request: (ctx) => {
          see('one', ctx);
          ctx.stash.step = 1;
          return { payload: { n: 1 } };
        },
      },
      two: {
        request: (ctx) => {
          see('two', ctx);
          ctx.stash.step = 2;
          return { payload: { n: 2 } };
        },
      },
    });

    const response = await api.run('{ a { id name } }');

    expect(response.data).toEqual({ a: { id: 'end', name: '2' } });
    expect(seen).toEqual([
      ['one', { result: { from: 'before' } }, { step: 0 }, undefined],
      ['two', { result: { n: 1 } }, { step: 1 }, undefined],
      ['after', { result: { n: 2 } }, { step: 2 }, { n: 2 }],
    ]);
  });

  test('ends at util.error, without the after step', async () => {
    const ran: string[] = [];
    const api = pipeline({
      resolver: { response: () => void ran.push('after') },
      one: { response: () => fail('stop', 'Stopped') },
      two: { request: () => void ran.push('two') },
    });

    expect(await api.run('{ a { id } }')).toMatchObject({
      data: { a: null },
      errors: [{ errorType: 'Stopped', message: 'stop', path: ['a'] }],
    });
    expect(ran).toEqual([]);
  });

  test('goes on after earlyReturn in a function with NEXT, and ends with END', async () => {
    const ran: string[] = [];
    const handlers = (skipTo: 'NEXT' | 'END'): Record<string, TestHandlers> => ({
      resolver: { response: (ctx) => ctx.prev?.result },
      one: {
        request: () => returnEarly({ id: 'early' }, skipTo),
        response: () => void ran.push('one'),
      },
      two: {
        request: (ctx) => {
          ran.push('two');
          return { payload: ctx.prev?.result };
        },
      },
    });

    expect((await pipeline(handlers('NEXT')).run('{ a { id } }')).data).toEqual({
      a: { id: 'early' },
    });
    expect((await pipeline(handlers('END')).run('{ a { id } }')).data).toEqual({
      a: { id: 'early' },
    });
    expect(ran).toEqual(['two']);
  });

  test('skips its functions after earlyReturn in the before step, not the after step', async () => {
    const api = pipeline({
      resolver: {
        request: () => returnEarly({ id: 'e' }),
        response: (ctx) => ({ ...(ctx.result as object), name: 'after' }),
      },
      one: { request: () => fail('must not run') },
    });

    expect((await api.run('{ a { id name } }')).data).toEqual({ a: { id: 'e', name: 'after' } });
  });
});

describe('a unit resolver', () => {
  test('answers with the value of earlyReturn without its response handler', async () => {
    const api = createTestApi({
      sdl,
      resolvers: { 'Query.text': { request: () => returnEarly('early'), response: () => 'late' } },
    });

    expect((await api.run('{ text }')).data).toEqual({ text: 'early' });
  });

  test("sees its data source's failure as ctx.error and decides itself", async () => {
    const dataSource = dataSourceOf('lambda', 'AWS_LAMBDA', () => ({
      result: null,
      error: { message: 'boom', type: 'Lambda:Unhandled', functionErrorType: 'TypeError' },
    }));
    let error: unknown;
    const api = createTestApi({
      sdl,
      dataSource,
      resolvers: {
        'Query.text': {
          response: (ctx) => {
            error = ctx.error;
            return 'handled';
          },
        },
      },
    });

    expect(await api.run('{ text }')).toEqual({ data: { text: 'handled' }, headers: {} });
    expect(error).toEqual({ message: 'boom', type: 'Lambda:Unhandled' });
  });

  test('fails with MappingTemplate when its request cannot be read', async () => {
    const message = "Value for field '$[operation]' not found.";
    const dataSource = dataSourceOf('lambda', 'AWS_LAMBDA', () => ({
      result: null,
      error: { message, type: 'MappingTemplate' },
    }));
    const api = createTestApi({
      sdl,
      dataSource,
      resolvers: { 'Query.text': { response: () => 'x' } },
    });

    expect(await api.run('{ text }')).toMatchObject({
      data: { text: null },
      errors: [{ errorType: 'MappingTemplate', message }],
    });
    const none = createTestApi({
      sdl,
      resolvers: { 'Query.text': { request: () => 'not an object' } },
    });
    expect(await none.run('{ text }')).toMatchObject({
      errors: [{ errorType: 'MappingTemplate' }],
    });
  });

  test('words util.unauthorized like a refused field, and keeps appended errors in order', async () => {
    const error = {
      message: 'Unauthorized',
      errorType: 'Unauthorized',
      data: null,
      errorInfo: null,
      unauthorized: true as const,
    };
    const appended = { message: 'first', errorType: null, data: null, errorInfo: null };
    const api = createTestApi({
      sdl,
      resolvers: {
        'Query.text': {
          request: () => returnWith({ payload: 1 }, {}, [appended]),
          response: () => fail('', null, error),
        },
      },
    });

    const { errors } = await api.run('{ text }');

    expect(errors?.map(({ errorType, message }) => [errorType, message])).toEqual([
      [null, 'first'],
      ['Unauthorized', 'Not Authorized to access text on type Query'],
    ]);
  });

  test('gets ctx.info with aliases, paths and fragments, computed when read', async () => {
    let info: HandlerContext['info'] | undefined;
    const api = createTestApi({
      sdl,
      resolvers: {
        'Query.a': {
          request: (ctx) => {
            info = ctx.info;
            return { payload: null };
          },
        },
      },
    });

    await api.run(
      'query Q($no: Boolean = false) { x: a { id who: owner { id } ...F name @include(if: $no) } } fragment F on Thing { label: name }',
    );

    expect(info).toMatchObject({ fieldName: 'a', parentTypeName: 'Query', variables: {} });
    expect(info?.selectionSetList).toEqual(['id', 'who', 'who/id', 'label']);
    expect(info?.selectionSetGraphQL).toBe(
      '{\n  id\n  who: owner {\n    id\n  }\n  ...F\n  name @include(if: $no)\n}',
    );
  });

  test('of a child field gets its parent as source and ignores the parent value', async () => {
    const sources: unknown[] = [];
    const api = createTestApi({
      sdl,
      resolvers: {
        'Query.a': { response: () => ({ id: 1, name: 'ignored' }) },
        'Thing.name': {
          response: (ctx) => {
            sources.push(ctx.source);
            return 'own';
          },
        },
      },
    });

    expect((await api.run('{ a { id name } }')).data).toEqual({ a: { id: '1', name: 'own' } });
    expect(sources).toEqual([{ id: 1, name: 'ignored' }]);
  });
});

test('resolvers without field, data source, function or code are boot errors that name their origin', () => {
  const resolver = {
    origin: 'X',
    kind: 'UNIT' as const,
    dataSourceName: 'none',
    functionIds: [],
    code: 'x',
    maxBatchSize: 0,
  };
  const boot = (): TestApi =>
    createTestApi({
      sdl,
      config: {
        resolvers: [
          { ...resolver, typeName: 'Query', fieldName: 'nope', origin: 'NoField' },
          { ...resolver, typeName: 'Gone', fieldName: 'a', origin: 'NoType' },
          {
            ...resolver,
            typeName: 'Query',
            fieldName: 'a',
            origin: 'NoSource',
            dataSourceName: 'other',
          },
          {
            ...resolver,
            typeName: 'Query',
            fieldName: 'text',
            origin: 'NoFunction',
            kind: 'PIPELINE',
            functionIds: ['f'],
          },
          {
            typeName: 'Query',
            fieldName: 'list',
            origin: 'NoCode',
            kind: 'UNIT',
            dataSourceName: 'none',
            functionIds: [],
            maxBatchSize: 0,
          },
        ],
      },
    });

  expect(boot).toThrow(expect.objectContaining({ code: 'ERR_TEMPLATE_INVALID' }) as Error);
  for (const text of [
    'NoField: No field named nope',
    'NoType: Type Gone',
    'NoSource: there is no data source other',
    'NoFunction: there is no function f',
    'NoCode: needs APPSYNC_JS code',
  ]) {
    expect(boot).toThrow(text);
  }
});
