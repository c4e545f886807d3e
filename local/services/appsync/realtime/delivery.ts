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

/** What happens to a data frame; a held one follows the subscription's next, or goes out after `holdMs`. */
export type DeliveryFate =
  'deliver' | 'drop' | 'duplicate' | { readonly delayMs: number } | { readonly holdMs: number };

/** Asked for every handshake and every data frame; absent, all are accepted and delivered. */
export interface RealtimeFaults {
  onHandshake?(): 'accept' | 'refuse';
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
  const held: HeldFrames = new Map();
  const queue = createTurnQueue(limits.deliveriesPerTurn);
  return {
    published(message) {
      const subscriptions = registry.matching(message);
      report(message, subscriptions.length);
      if (subscriptions.length > 0) queue.add(deliveryOf(message, subscriptions, held, parts));
    },
    invalidated(field, payload) {
      const ended = registry.invalidatedBy(field, payload);
      log.info('subscriptions invalidated', { subscriptionField: field, count: ended.length });
      if (ended.length > 0) queue.add(invalidationOf(ended, registry));
    },
    [Symbol.dispose]: () => queue.clear(),
  };

  function report(message: SubscriptionMessage, receivers: number): void {
    const subscriptions = registry.audienceOf(message.mutation);
    if (subscriptions === 0) return;
    const fields = { mutation: message.mutation, subscriptions, receivers };
    const unanswered = receivers > 0 ? [] : registry.unanswered(message);
    if (unanswered.length === 0) log.info('message published', fields);
    // A mutation document that leaves out a filtered field is the usual reason for silence.
    else
      log.warn('message reaches nobody: filtered fields are null or not selected', {
        ...fields,
        unanswered,
      });
  }
}

function invalidationOf(
  subscriptions: readonly LiveSubscription[],
  registry: SubscriptionRegistry,
): Work {
  return {
    steps: subscriptions.length,
    run(step) {
      const subscription = subscriptions[step];
      if (subscription && registry.has(subscription)) subscription.outlet.invalidate(subscription);
    },
  };
}

function deliveryOf(
  message: SubscriptionMessage,
  subscriptions: readonly LiveSubscription[],
  held: HeldFrames,
  parts: DeliveryParts,
): Work {
  const payloads = new Map<string, Buffer | undefined>(); // by projectionKey; undefined is dropped
  return {
    steps: subscriptions.length,
    run(step) {
      const subscription = subscriptions[step];
      // It may have been stopped since the message was published; nothing follows a `complete`.
      if (!subscription || !parts.registry.has(subscription)) return;
      const { projectionKey } = subscription.accepted;
      let payload = payloads.get(projectionKey);
      if (!payload && !payloads.has(projectionKey)) {
        payload = serialise(message, subscription, parts);
        payloads.set(projectionKey, payload);
      }
      if (payload)
        send(message, subscription, encodeDataFrame(subscription.dataPrefix, payload), held, parts);
    },
  };
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
  held: HeldFrames,
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
    const sendLater = (): void => {
      if (registry.has(subscription)) subscription.outlet.send(frame);
    };
    if ('delayMs' in fate) clock.after(fate.delayMs, sendLater);
    else {
      const timer = clock.after(fate.holdMs, () => release(held, subscription));
      held.set(subscription, [...(held.get(subscription) ?? []), { timer, sendHeld: sendLater }]);
    }
    return;
  }
  subscription.outlet.send(frame);
  if (fate === 'duplicate') subscription.outlet.send(frame);
  if (held.size > 0) release(held, subscription);
}

/** Frames that wait for their subscription's next one, or for their timers. */
type HeldFrames = Map<LiveSubscription, { timer: Disposable; sendHeld: () => void }[]>;

function release(held: HeldFrames, subscription: LiveSubscription): void {
  const frames = held.get(subscription) ?? [];
  held.delete(subscription);
  for (const { timer, sendHeld } of frames) {
    timer[Symbol.dispose]();
    sendHeld();
  }
}

/** Something done in steps, so that other work gets its turn between them. */
interface Work {
  readonly steps: number;
  run(step: number): void;
}

/** Works through one after the other, `stepsPerTurn` steps at a time. */
function createTurnQueue(stepsPerTurn: number): { add(work: Work): void; clear(): void } {
  let waiting: Work[] = [];
  let running: Work[] = []; // the next one is last
  let nextStep = 0; // of the last one
  let scheduled: NodeJS.Immediate | undefined;
  return {
    add(work) {
      waiting.push(work);
      scheduled ??= setImmediate(turn);
    },
    clear() {
      waiting = [];
      running = [];
      nextStep = 0;
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
      work.run(nextStep++);
      if (nextStep < work.steps) continue;
      running.pop();
      nextStep = 0;
    }
    scheduled = setImmediate(turn);
  }
}
