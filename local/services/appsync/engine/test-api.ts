/** For tests only: an engine over handlers written in the test, without APPSYNC_JS. */
import { silentLog, systemClock } from '../../../host.ts';
import type {
  ApiConfig,
  Caller,
  DataSource,
  DataSourceOutcome,
  GraphqlEngine,
  GraphqlRequest,
  HandlerContext,
  HandlerError,
  HandlerExtensions,
  HandlerModule,
  HandlerOutcome,
  SubscriptionMessage,
} from '../types.ts';
import { createEngine, type EngineParts } from './engine.ts';

/** Ways for a test handler to end other than by returning. */
export class Ending {
  readonly outcome: Partial<HandlerOutcome> & { kind: HandlerOutcome['kind'] };

  constructor(outcome: Ending['outcome']) {
    this.outcome = outcome;
  }
}

/** Ends a handler as `util.error` does. */
export const fail = (
  message: string,
  errorType: string | null = null,
  extra: Partial<HandlerError> = {},
): Ending =>
  new Ending({
    kind: 'failed',
    error: { message, errorType, data: null, errorInfo: null, ...extra },
  });
/** Ends a handler as `runtime.earlyReturn` does. */
export const returnEarly = (value: unknown, skipTo: 'END' | 'NEXT' = 'NEXT'): Ending =>
  new Ending({ kind: 'earlyReturn', value, skipTo });
/** Ends a handler with a value, extensions and appended errors. */
export const returnWith = (
  value: unknown,
  extensions: Partial<HandlerExtensions>,
  appended: HandlerError[] = [],
): Ending =>
  new Ending({
    kind: 'returned',
    value,
    appended,
    extensions: { invalidations: [], responseHeaders: {}, ...extensions },
  });

/** Handlers as plain functions; they may return an `Ending`. */
export interface TestHandlers {
  readonly request?: (ctx: HandlerContext) => unknown;
  readonly response?: (ctx: HandlerContext) => unknown;
}

/** A module of plain functions; absent handlers pass their input on. */
export function moduleOf(handlers: TestHandlers): HandlerModule {
  return {
    hasRequest: true,
    hasResponse: true,
    run(handler, ctx) {
      const value =
        handler === 'request'
          ? (handlers.request ?? ((): unknown => ({ payload: null })))(ctx)
          : (handlers.response ?? ((given): unknown => given.result))(ctx);
      const none = { appended: [], extensions: { invalidations: [], responseHeaders: {} } };
      return value instanceof Ending
        ? ({ ...none, ...value.outcome } as HandlerOutcome)
        : { ...none, kind: 'returned', value };
    },
  };
}

/** A data source that answers with what `answer` makes of each request. */
export function dataSourceOf(
  name: string,
  type: DataSource['type'],
  answer: (
    request: Readonly<Record<string, unknown>>,
    signal?: AbortSignal,
  ) => DataSourceOutcome | Promise<DataSourceOutcome>,
): DataSource {
  return { name, type, invoke: async (request, signal) => answer(request, signal) };
}

/** A NONE data source: it answers with the payload. */
export const noneDataSource = dataSourceOf('none', 'NONE', ({ payload = null }) => ({
  result: payload,
}));

/** An engine, and what it told its listener. */
export interface TestApi {
  readonly engine: GraphqlEngine;
  readonly published: SubscriptionMessage[];
  readonly invalidated: { subscriptionField: string; payload: unknown }[];
  run(query: string, request?: Partial<GraphqlRequest>): ReturnType<GraphqlEngine['execute']>;
  subscribe(
    query: string,
    request?: Partial<GraphqlRequest>,
  ): ReturnType<GraphqlEngine['subscribe']>;
}

/** What a test says of its API; `resolvers` are unit resolvers by `Type.field` on `dataSource` (NONE by default). */
export interface TestApiOptions extends Partial<
  Pick<EngineParts, 'limits' | 'authorizer' | 'log'>
> {
  readonly sdl: string;
  readonly resolvers?: Readonly<Record<string, TestHandlers>>;
  readonly dataSource?: DataSource;
  readonly config?: Partial<ApiConfig>;
  readonly modules?: Readonly<Record<string, TestHandlers>>;
}

/** A caller with an API key. */
export const apiKeyCaller: Caller = { mode: 'API_KEY', identity: null, groups: null };

/** One whose resolvers give just these values, by `Type.field`. */
export function createApiReturning(sdl: string, values: Record<string, unknown>): TestApi {
  const resolvers = Object.fromEntries(
    Object.entries(values).map(([field, value]) => [field, { response: () => value }]),
  );
  return createTestApi({ sdl, resolvers });
}

/** An engine whose API key callers may do everything the schema lets them. */
export function createTestApi(options: TestApiOptions): TestApi {
  const dataSource = options.dataSource ?? noneDataSource;
  const published: SubscriptionMessage[] = [];
  const invalidated: TestApi['invalidated'] = [];
  const handlers = { ...options.resolvers, ...options.modules };
  const config: ApiConfig = {
    apiId: 'abcdefghijklmnopqrstuvwxyz',
    name: 'test',
    arn: 'arn:aws:appsync:us-east-1:000000000000:apis/abcdefghijklmnopqrstuvwxyz',
    sdl: options.sdl,
    defaultAuth: { mode: 'API_KEY' },
    additionalAuth: [],
    apiKeys: [],
    environmentVariables: { TABLE: 'things' },
    introspection: true,
    queryDepthLimit: 0,
    resolverCountLimit: 0,
    dataSources: new Map([[dataSource.name, dataSource]]),
    functions: new Map(),
    resolvers: Object.keys(options.resolvers ?? {}).map((key) => {
      const [typeName = '', fieldName = ''] = key.split('.');
      return {
        typeName,
        fieldName,
        origin: key,
        kind: 'UNIT',
        dataSourceName: dataSource.name,
        functionIds: [],
        code: key,
        maxBatchSize: 0,
      };
    }),
    ...options.config,
  };
  const engine = createEngine({
    config,
    loadModule: (code) => moduleOf(handlers[code] ?? {}),
    authorizer: options.authorizer ?? (() => true),
    listener: {
      published: (message) => published.push(message),
      invalidated: (subscriptionField, payload) => invalidated.push({ subscriptionField, payload }),
    },
    clock: systemClock,
    log: options.log ?? silentLog,
    ...(options.limits && { limits: options.limits }),
  });
  const requestOf = (query: string, request: Partial<GraphqlRequest> = {}): GraphqlRequest => ({
    query,
    caller: apiKeyCaller,
    headers: {},
    ...request,
  });
  return {
    engine,
    published,
    invalidated,
    run: (query, request) => engine.execute(requestOf(query, request)),
    subscribe: (query, request) => engine.subscribe(requestOf(query, request)),
  };
}
