/** The engine with the real APPSYNC_JS runtime: what handlers see and how they end. */
import { afterAll, expect, test } from 'vitest';
import { silentLog, systemClock } from '../../../host.ts';
import { createJavaScriptRuntime } from '../javascript/runtime.ts';
import type { ApiConfig, GraphqlEngine } from '../types.ts';
import { createEngine } from './engine.ts';
import { apiKeyCaller, noneDataSource } from './test-api.ts';

const runtime = createJavaScriptRuntime({ clock: systemClock });
afterAll(() => runtime[Symbol.dispose]());

const code = (request: string, response = 'return ctx.result'): string => `
  import { util, extensions, runtime } from '@aws-appsync/utils';
  export function request(ctx) { ${request} }
  export function response(ctx) { ${response} }
`;
const sources: Record<string, string> = {
  'Query.echo': code(
    'return { payload: { args: ctx.args, list: ctx.info.selectionSetList, env: ctx.env.TABLE, json: ctx.info } }',
  ),
  'Query.fails': code(
    'return { payload: { id: 1, secret: 2 } }',
    "util.error('no', 'X', ctx.result, { why: 1 })",
  ),
  'Query.forbidden': code('util.unauthorized()'),
  'Query.warned': code('return {}', "util.appendError('careful', 'W'); return 'ok'"),
  'Query.early': code("runtime.earlyReturn('early')", "return 'late'"),
  'Query.broken': code('const x = ctx.args.name.first.second; return { payload: x }'),
  'Subscription.onPut': code(
    'return {}',
    "extensions.setSubscriptionFilter({ filterGroup: [{ filters: [{ fieldName: 'id', operator: 'eq', value: ctx.args.id }] }] }); return null",
  ),
};

const engine: GraphqlEngine = createEngine({
  config: {
    apiId: 'x',
    name: 'x',
    arn: 'arn:aws:appsync:r:0:apis/x',
    sdl: `
      type Query { echo(data: AWSJSON, first: Int = 3, name: String): AWSJSON pipe: Thing fails: Thing forbidden: String warned: String early: String broken(name: String): String }
      type Thing { id: ID name: String }
      type Mutation { put(id: ID): Thing }
      type Subscription { onPut(id: ID): Thing @aws_subscribe(mutations: ["put"]) }
    `,
    defaultAuth: { mode: 'API_KEY' },
    additionalAuth: [],
    apiKeys: [],
    environmentVariables: { TABLE: 'things' },
    introspection: true,
    queryDepthLimit: 0,
    resolverCountLimit: 0,
    dataSources: new Map([['none', noneDataSource]]),
    functions: new Map(
      ['one', 'two'].map((name) => [
        name,
        {
          functionId: name,
          name,
          dataSourceName: 'none',
          origin: name,
          code: code(
            `ctx.stash.path = ctx.stash.path + '${name}'; return { payload: { id: ctx.stash.path } }`,
          ),
        },
      ]),
    ),
    resolvers: [
      ...Object.entries(sources).map(([key, text]): ApiConfig['resolvers'][number] => {
        const [typeName = '', fieldName = ''] = key.split('.');
        return {
          typeName,
          fieldName,
          origin: key,
          kind: 'UNIT',
          dataSourceName: 'none',
          functionIds: [],
          code: text,
          maxBatchSize: 0,
        };
      }),
      {
        typeName: 'Query',
        fieldName: 'pipe',
        origin: 'pipe',
        kind: 'PIPELINE',
        functionIds: ['one', 'two'],
        code: code(
          "ctx.stash.path = '/'; return {}",
          'return { ...ctx.prev.result, name: ctx.stash.path }',
        ),
        maxBatchSize: 0,
      },
    ],
  },
  loadModule: (text, origin) => runtime.load(text, origin),
  authorizer: () => true,
  listener: { published() {}, invalidated() {} },
  clock: systemClock,
  log: silentLog,
});
const run = (query: string, variables: Record<string, unknown> = {}) =>
  engine.execute({ query, variables, caller: apiKeyCaller, headers: {} });

test('a handler sees parsed arguments, defaults, environment and selection, which stay out of JSON', async () => {
  const { data } = await run('query Q($d: AWSJSON) { echo(data: $d) }', { d: '{"a":[1]}' });

  expect(JSON.parse(String(data?.echo))).toEqual({
    args: { data: { a: [1] }, first: 3 },
    list: [],
    env: 'things',
    json: { fieldName: 'echo', parentTypeName: 'Query', variables: { d: '{"a":[1]}' } },
  });
});

test('a pipeline shares its stash and hands results on', async () => {
  expect((await run('{ pipe { id name } }')).data).toEqual({
    pipe: { id: '/onetwo', name: '/onetwo' },
  });
});

test('util.error carries filtered data and whole errorInfo', async () => {
  expect(await run('{ fails { id } }')).toMatchObject({
    data: { fails: null },
    errors: [
      { path: ['fails'], data: { id: 1 }, errorType: 'X', errorInfo: { why: 1 }, message: 'no' },
    ],
  });
});

test('util.unauthorized, util.appendError and runtime.earlyReturn end as in the service', async () => {
  const { data, errors = [] } = await run('{ forbidden warned early }');

  expect(data).toEqual({ forbidden: null, warned: 'ok', early: 'early' });
  expect(errors.map(({ errorType, message }) => `${String(errorType)}: ${message}`).sort()).toEqual(
    ['Unauthorized: Not Authorized to access forbidden on type Query', 'W: careful'],
  );
});

test('an uncaught fault in a handler is an error of type Code with its position', async () => {
  expect(await run('{ broken(name: "x") }')).toMatchObject({
    data: { broken: null },
    errors: [
      {
        errorType: 'Code',
        data: null,
        errorInfo: null,
        message: expect.stringMatching(/^code\.js:\d+:\d+: /) as string,
      },
    ],
  });
});

test('a subscription resolver sets its filter', async () => {
  const answer = await engine.subscribe({
    query: 'subscription { onPut(id: "7") { id } }',
    caller: apiKeyCaller,
    headers: {},
  });

  expect(answer).toMatchObject({
    accepted: {
      filter: { filterGroup: [{ filters: [{ fieldName: 'id', operator: 'eq', value: '7' }] }] },
    },
  });
});
