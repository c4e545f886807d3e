import { toError } from '../../errors.ts';
import type { Clock, Log } from '../../host.ts';
import { createEventLines, type Waiting } from './event-lines.ts';
import { createEventStore } from './event-store.ts';
import { asyncConfigOf } from './function-config.ts';
import type { Invocation } from './invoker.ts';
import { RETRY_WAITS_MS, THROTTLE_WAIT_MS } from './limits.ts';
import type { FunctionConfig, InvocationRecord, LambdaFaults, QueuedEvent } from './types.ts';

/** Delivers accepted events to functions, in order of arrival, at least once each, with Lambda's retries. */
export interface EventQueue {
  /** Resolves when the event is kept safe; delivery follows on its own. */
  accept(event: Pick<QueuedEvent, 'requestId' | 'functionName' | 'payload'>): Promise<void>;
  /** Starts on the events a function has waiting from before it existed here. */
  functionCreated(functionName: string): void;
  /** Goes on with events that found no room. */
  roomMade(): void;
  /** Events of existing functions that are not finished. */
  pending(): number;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface EventQueueOptions {
  readonly directory: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly findFunction: (name: string) => FunctionConfig | undefined;
  /** Takes up its room before it returns. */
  readonly invoke: (config: FunctionConfig, event: QueuedEvent) => Promise<Invocation>;
  /** Whether the function could start now; `roomMade` is called when that may have changed. */
  readonly hasRoom?: (config: FunctionConfig) => boolean;
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
    store.load().map((event, sequence) => [event.requestId, { ...event, sequence }]),
  );
  let nextSequence = events.size;
  const timers = new Map<string, Disposable>();
  const deliveries = new Set<Promise<void>>();
  // assumed: what found no room goes on as soon as there is some, in order of arrival. Lambda looks again after 1 s to
  // 5 minutes and promises no order; the room that is short here is mostly this machine's.
  const lines = createEventLines(mayStart, start);
  let isReady = false;
  let stopped = false;
  void whenReady().then(() => {
    isReady = true;
    advance();
  });

  return {
    async accept({ requestId, functionName, payload }) {
      const nowMs = clock.now();
      const event: QueuedEvent = {
        requestId,
        functionName,
        payload,
        acceptedAtMs: nowMs,
        sequence: nextSequence++,
        invocations: 0,
        functionErrors: 0,
        notBeforeMs: nowMs,
      };
      // The place is taken before the event is safe on disk: files are not written in order of arrival.
      const waiting = { event, throttles: 0, isDelayed: false, isDue: false };
      lines.enter(waiting);
      try {
        await store.save(event);
      } catch (error) {
        lines.leave(waiting);
        advance();
        throw error;
      }
      events.set(requestId, event);
      join(waiting);
    },
    functionCreated(functionName) {
      for (const event of events.values()) {
        const isWaiting = event.functionName === functionName && !timers.has(event.requestId);
        if (isWaiting) schedule(event);
      }
      advance();
    },
    roomMade: advance,
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
    join({ event, throttles, isDelayed, isDue: false }, (waiting) => lines.enter(waiting));
  }

  /** Lets an event be started when its time has come; `enter` is for one that has no place in its line yet. */
  function join(waiting: Waiting, enter?: (waiting: Waiting) => void): void {
    const { requestId, functionName, notBeforeMs } = waiting.event;
    const onTime = (): void => {
      enter?.(waiting);
      waiting.isDue = true;
      lookUntilExpired();
    };
    // Looked at again when it is too old, should there never be room for it; a timer may come a little early.
    const lookUntilExpired = (): void => {
      const config = options.findFunction(functionName);
      const waitMs = config ? expiryOf(config, waiting.event) - clock.now() : 0;
      if (waitMs > 0) timers.set(requestId, clock.after(waitMs, lookUntilExpired));
      advance();
    };
    // Kept until the event is done with, also while its function runs, so that it is scheduled once.
    timers.set(requestId, clock.after(Math.max(0, notBeforeMs - clock.now()), onTime));
  }

  function advance(): void {
    if (isReady && !stopped) lines.advance();
  }

  function mayStart(event: QueuedEvent): boolean {
    const config = options.findFunction(event.functionName);
    if (!config || clock.now() >= expiryOf(config, event)) return true;
    return options.hasRoom?.(config) ?? true;
  }

  function start({ event, throttles, isDelayed }: Waiting): void {
    timers.get(event.requestId)?.[Symbol.dispose]();
    const delivery = deliver(event, throttles, isDelayed).catch((error: unknown) => {
      log.error('an event could not be handled', {
        ...idsOf(event),
        error: toError(error).message,
      });
    });
    deliveries.add(delivery);
    void delivery.then(() => deliveries.delete(delivery));
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
