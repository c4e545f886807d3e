import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { toError } from '../../errors.ts';
import { createAuthenticate } from './authentication.ts';
import { createDestinations } from './destinations.ts';
import { createEventQueue } from './event-queue.ts';
import { checkFunctionConfig } from './function-config.ts';
import { parseFunctionName } from './function-name.ts';
import { createInvoker, type Invocation } from './invoker.ts';
import { defaultLimits, MAX_ASYNC_REQUEST_BYTES, MAX_SYNC_REQUEST_BYTES } from './limits.ts';
import {
  functionNotFound,
  invalidFunctionName,
  payloadNotJson,
  eventTooLarge,
  requestTooLarge,
  serviceException,
  tooManyRequests,
} from './refusals.ts';
import { createRestApi } from './rest-api.ts';
import type {
  FunctionConfig,
  InvokeOptions,
  InvokeResult,
  LambdaServiceOptions,
  Refusal,
} from './types.ts';

/** AWS Lambda on this machine: every execution environment is a process of its own. */
export interface LambdaService {
  /** Serves a request of Lambda's REST API. Never rejects. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Makes or replaces a function. Throws `ERR_TEMPLATE_INVALID` for what Lambda would refuse. */
  createFunction(config: FunctionConfig): void;
  /** Invokes a function as the API does, without its HTTP and its permissions. Rejects only with the signal's reason. */
  invoke(nameOrArn: string, payloadJson: string, options: InvokeOptions): Promise<InvokeResult>;
  /** SIGKILLs the environments of a function and says how many there were. */
  killEnvironment(functionName: string): number;
  /** Resolves when no function runs and no event of an existing function is queued, not even for a later retry. */
  waitUntilIdle(): Promise<void>;
  /** Kills what runs. Queued and unfinished events stay on disk for the next service. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Takes up the events an earlier service left in `options.directory` as their functions are created. */
export function createLambdaService(options: LambdaServiceOptions): LambdaService {
  const { region, accountId, log } = options;
  const functions = new Map<string, FunctionConfig>();
  const invoker = createInvoker(options, { ...defaultLimits, ...options.limits }, () => {
    queue.roomMade();
  });
  const queue = createEventQueue({
    directory: join(options.directory, 'events'),
    clock: options.clock,
    log,
    faults: options.faults,
    ready: options.ready,
    findFunction: (name) => functions.get(name),
    invoke: (config, event) => invoker.invoke(config, event),
    hasRoom: (config) => invoker.hasRoom(config),
    report: createDestinations({
      ...options,
      invokeEvent: (arn, payload) => invoke(arn, payload, { type: 'Event' }),
    }),
    onFinished: checkIdle,
  });
  const idleWaiters = new Set<() => void>();
  let running = 0;
  const arnOf = (name: string): string => `arn:aws:lambda:${region}:${accountId}:function:${name}`;

  return {
    handle: createRestApi({
      log,
      authenticate: createAuthenticate(options.credentials, region),
      authorize: options.authorize ?? (() => undefined),
      resolve,
      functions: () => [...functions.values()],
      invoke: invokeFunction,
      anyFunctionArn: arnOf('*'),
    }),
    createFunction(config) {
      checkFunctionConfig(config);
      invoker.retire(config.name);
      functions.set(config.name, { ...config }); // a copy: each creation is told from the one before
      queue.functionCreated(config.name);
    },
    invoke,
    killEnvironment: (functionName) => invoker.kill(functionName),
    waitUntilIdle() {
      return new Promise((resolve) => {
        idleWaiters.add(resolve);
        checkIdle();
      });
    },
    async [Symbol.asyncDispose]() {
      const queueStopped = queue[Symbol.asyncDispose](); // first, so that nothing new starts
      await invoker[Symbol.asyncDispose]();
      await queueStopped;
    },
  };

  async function invoke(
    nameOrArn: string,
    payloadJson: string,
    how: InvokeOptions,
  ): Promise<InvokeResult> {
    const found = resolve(nameOrArn);
    if ('refusal' in found) return refused(randomUUID(), found.refusal);
    return invokeFunction(found.config, payloadJson, how);
  }

  async function invokeFunction(
    config: FunctionConfig,
    payload: string,
    how: InvokeOptions,
  ): Promise<InvokeResult> {
    how.signal?.throwIfAborted();
    const requestId = randomUUID();
    const refusal = payloadRefusal(payload, how.type);
    if (refusal) return refused(requestId, refusal);
    // assumed: a request without a payload gives the handler an empty object.
    const event = {
      requestId,
      payload: payload === '' ? '{}' : payload,
      clientContext: how.clientContext,
    };
    if (how.type === 'Event') return accept(config, event);
    running++;
    const invocation = invoker.invoke(config, event).finally(() => {
      running--;
      checkIdle();
    });
    return toResult(requestId, await abortable(invocation, how.signal));
  }

  async function accept(
    config: FunctionConfig,
    event: { requestId: string; payload: string },
  ): Promise<InvokeResult> {
    const { requestId, payload } = event;
    try {
      await queue.accept({ requestId, functionName: config.name, payload });
    } catch (error) {
      log.error('an event could not be queued', { requestId, error: toError(error).message });
      return refused(requestId, serviceException('The event could not be queued.'));
    }
    return { kind: 'accepted', statusCode: 202, requestId };
  }

  function resolve(
    nameOrArn: string,
    qualifier?: string,
  ): { config: FunctionConfig } | { refusal: Refusal } {
    const reference = parseFunctionName(nameOrArn);
    if (!reference) return { refusal: invalidFunctionName(nameOrArn) };
    const version = reference.qualifier ?? qualifier;
    const config = functions.get(reference.name);
    const isHere =
      (reference.region ?? region) === region && (reference.accountId ?? accountId) === accountId;
    // Versions and aliases do not exist here; $LATEST always does.
    if (config && isHere && (version ?? '$LATEST') === '$LATEST') return { config };
    const suffix = version === undefined ? '' : `:${version}`;
    return { refusal: functionNotFound(arnOf(reference.name) + suffix) };
  }

  function checkIdle(): void {
    if (running > 0 || queue.pending() > 0) return;
    for (const resolveWaiter of idleWaiters) resolveWaiter();
    idleWaiters.clear();
  }
}

function payloadRefusal(payload: string, type: InvokeOptions['type']): Refusal | undefined {
  const bytes = Buffer.byteLength(payload);
  if (type === 'Event' && bytes > MAX_ASYNC_REQUEST_BYTES) {
    return eventTooLarge(bytes, MAX_ASYNC_REQUEST_BYTES);
  }
  if (bytes > MAX_SYNC_REQUEST_BYTES) return requestTooLarge(MAX_SYNC_REQUEST_BYTES);
  if (payload === '') return undefined;
  try {
    JSON.parse(payload);
    return undefined;
  } catch (error) {
    return payloadNotJson(toError(error).message);
  }
}

function toResult(requestId: string, invocation: Invocation): InvokeResult {
  switch (invocation.kind) {
    case 'throttled':
      return refused(requestId, tooManyRequests(invocation.reason));
    case 'systemError':
      return refused(requestId, serviceException('The function could not be started.'));
    case 'stopped':
      return refused(requestId, serviceException('The service is stopping.'));
    case 'completed': {
      const { payload, functionError, logTail } = invocation;
      const error = functionError && { functionError };
      return {
        kind: 'completed',
        statusCode: 200,
        requestId,
        payload,
        ...error,
        executedVersion: '$LATEST',
        logTail,
      };
    }
  }
}

function refused(requestId: string, refusal: Refusal): InvokeResult {
  return { kind: 'refused', statusCode: refusal.statusCode, requestId, refusal };
}

/** Settles as `promise` does, or rejects when the signal is aborted first; `promise` goes on. */
function abortable<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
