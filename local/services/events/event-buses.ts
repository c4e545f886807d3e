import { randomUUID } from 'node:crypto';
import { toError } from '../../errors.ts';
import type { Clock, Log } from '../../host.ts';
import {
  refusalOf,
  type BusEvent,
  type EntryResult,
  type EventEntry,
  type PutEvents,
} from './entry.ts';
import type { EventTest } from './pattern.ts';
import type { MakeInput } from './target-input.ts';

/** A rule that waits for events. */
export interface EventRule {
  readonly name: string;
  readonly arn: string;
  /** The name of its bus. */
  readonly bus: string;
  readonly matches: EventTest;
  readonly targets: readonly EventTarget[];
}

export interface EventTarget {
  readonly arn: string;
  readonly input: MakeInput;
}

/** An event that was put, with its bus. */
export interface PutEvent {
  readonly bus: string;
  readonly event: BusEvent;
  /** The rules that wanted it. */
  readonly rules: readonly string[];
}

/** EventBridge's buses: what is put on one goes to the targets of its rules that want it. */
export interface EventBuses extends AsyncDisposable {
  createBus(name: string): void;
  createRule(rule: EventRule): void;
  /** The bus of a name or an ARN, as its callers see it. */
  busOf(nameOrArn: string): PutEvents;
  /** Puts an event of AWS itself on the default bus: what a service here tells of its resources. */
  publish(entry: EventEntry): void;
  /** The last events that were put, newest last. */
  readonly recent: readonly PutEvent[];
}

export interface EventBusesOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly region: string;
  readonly accountId: string;
  /** Hands a message to a target of a rule; rejects when the target does not take it. */
  readonly deliver: (targetArn: string, messageJson: string, rule: EventRule) => Promise<void>;
}

export const DEFAULT_BUS = 'default';
const KEPT_EVENTS = 1_000;

/** No bus but the default one, and no rules. */
export function createEventBuses({
  clock,
  log,
  region,
  accountId,
  deliver,
}: EventBusesOptions): EventBuses {
  const buses = new Set([DEFAULT_BUS]);
  const rules: EventRule[] = [];
  const recent: PutEvent[] = [];
  const deliveries = new Set<Promise<void>>();

  return {
    recent,
    createBus: (name) => void buses.add(name),
    createRule: (rule) => void rules.push(rule),
    busOf(nameOrArn) {
      const name = busName(nameOrArn);
      return (entries) =>
        Promise.resolve(entries.map((entry) => refusalOf(entry) ?? put(name, entry)));
    },
    publish: (entry) => void put(DEFAULT_BUS, entry),
    async [Symbol.asyncDispose]() {
      await Promise.all(deliveries);
    },
  };

  function put(bus: string, entry: EventEntry): EntryResult {
    const event = toEvent(entry);
    // assumed: a bus that does not exist takes events and gives them to nobody
    if (!buses.has(bus)) log.warn('an event for a bus that does not exist', { eventBus: bus });
    const wanting = rules.filter((rule) => rule.bus === bus && rule.matches(event));
    recent.push({ bus, event, rules: wanting.map(({ name }) => name) });
    if (recent.length > KEPT_EVENTS) recent.shift();
    log.info('an event was put', {
      eventBus: bus,
      source: event.source,
      detailType: event['detail-type'],
      rules: wanting.length,
    });
    for (const rule of wanting) for (const target of rule.targets) send(rule, target, event);
    return { EventId: event.id };
  }

  function send(rule: EventRule, { arn, input }: EventTarget, event: BusEvent): void {
    const sent = Promise.resolve()
      .then(() => deliver(arn, input(event, rule, clock.now()), rule))
      .catch((error: unknown) => {
        const reason = toError(error).message;
        log.error('a target did not take its event', {
          rule: rule.name,
          target: arn,
          error: reason,
        });
      });
    deliveries.add(sent);
    void sent.then(() => deliveries.delete(sent));
  }

  // documented: https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html (the envelope)
  // documented: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html (Time)
  function toEvent({ Source, DetailType, Detail, Resources = [], Time }: EventEntry): BusEvent {
    return {
      version: '0',
      id: randomUUID(),
      'detail-type': DetailType,
      source: Source,
      account: accountId,
      time: isoSeconds(Time === undefined ? clock.now() : Date.parse(Time)),
      region,
      resources: Resources,
      detail: JSON.parse(Detail) as unknown,
    };
  }
}

/** The bus an ARN or a name means. */
export function busName(nameOrArn: string): string {
  return nameOrArn.split('/').at(-1) ?? DEFAULT_BUS;
}

function isoSeconds(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/\.\d+Z$/, 'Z');
}
