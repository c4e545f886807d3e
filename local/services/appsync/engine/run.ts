import type { GraphQLOutputType, GraphQLSchema } from 'graphql';
import type { DelayLine } from '../../../delay-line.ts';
import type { Log } from '../../../host.ts';
import type { ApiConfig, AppSyncError, GraphqlRequest, MutationListener } from '../types.ts';
import { createInvoke, type Invoke } from './batching.ts';
import type { Completer } from './complete.ts';
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
  readonly completerOf: (type: GraphQLOutputType) => Completer;
  /** Mutation fields some subscription listens to. */
  readonly publishedMutations: ReadonlySet<string>;
  readonly listener: MutationListener;
  readonly limits: EngineLimits;
  /** Calls back when a request has run for as long as it may. */
  readonly executionTime: DelayLine;
  readonly log: Log;
}

/** What waiting for something ends with when the request's time is over or its client is gone. */
export const timedOut = Symbol('timed out');

/** One request while it runs; disposing it ends its clock. */
export class Run implements Disposable {
  readonly api: Api;
  readonly request: GraphqlRequest;
  readonly prepared: PreparedDocument;
  readonly variables: Inputs;
  readonly errors: AppSyncError[] = [];
  /** Headers resolvers asked for. */
  readonly responseHeaders: Record<string, string> = {};
  isOver = false;
  resolverCount = 0;
  invalidationCount = 0;
  readonly invoke: Invoke;
  /** Made when the request first waits for something: many never do. */
  #waiting: Waiting | undefined;

  constructor(api: Api, request: GraphqlRequest, prepared: PreparedDocument, variables: Inputs) {
    this.api = api;
    this.request = request;
    this.prepared = prepared;
    this.variables = variables;
    this.invoke = createInvoke(api.limits, () => this.#wait().controller.signal);
  }

  /** Settles as `outcome` does, or with `timedOut` when the request is over before. */
  untilOver<T>(outcome: Promise<T>): Promise<T | typeof timedOut> {
    return Promise.race([outcome, this.#wait().over]);
  }

  [Symbol.dispose](): void {
    const waiting = this.#waiting;
    if (!waiting) return;
    waiting.time[Symbol.dispose]();
    this.request.signal?.removeEventListener('abort', waiting.end);
  }

  #wait(): Waiting {
    if (this.#waiting) return this.#waiting;
    const controller = new AbortController();
    const { promise: over, resolve } = Promise.withResolvers<typeof timedOut>();
    const end = (): void => {
      this.isOver = true;
      controller.abort(new Error('Execution timed out.'));
      resolve(timedOut);
    };
    this.#waiting = { controller, over, end, time: this.api.executionTime.add(end) };
    const { signal } = this.request;
    signal?.addEventListener('abort', end, { once: true });
    if (signal?.aborted) end();
    return this.#waiting;
  }
}

interface Waiting {
  readonly controller: AbortController;
  readonly over: Promise<typeof timedOut>;
  readonly end: () => void;
  readonly time: Disposable;
}
