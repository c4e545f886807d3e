import { toError } from '../../../errors.ts';
import type { Clock, Log } from '../../../host.ts';
import type { MutationListener, SubscriptionMessage } from '../types.ts';
import { encodeDataFrame } from './data-frame.ts';
import type { RealtimeLimits } from './limits.ts';
import type { LiveSubscription } from './live-subscription.ts';
import type { SubscriptionRegistry } from './registry.ts';

/** One data frame on its way to one subscription, as a fault switch sees it. */
export interface DeliveryAttempt {
  readonly connection: number;
  readonly subscriptionId: string;
  readonly subscriptionField: string;
  readonly mutation: string;
}

/** What happens to a data frame. */
export type DeliveryFate = 'deliver' | 'drop' | 'duplicate' | { readonly delayMs: number };

/** Asked for every data frame; absent, all are delivered. */
export interface RealtimeFaults {
  onDeliver?(attempt: DeliveryAttempt): DeliveryFate;
}

/** What delivery is made of. */
export interface DeliveryParts {
  readonly registry: SubscriptionRegistry;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: RealtimeLimits;
  readonly faults: RealtimeFaults;
}

/**
 * Takes messages from the engine and writes them to their subscribers, later and in order: whoever
 * publishes waits for nothing. Who receives a message is settled when it is published.
 */
export function createDelivery(parts: DeliveryParts): MutationListener & Disposable {
  const { registry, log, limits } = parts;
  const queue = createTurnQueue(limits.deliveriesPerTurn);
  return {
    published(message) {
      const subscriptions = registry.matching(message);
      report(message, subscriptions.length);
      if (subscriptions.length > 0) queue.add(deliver(message, subscriptions, parts));
    },
    invalidated(field, payload) {
      const ended = registry.invalidatedBy(field, payload);
      log.info('subscriptions invalidated', { subscriptionField: field, count: ended.length });
      if (ended.length > 0) queue.add(invalidate(ended, registry));
    },
    [Symbol.dispose]: () => queue.clear(),
  };

  function report(message: SubscriptionMessage, receivers: number): void {
    const { size, unanswered } = registry.audience(message);
    if (size === 0) return;
    const fields = { mutation: message.mutation, subscriptions: size, receivers };
    if (receivers > 0 || unanswered.length === 0) log.info('message published', fields);
    // A mutation document that leaves out a filtered field is the usual reason for silence.
    else
      log.warn('message reaches nobody: filtered fields are null or not selected', {
        ...fields,
        unanswered,
      });
  }
}

function* invalidate(
  subscriptions: readonly LiveSubscription[],
  registry: SubscriptionRegistry,
): Generator<void> {
  for (const subscription of subscriptions) {
    if (registry.has(subscription)) subscription.outlet.invalidate(subscription);
    yield;
  }
}

function* deliver(
  message: SubscriptionMessage,
  subscriptions: readonly LiveSubscription[],
  parts: DeliveryParts,
): Generator<void> {
  const payloads = new Map<string, Buffer | undefined>(); // by projectionKey; undefined is dropped
  for (const subscription of subscriptions) {
    // It may have been stopped since the message was published; nothing follows a `complete`.
    if (!parts.registry.has(subscription)) continue;
    const key = subscription.accepted.projectionKey;
    if (!payloads.has(key)) payloads.set(key, serialise(message, subscription, parts));
    const payload = payloads.get(key);
    if (payload !== undefined)
      send(message, subscription, encodeDataFrame(subscription.dataPrefix, payload), parts);
    yield;
  }
}

/** The JSON of a payload in bytes, or undefined when there is none to send. */
function serialise(
  message: SubscriptionMessage,
  { accepted }: LiveSubscription,
  { log, limits }: DeliveryParts,
): Buffer | undefined {
  const fields = { mutation: message.mutation, subscriptionField: accepted.fieldName };
  try {
    const { data, errors } = accepted.project(message);
    // observed: amplify-category-api#1338: `errors` follows `data`, and only when there are any
    const payload = Buffer.from(JSON.stringify(errors?.length ? { data, errors } : { data }));
    const payloadBytes = payload.length;
    if (payloadBytes <= limits.maxPayloadBytes) return payload;
    // observed: aws-appsync-community#33 and #175: nobody is told
    // assumed: the size that counts is that of what the subscriber receives, not of the mutation's result
    const { maxPayloadBytes } = limits;
    log.warn('message dropped: its payload is too large', {
      ...fields,
      payloadBytes,
      maxPayloadBytes,
    });
  } catch (thrown) {
    log.error('message dropped: its projection failed', {
      ...fields,
      error: toError(thrown).message,
    });
  }
  return undefined;
}

function send(
  message: SubscriptionMessage,
  subscription: LiveSubscription,
  frame: Buffer,
  { faults, clock, registry }: DeliveryParts,
): void {
  const fate = faults.onDeliver?.({
    connection: subscription.outlet.number,
    subscriptionId: subscription.id,
    subscriptionField: subscription.accepted.fieldName,
    mutation: message.mutation,
  });
  if (fate === 'drop') return;
  if (typeof fate === 'object') {
    clock.after(fate.delayMs, () => {
      if (registry.has(subscription)) subscription.outlet.send(frame);
    });
    return;
  }
  subscription.outlet.send(frame);
  if (fate === 'duplicate') subscription.outlet.send(frame);
}

/** Works through generators one after the other, `stepsPerTurn` steps at a time. */
function createTurnQueue(stepsPerTurn: number): {
  add(work: Generator<void>): void;
  clear(): void;
} {
  let waiting: Generator<void>[] = [];
  let running: Generator<void>[] = []; // the next one is last
  let scheduled: NodeJS.Immediate | undefined;
  return {
    add(work) {
      waiting.push(work);
      scheduled ??= setImmediate(turn);
    },
    clear() {
      waiting = [];
      running = [];
      if (scheduled) clearImmediate(scheduled);
      scheduled = undefined;
    },
  };

  function turn(): void {
    scheduled = undefined;
    for (let steps = 0; steps < stepsPerTurn; steps++) {
      if (running.length === 0) {
        running = waiting.reverse();
        waiting = [];
      }
      const work = running.at(-1);
      if (!work) return;
      if (work.next().done) running.pop();
    }
    scheduled = setImmediate(turn);
  }
}
