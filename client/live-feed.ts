import {
  OnReportDeletedDocument,
  OnReportProgressDocument,
  OnReportReadyDocument,
} from '../schema/generated/documents.ts';
import { backoffMs } from './backoff.ts';
import type { Clock } from './clock.ts';
import type { GraphqlApi } from './graphql.ts';
import { isFinal, mergeReport } from './merge.ts';
import type { Connection, DeletedReport, Report } from './types.ts';
import { onWake } from './wake.ts';

/** How long an order waits for its subscription; the row is the truth, so it goes out anyway after this. */
const READY_WITHIN_MS = 2_000;
/** How long the server may take to accept every subscription before all are made anew. */
const ACCEPTED_WITHIN_MS = 12_000;
/** How long the feed stays open with nobody there: between ordering and watching, say. */
const LINGER_MS = 5_000;
/** Slowly less often: a server that was away for ten seconds is found within two of its return, one for minutes in 15. */
const RETRY = { firstMs: 500, maxMs: 15_000, factor: 1.1 };

export interface FeedListener {
  /** News about one of the caller's reports: a hint, perhaps old, perhaps twice. */
  onPush(report: Report): void;
  /** One of the caller's reports was deleted; its id may be another's by now. */
  onDeleted(report: DeletedReport): void;
  /** Pushes may have been lost before this moment and are not from here on: read again. */
  onResync(): void;
  /** Pushes no longer arrive, until the next `onResync`: only reading tells what happens, or that the session ended. */
  onLoss(): void;
}

/** The pushes about all of the caller's reports, over one set of subscriptions that is kept alive. */
export interface LiveFeed extends Disposable {
  readonly connection: Connection;
  /** Keeps the feed open and listens until disposed. */
  join(listener: FeedListener): Disposable;
  /** Resolves when pushes arrive, or after 2 seconds from opening, or at the first failure. */
  ready(): Promise<void>;
  /** Keeps what is told of a report that is about to be ordered, for whoever watches it next. */
  expect(reportId: string): void;
  /**
   * The newest state of an expected report, once; undefined when it is to be read: it is final, or news of it may
   * have been missed.
   */
  recall(reportId: string): Report | undefined;
  /** Tells everybody here what an answer said. */
  offer(report: Report): void;
  /** Tells everybody here that a report is gone. */
  offerDeleted(report: DeletedReport): void;
}

export interface LiveFeedOptions {
  readonly api: GraphqlApi;
  readonly clock: Clock;
  readonly random: () => number;
  readonly onConnection: (connection: Connection) => void;
}

/** Makes a closed feed; the first to join opens it. */
export function createLiveFeed({ api, clock, random, onConnection }: LiveFeedOptions): LiveFeed {
  const listeners = new Set<FeedListener>();
  const expected = new Map<string, Report | undefined>();
  let connection: Connection = 'off';
  let subscriptions: Disposable[] = [];
  let watched: Disposable[] = []; // connection state and wake-ups, while open
  let timer: Disposable | undefined;
  let linger: Disposable | undefined;
  let tries = 0;
  let round = 0;
  let readiness = Promise.withResolvers<undefined>();

  return {
    get connection() {
      return connection;
    },
    join(listener) {
      linger?.[Symbol.dispose]();
      linger = undefined;
      listeners.add(listener);
      if (connection === 'off') open();
      return {
        [Symbol.dispose]() {
          const left = listeners.delete(listener);
          if (left && listeners.size === 0) linger = clock.after(LINGER_MS, close);
        },
      };
    },
    ready: () => readiness.promise,
    expect(reportId) {
      if (connection === 'live') expected.set(reportId, undefined);
    },
    recall(reportId) {
      const report = expected.get(reportId);
      expected.delete(reportId);
      return report;
    },
    offer: push,
    offerDeleted: pushDeleted,
    [Symbol.dispose]: close,
  };

  function open(): void {
    readiness = Promise.withResolvers<undefined>();
    const { resolve } = readiness;
    const deadline = clock.after(READY_WITHIN_MS, () => resolve(undefined));
    watched = [deadline, api.onConnectionState(onState), onWake(resync)];
    tries = 0;
    become('connecting');
    subscribe();
  }

  /**
   * All at once: Amplify restarts the subscriptions it has when a connection comes back, and forgets the older
   * ones when a new one is started in between.
   */
  function subscribe(): void {
    round += 1;
    const waitingFor = new Set(['progress', 'ready', 'deleted']);
    const followed = (name: string) => followRound(round, waitingFor, name);
    timer = clock.after(ACCEPTED_WITHIN_MS, retry);
    subscriptions = [
      api.subscribe(
        OnReportProgressDocument,
        {},
        {
          ...followed('progress'),
          onMessage: ({ onReportProgress }) => push(onReportProgress),
        },
      ),
      api.subscribe(
        OnReportReadyDocument,
        {},
        {
          ...followed('ready'),
          onMessage: ({ onReportReady }) => push(onReportReady),
        },
      ),
      api.subscribe(
        OnReportDeletedDocument,
        {},
        {
          ...followed('deleted'),
          onMessage: ({ onReportDeleted }) => pushDeleted(onReportDeleted),
        },
      ),
    ];
  }

  /** What an earlier round still hears must not count for this one. */
  function followRound(ofRound: number, waitingFor: Set<string>, name: string) {
    return {
      onAccepted(): void {
        waitingFor.delete(name);
        if (ofRound === round && waitingFor.size === 0) accepted();
      },
      onError(): void {
        if (ofRound === round) retry();
      },
    };
  }

  function push(report: Report | null): void {
    if (!report) return;
    const { reportId } = report;
    if (expected.has(reportId)) {
      expected.set(reportId, mergeReport(expected.get(reportId), report, 'push'));
      if (isFinal(report)) expected.delete(reportId);
    }
    listeners.forEach(({ onPush }) => onPush(report));
  }

  function pushDeleted(report: DeletedReport | null): void {
    if (!report) return;
    expected.delete(report.reportId);
    listeners.forEach(({ onDeleted }) => onDeleted(report));
  }

  function accepted(): void {
    timer?.[Symbol.dispose]();
    timer = undefined;
    tries = 0;
    readiness.resolve(undefined);
    become('live');
    resync();
  }

  /** Amplify would come back by itself after 5 or 60 seconds; fresh ones come back at once. */
  function retry(): void {
    dropSubscriptions();
    readiness.resolve(undefined);
    const wasLive = connection === 'live';
    const delayMs = backoffMs(tries, { ...RETRY, random });
    tries += 1;
    timer = clock.after(delayMs, subscribe);
    // Told last: whoever hears it may close the feed.
    become('reconnecting');
    if (wasLive) listeners.forEach(({ onLoss }) => onLoss());
  }

  function onState(state: string): void {
    // Before all are accepted, Amplify is still trying: the deadline decides.
    if (state === 'ConnectionDisrupted' && connection === 'live') retry();
  }

  function resync(): void {
    expected.clear();
    listeners.forEach(({ onResync }) => onResync());
  }

  function close(): void {
    if (connection === 'off') return;
    dropSubscriptions();
    for (const one of watched) one[Symbol.dispose]();
    linger?.[Symbol.dispose]();
    listeners.clear();
    readiness.resolve(undefined);
    become('off');
  }

  function dropSubscriptions(): void {
    round += 1;
    expected.clear();
    timer?.[Symbol.dispose]();
    timer = undefined;
    for (const subscription of subscriptions) subscription[Symbol.dispose]();
    subscriptions = [];
  }

  function become(next: Connection): void {
    if (next === connection) return;
    connection = next;
    onConnection(next);
  }
}
