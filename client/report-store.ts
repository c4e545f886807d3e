import type { ReportsClient } from './client.ts';
import type { ReportClientError } from './errors.ts';
import { toClientError } from './amplify-errors.ts';
import type { Report } from './types.ts';

/** A value that changes, as view libraries want it: the same object until something is new. */
export interface Store<View> {
  /** Calls `listener` after every change until the returned function is called. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly getView: () => View;
}

/** One report as it is known now. */
export interface ReportView {
  /** Undefined until it was read. */
  readonly report: Report | undefined;
  /** Why it is no longer kept up to date. */
  readonly error: ReportClientError | undefined;
}

/** The caller's newest reports as they are known now. */
export interface ReportsView {
  /** Newest first; undefined until they were read. */
  readonly reports: readonly Report[] | undefined;
  /** Why the last try to read them failed; gone with the next success. */
  readonly error: ReportClientError | undefined;
}

/** Keeps one report up to date while somebody is subscribed; without an id there is never anything to see. */
export function createReportStore(
  client: Pick<ReportsClient, 'watch'>,
  reportId: string | undefined,
): Store<ReportView> {
  return createStore<ReportView>({ report: undefined, error: undefined }, (tell, signal) => {
    if (reportId !== undefined) void follow(reportId);

    async function follow(id: string): Promise<void> {
      let report: Report | undefined;
      try {
        for await (report of client.watch(id, { signal })) tell({ report, error: undefined });
      } catch (thrown) {
        if (!signal.aborted) tell({ report, error: toClientError(thrown) });
      }
    }
  });
}

/** Keeps the list of the newest reports up to date while somebody is subscribed. */
export function createReportListStore(
  client: Pick<ReportsClient, 'watchAll'>,
  first?: number,
): Store<ReportsView> {
  return createStore<ReportsView>({ reports: undefined, error: undefined }, (tell, signal) => {
    let reports: readonly Report[] | undefined;
    client.watchAll(
      (next) => {
        reports = next;
        tell({ reports, error: undefined });
      },
      {
        signal,
        onProblem: (error) => tell({ reports, error }),
        ...(first === undefined ? {} : { first }),
      },
    );
  });
}

/** Runs `start` while there are subscribers; a view outlives them, so that coming back shows it at once. */
function createStore<View>(
  initial: View,
  start: (tell: (view: View) => void, signal: AbortSignal) => void,
): Store<View> {
  let view = initial;
  let running: AbortController | undefined;
  const listeners = new Set<() => void>();
  return {
    getView: () => view,
    subscribe(listener) {
      // An entry of its own: the same function may subscribe twice.
      const entry = (): void => listener();
      listeners.add(entry);
      if (!running) begin();
      return () => {
        listeners.delete(entry);
        if (listeners.size > 0) return;
        running?.abort();
        running = undefined;
      };
    },
  };

  function begin(): void {
    const { signal } = (running = new AbortController());
    start((next) => {
      // What is under way when the last one leaves is nobody's news.
      if (signal.aborted) return;
      view = next;
      for (const tell of listeners) tell();
    }, signal);
  }
}
