import type { Clock } from './clock.ts';
import {
  ReportAbortedError,
  ReportNotFoundError,
  isUnavailable,
  type ReportClientError,
} from './errors.ts';
import { toClientError } from './amplify-errors.ts';
import { createInbox } from './inbox.ts';
import type { LiveFeed } from './live-feed.ts';
import { isFinal, mergeReport, type Origin } from './merge.ts';
import { createRereader } from './rereader.ts';
import { silenceMs } from './patience.ts';
import type { Report, ReportDownload } from './types.ts';

/** How long reads may fail, one after the other, before a watcher is told. */
const GIVE_UP_AFTER_MS = 5 * 60_000;

/** A report as a watch yields it; a final one has its link, when there is a file. */
export interface WatchedReport extends Report {
  readonly download?: ReportDownload | null;
}

export interface WatchDependencies {
  readonly clock: Clock;
  readonly random: () => number;
  readonly feed: LiveFeed;
  readonly read: (reportId: string, signal?: AbortSignal) => Promise<WatchedReport | null>;
}

/**
 * Every state of a report a reader keeps up with, from now to the final one, each newer than the one before. Begins
 * with a read, unless the report was just ordered here and nothing about it can have been missed since.
 * The final state is always read, never believed from a push. Throws when the report is not there, the session
 * ends, `signal` is aborted, the first read fails, or later ones fail for 5 minutes.
 */
export async function* watchReport(
  { clock, random, feed, read }: WatchDependencies,
  reportId: string,
  signal?: AbortSignal,
): AsyncGenerator<WatchedReport, void, undefined> {
  if (signal?.aborted) throw new ReportAbortedError(signal);
  const inbox = createInbox<WatchedReport>();
  let current: WatchedReport | undefined;
  const ordered = feed.recall(reportId);
  let hasRead = ordered !== undefined;
  let readsInVain = 0;

  const stopReading = new AbortController();
  const rereader = createRereader({
    clock,
    random,
    read: () => read(reportId, stopReading.signal),
    onRead(row) {
      hasRead = true;
      readsInVain++;
      if (row) take(row, 'read');
      else inbox.fail(new ReportNotFoundError(reportId));
    },
    onFailure(thrown, failingForMs) {
      const error: ReportClientError = toClientError(thrown);
      if (isUnavailable(error) && hasRead && failingForMs < GIVE_UP_AFTER_MS) return 'again';
      inbox.fail(error);
      return 'stop';
    },
    nextReadMs: () => silenceMs(feed.connection, current, readsInVain),
  });

  function take(incoming: WatchedReport, origin: Origin): void {
    const merged: WatchedReport = mergeReport(current, incoming, origin);
    if (merged === current) return;
    const isNews = merged.version !== current?.version;
    current = merged;
    if (!isNews) return;
    readsInVain = 0;
    inbox.put(merged);
  }

  const membership = feed.join({
    onPush(report) {
      if (report.reportId !== reportId) return;
      if (isFinal(report)) return rereader.readNow();
      take(report, 'push');
      rereader.postpone();
    },
    onDeleted(report) {
      if (report.reportId === reportId) rereader.readNow();
    },
    onResync: () => rereader.readNow(),
    onLoss: () => rereader.postpone(),
  });
  const onAbort = (): void => inbox.fail(new ReportAbortedError(signal));
  signal?.addEventListener('abort', onAbort, { once: true });
  if (ordered) {
    take(ordered, 'push');
    rereader.postpone();
  } else rereader.readNow();

  try {
    for (;;) {
      const report = await inbox.take();
      yield report;
      if (isFinal(report)) return;
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
    membership[Symbol.dispose]();
    rereader[Symbol.dispose]();
    stopReading.abort();
  }
}
