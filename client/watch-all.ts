import { toClientError } from './amplify-errors.ts';
import { isUnavailable, type ReportClientError } from './errors.ts';
import { isFinal, mergeReport } from './merge.ts';
import { createRereader } from './rereader.ts';
import type { Abortable, DeletedReport, Report, ReportPage } from './types.ts';
import { silenceMs } from './patience.ts';
import type { WatchDependencies } from './watch.ts';

/** How often the list is read again without pushes while nothing runs. */
const REREAD_IDLE_MS = 15_000;
const DEFAULT_FIRST = 50;

/** What to tell, and whom of what went wrong; aborting `signal` ends it as disposing does. */
export interface WatchAllOptions extends Abortable {
  /** How many of the newest reports to read; pushes can add to them. 50 when left out. */
  readonly first?: number;
  /** The list could not be read. It is tried again, except when nobody is signed in or it was refused. */
  readonly onProblem?: (error: ReportClientError) => void;
  /** A report was deleted, here or elsewhere, whether or not it was among those told. */
  readonly onDeleted?: (report: DeletedReport) => void;
}

export interface WatchAllDependencies extends Omit<WatchDependencies, 'read'> {
  readonly list: (first: number, signal: AbortSignal) => Promise<ReportPage>;
}

/** Tells `listener` the caller's newest reports, newest first, after every change until disposed or aborted. */
export function watchAllReports(
  { clock, random, feed, list }: WatchAllDependencies,
  listener: (reports: readonly Report[]) => void,
  { first = DEFAULT_FIRST, signal, onProblem, onDeleted }: WatchAllOptions = {},
): Disposable {
  const byId = new Map<string, Report>();
  const heardSinceRead = new Set<string>();
  const silences = new Map<string, { sinceMs: number; readsInVain: number }>();
  /** When the reports were made that were deleted: what was sent or read before comes late. */
  const deleted = new Map<string, string>();
  const stopReading = new AbortController();

  const rereader = createRereader({
    clock,
    random,
    read() {
      heardSinceRead.clear();
      return list(first, stopReading.signal);
    },
    onRead(page) {
      removeDeleted(page);
      for (const row of page.items)
        if (!isDeleted(row)) keep(mergeReport(byId.get(row.reportId), row, 'read'));
      tell();
    },
    onFailure(thrown) {
      const error = toClientError(thrown);
      onProblem?.(error);
      return isUnavailable(error) ? 'again' : 'stop';
    },
    nextReadMs() {
      const running = [...byId.values()].filter((report) => !isFinal(report));
      if (running.length > 0) return Math.max(0, Math.min(...running.map(silenceLeftMs)));
      return feed.connection === 'live' ? undefined : REREAD_IDLE_MS;
    },
  });

  const membership = feed.join({
    onPush(report) {
      if (isDeleted(report)) return;
      const current = byId.get(report.reportId);
      heardSinceRead.add(report.reportId);
      const merged = mergeReport(current, report, 'push');
      if (merged === current) return;
      keep(merged);
      tell();
      // A final state is read, too: a push carries only what its mutation selected.
      if (isFinal(merged)) rereader.readNow();
      else rereader.postpone();
    },
    onDeleted(gone) {
      deleted.set(gone.reportId, gone.createdAt);
      const row = byId.get(gone.reportId);
      if (row && isDeleted(row) && byId.delete(gone.reportId)) tell();
      onDeleted?.(gone);
    },
    onResync: () => rereader.readNow(),
    // Live and idle there is no timer: without this the next read would never come.
    onLoss: () => rereader.postpone(),
  });
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  else rereader.readNow();
  return { [Symbol.dispose]: stop };

  /** Each report has its own silence: many that talk must not hide one that does not. */
  function keep(report: Report): void {
    const { reportId, version } = report;
    const isNews = byId.get(reportId)?.version !== version;
    const readsInVain = isNews ? 0 : (silences.get(reportId)?.readsInVain ?? 0) + 1;
    silences.set(reportId, { sinceMs: clock.now(), readsInVain });
    byId.set(reportId, report);
  }

  function silenceLeftMs(report: Report): number {
    const { sinceMs = 0, readsInVain = 0 } = silences.get(report.reportId) ?? {};
    return sinceMs + silenceMs(feed.connection, report, readsInVain) - clock.now();
  }

  /** A report that should be on the page and is not was deleted, unless it is newer than the page. */
  function removeDeleted({ items, nextToken }: ReportPage): void {
    const onPage = new Set(items.map(({ reportId }) => reportId));
    const oldest = nextToken === null ? '' : (items.at(-1)?.createdAt ?? '');
    for (const { reportId, createdAt } of byId.values()) {
      const isMissing = !heardSinceRead.has(reportId) && !onPage.has(reportId);
      if (isMissing && createdAt > oldest) byId.delete(reportId);
    }
  }

  function isDeleted({ reportId, createdAt }: DeletedReport): boolean {
    return deleted.get(reportId) === createdAt;
  }

  function tell(): void {
    listener([...byId.values()].sort(newestFirst));
  }

  function stop(): void {
    signal?.removeEventListener('abort', stop);
    membership[Symbol.dispose]();
    rereader[Symbol.dispose]();
    stopReading.abort();
  }
}

function newestFirst(a: Report, b: Report): number {
  // ISO times and ULIDs sort as text.
  return b.createdAt.localeCompare(a.createdAt) || b.reportId.localeCompare(a.reportId);
}
