import type { ConnectionState } from 'aws-amplify/api';
import type { TypedDocumentString } from '../schema/generated/documents.ts';
import type { Clock } from './clock.ts';
import type { GraphqlAnswer, GraphqlApi, SubscriptionListener } from './graphql.ts';
import type { Report, ReportRead } from './types.ts';

/** A clock that stands still until it is told to go on. */
export interface ManualClock extends Clock {
  /** Runs what is due within `ms`, in order of time, letting promises settle in between. */
  advance(ms: number): Promise<void>;
  /** Timers that were set and neither ran nor were cancelled. */
  readonly pending: number;
}

/** Makes a clock at time 0. */
export function createManualClock(): ManualClock {
  let now = 0;
  const timers = new Set<{ atMs: number; callback: () => void }>();
  return {
    now: () => now,
    after(delayMs, callback) {
      const timer = { atMs: now + delayMs, callback };
      timers.add(timer);
      return { [Symbol.dispose]: () => void timers.delete(timer) };
    },
    get pending() {
      return timers.size;
    },
    async advance(ms) {
      const until = now + ms;
      await settle();
      for (;;) {
        const due = [...timers]
          .filter(({ atMs }) => atMs <= until)
          .sort((a, b) => a.atMs - b.atMs)[0];
        if (!due) break;
        timers.delete(due);
        now = due.atMs;
        due.callback();
        await settle();
      }
      now = until;
    },
  };
}

/** Lets every promise that can settle do so. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** A report, QUEUED at version 1 unless told otherwise. */
export function aReport(fields: Partial<ReportRead> = {}): ReportRead {
  const report = {
    reportId: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    owner: 'owner',
    title: null,
    definition: '{"sample":{"amountOfRows":5,"delayMs":0}}',
    kind: 'sample',
    format: 'CSV',
    csv: null,
    gzip: false,
    timeZone: 'UTC',
    engine: 'NODE',
    status: 'QUEUED',
    version: 1,
    createdAt: '2026-01-01T00:00:00.000Z',
    startedAt: null,
    finishedAt: null,
    expiresAt: null,
    progress: null,
    result: null,
    error: null,
    attempt: 0,
    maxAttempts: 3,
    lastHeartbeatAt: null,
    preview: null,
    download: null,
    ...fields,
  };
  // Fields the schema gains are for the tests that are about them.
  return report as ReportRead;
}

/** One subscription a client has started on a scripted API. */
export interface ScriptedSubscription {
  readonly field: 'onReportProgress' | 'onReportReady' | 'onReportDeleted';
  readonly listener: SubscriptionListener<Record<string, unknown>>;
}

/** A GraphQL API that answers as the test says; requests are answered by operation name. */
export interface ScriptedApi extends GraphqlApi {
  /** Operation names in the order they were called. */
  readonly calls: string[];
  /** The subscriptions that run. */
  readonly running: Set<ScriptedSubscription>;
  /** What each operation answers: the fields, or an error to throw; or a promise of either. */
  readonly answers: Record<string, (variables: unknown) => unknown>;
  /** Accepts every running subscription. */
  accept(): void;
  /** Delivers a push to every running subscription of a field. */
  push(field: ScriptedSubscription['field'], report: Report): void;
  /** Tells a connection state. */
  state(state: `${ConnectionState}`): void;
}

/** Makes a scripted API without answers. */
export function createScriptedApi(): ScriptedApi {
  const calls: string[] = [];
  const running = new Set<ScriptedSubscription>();
  const states = new Set<(state: `${ConnectionState}`) => void>();
  const answers: ScriptedApi['answers'] = {};
  return {
    calls,
    running,
    answers,
    async request<Result, Variables>(
      document: TypedDocumentString<Result, Variables>,
      variables: Variables,
    ): Promise<GraphqlAnswer<Result>> {
      const name = operationName(document);
      calls.push(name);
      await Promise.resolve();
      const answer = await answers[name]?.(variables);
      if (answer instanceof Error) throw answer;
      return { fields: answer as Result, errors: [] };
    },
    subscribe(document, _, listener) {
      const name = operationName(document);
      calls.push(name);
      const subscription = {
        field: `o${name.slice(1)}` as ScriptedSubscription['field'],
        listener: listener as ScriptedSubscription['listener'],
      };
      running.add(subscription);
      return { [Symbol.dispose]: () => void running.delete(subscription) };
    },
    onConnectionState(listener) {
      states.add(listener);
      return { [Symbol.dispose]: () => void states.delete(listener) };
    },
    accept: () => [...running].forEach(({ listener }) => listener.onAccepted()),
    push(field, report) {
      for (const subscription of [...running]) {
        if (subscription.field === field) subscription.listener.onMessage({ [field]: report });
      }
    },
    state: (state) => [...states].forEach((listener) => listener(state)),
  };
}

function operationName(document: string): string {
  return /(?:query|mutation|subscription) (\w+)/.exec(document)?.[1] ?? '';
}
