import type { GraphQLSchema } from 'graphql';
import type { Clock, Log } from '../../../host.ts';
import type { ApiConfig, AppSyncError, GraphqlRequest, MutationListener } from '../types.ts';
import { createInvoke, type Invoke } from './batching.ts';
import type { PreparedDocument } from './documents.ts';
import type { FieldAuthorization } from './field-authorization.ts';
import type { Inputs } from './input-values.ts';
import type { EngineLimits } from './limits.ts';
import type { ResolverTable } from './resolver-table.ts';

/** What all requests of one API share. */
export interface Api {
  readonly config: ApiConfig;
  readonly schema: GraphQLSchema;
  readonly resolvers: ResolverTable;
  readonly isAuthorized: FieldAuthorization;
  /** Mutation fields some subscription listens to. */
  readonly publishedMutations: ReadonlySet<string>;
  readonly listener: MutationListener;
  readonly limits: EngineLimits;
  readonly clock: Clock;
  readonly log: Log;
}

/** One request while it runs. */
export interface Run {
  readonly api: Api;
  readonly request: GraphqlRequest;
  readonly prepared: PreparedDocument;
  readonly variables: Inputs;
  readonly errors: AppSyncError[];
  /** Headers resolvers asked for. */
  readonly responseHeaders: Record<string, string>;
  readonly invoke: Invoke;
  /** Resolves with `timedOut` when the request's time is over or its client is gone. */
  readonly deadline: Promise<typeof timedOut>;
  isOver: boolean;
  resolverCount: number;
  invalidationCount: number;
}

/** What `deadline` resolves with. */
export const timedOut = Symbol('timed out');

/** Starts a request's clock; disposing the returned value ends it. */
export function startRun(
  api: Api,
  request: GraphqlRequest,
  prepared: PreparedDocument,
  variables: Inputs,
): { readonly run: Run } & Disposable {
  const controller = new AbortController();
  const { promise: deadline, resolve } = Promise.withResolvers<typeof timedOut>();
  const run: Run = {
    api,
    request,
    prepared,
    variables,
    errors: [],
    responseHeaders: {},
    invoke: createInvoke(api.limits, controller.signal),
    deadline,
    isOver: false,
    resolverCount: 0,
    invalidationCount: 0,
  };
  const end = (): void => {
    run.isOver = true;
    controller.abort(new Error('Execution timed out.'));
    resolve(timedOut);
  };
  const timer = api.clock.after(api.limits.executionTimeoutMs, end);
  request.signal?.addEventListener('abort', end, { once: true });
  if (request.signal?.aborted) end();
  return {
    run,
    [Symbol.dispose]() {
      timer[Symbol.dispose]();
      request.signal?.removeEventListener('abort', end);
    },
  };
}
