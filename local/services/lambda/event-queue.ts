import { toError } from '../../errors.ts';
import type { Clock, Log } from '../../host.ts';
import { createEventStore } from './event-store.ts';
import { asyncConfigOf } from './function-config.ts';
import type { Invocation } from './invoker.ts';
import { RETRY_WAITS_MS, THROTTLE_WAIT_MS } from './limits.ts';
import type { FunctionConfig, InvocationRecord, LambdaFaults, QueuedEvent } from './types.ts';

/** Delivers accepted events to functions, at least once each, with Lambda's retries. */
export interface EventQueue {
  /** Resolves when the event is kept safe; delivery follows on its own. */
  accept(event: Pick<QueuedEvent, 'requestId' | 'functionName' | 'payload'>): Promise<void>;
  /** Starts on the events a function has waiting from before it existed here. */
  functionCreated(functionName: string): void;
  /** Events of existing functions that are not finished. */
  pending(): number;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface EventQueueOptions {
  readonly directory: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly findFunction: (name: string) => FunctionConfig | undefined;
  readonly invoke: (config: FunctionConfig, event: QueuedEvent) => Promise<Invocation>;
  /** Sends the record of an event that is done with, where its function says. */
  readonly report: (config: FunctionConfig, record: InvocationRecord) => Promise<void>;
  readonly faults?: LambdaFaults;
  readonly ready?: Promise<unknown>;
  /** Called when an event is done with. */
  readonly onFinished: () => void;
}

// Enough for the error's type and message.
const MAX_LOGGED_CHARACTERS = 500;

type Completed = Extract<Invocation, { kind: 'completed' }>;
type Ending = InvocationRecord['requestContext']['condition'];

/** Picks up at once what an earlier service in the same directory left. */
export function createEventQueue(options: EventQueueOptions): EventQueue {
  const { clock, log } = options;
  const store = createEventStore(options.directory, log);
  const events = new Map<string, QueuedEvent>(
    store.load().map((event) => [event.requestId, event]),
  );
  const timers = new Map<string, Disposable>();
  const deliveries = new Set<Promise<void>>();
  let stopped = false;

  return {
    async accept({ requestId, functionName, payload }) {
      const nowMs = clock.now();
      const event: QueuedEvent = {
        requestId,
        functionName,
        payload,
        acceptedAtMs: nowMs,
        invocations: 0,
        functionErrors: 0,
        notBeforeMs: nowMs,
      };
      await store.save(event);
      events.set(requestId, event);
      schedule(event);
    },
    functionCreated(functionName) {
      for (const event of events.values()) {
        const isWaiting = event.functionName === functionName && !timers.has(event.requestId);
        if (isWaiting) schedule(event);
      }
    },
    pending: () =>
      [...events.values()].filter((event) => options.findFunction(event.functionName)).length,
    async [Symbol.asyncDispose]() {
      stopped = true;
      for (const timer of timers.values()) timer[Symbol.dispose]();
      await Promise.all(deliveries);
    },
  };

  /** Delivers the event when its time has come; `throttles` counts the times in a row there was no room for it. */
  function schedule(event: QueuedEvent, throttles = 0, isDelayed = false): void {
    const start = (): void => {
      const delivery = whenReady()
        .then(() => (stopped ? undefined : deliver(event, throttles, isDelayed)))
        .catch((error: unknown) => {
          log.error('an event could not be handled', {
            ...idsOf(event),
            error: toError(error).message,
          });
        });
      deliveries.add(delivery);
      void delivery.then(() => deliveries.delete(delivery));
    };
    // Kept until the event is done with, also while its function runs, so that it is scheduled once.
    timers.set(event.requestId, clock.after(Math.max(0, event.notBeforeMs - clock.now()), start));
  }

  async function whenReady(): Promise<void> {
    await options.ready?.catch(() => {}); // whoever made the promise reports its failure
  }

  async function deliver(event: QueuedEvent, throttles: number, isDelayed: boolean): Promise<void> {
    const config = options.findFunction(event.functionName);
    if (!config) {
      timers.delete(event.requestId);
      return;
    }
    if (clock.now() >= expiryOf(config, event)) return finish(config, event, 'EventAgeExceeded');
    const verdict = (isDelayed ? undefined : options.faults?.beforeDeliver?.(event)) ?? 'deliver';
    if (verdict === 'drop') return forget(event);
    if (typeof verdict === 'object') {
      schedule({ ...event, notBeforeMs: clock.now() + verdict.delayMs }, throttles, true);
      return;
    }
    const duplicate = verdict === 'twice' ? options.invoke(config, event) : undefined;
    const outcome = await options.invoke(config, event);
    await duplicate;
    switch (outcome.kind) {
      case 'stopped':
        return; // stays on disk, for the next service
      case 'throttled':
      case 'systemError':
        return requeue(config, event, throttles);
      case 'completed': {
        const delivered = { ...event, invocations: event.invocations + 1 };
        if (!outcome.functionError) return finish(config, delivered, 'Success', outcome);
        return retry(config, { ...delivered, functionErrors: event.functionErrors + 1 }, outcome);
      }
    }
  }

  // documented: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
  async function retry(
    config: FunctionConfig,
    event: QueuedEvent,
    outcome: Completed,
  ): Promise<void> {
    const waitMs = RETRY_WAITS_MS[event.functionErrors - 1];
    const isLast = event.functionErrors > asyncConfigOf(config).maximumRetryAttempts;
    if (isLast || waitMs === undefined) return finish(config, event, 'RetriesExhausted', outcome);
    const notBeforeMs = clock.now() + waitMs;
    // assumed: a retry that would come too late is given up when that is known.
    if (notBeforeMs >= expiryOf(config, event))
      return finish(config, event, 'EventAgeExceeded', outcome);
    const next = { ...event, notBeforeMs };
    events.set(event.requestId, next);
    await store.save(next);
    log.warn('a function failed for an event and will be tried again', {
      ...idsOf(event),
      waitMs,
      error: outcome.payload.slice(0, MAX_LOGGED_CHARACTERS),
    });
    schedule(next);
  }

  function requeue(config: FunctionConfig, event: QueuedEvent, throttles: number): void {
    const backOffMs = Math.min(THROTTLE_WAIT_MS.first * 2 ** throttles, THROTTLE_WAIT_MS.longest);
    const notBeforeMs = Math.min(clock.now() + backOffMs, expiryOf(config, event));
    schedule({ ...event, notBeforeMs }, throttles + 1);
  }

  async function finish(
    config: FunctionConfig,
    event: QueuedEvent,
    ending: Ending,
    outcome?: Completed,
  ) {
    if (ending !== 'Success') {
      const error = outcome?.payload.slice(0, MAX_LOGGED_CHARACTERS);
      log.warn('an event was given up', { ...idsOf(event), condition: ending, error });
    }
    await options
      .report(config, recordOf(config, event, ending, clock.now(), outcome))
      .catch((error: unknown) => {
        log.error('a destination did not take its record', {
          ...idsOf(event),
          error: toError(error).message,
        });
      });
    await forget(event);
  }

  async function forget(event: QueuedEvent): Promise<void> {
    await store.remove(event);
    timers.delete(event.requestId);
    events.delete(event.requestId);
    options.onFinished();
  }
}

function expiryOf(config: FunctionConfig, event: QueuedEvent): number {
  return event.acceptedAtMs + asyncConfigOf(config).maximumEventAgeMs;
}

function idsOf({ functionName, requestId }: QueuedEvent) {
  return { functionName, requestId };
}

// documented: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
function recordOf(
  config: FunctionConfig,
  event: QueuedEvent,
  condition: Ending,
  nowMs: number,
  outcome?: Completed,
): InvocationRecord {
  const record = {
    version: '1.0',
    timestamp: new Date(nowMs).toISOString(),
    requestContext: {
      requestId: event.requestId,
      functionArn: `${config.arn}:$LATEST`,
      condition,
      approximateInvokeCount: event.invocations,
    },
    requestPayload: JSON.parse(event.payload) as unknown,
  } as const;
  // assumed: an event that never reached its function has no response to show.
  if (!outcome) return record;
  const { functionError } = outcome;
  const responseContext = {
    statusCode: 200,
    executedVersion: '$LATEST',
    ...(functionError && { functionError }),
  };
  return { ...record, responseContext, responsePayload: JSON.parse(outcome.payload) as unknown };
}
