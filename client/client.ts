import {
  EstimateReportDocument,
  GenerateReportDocument,
  ListReportsDocument,
} from '../schema/generated/documents.ts';
import { toClientError } from './amplify-errors.ts';
import { systemClock, type Clock } from './clock.ts';
import { openFile, type ReportFile } from './download.ts';
import {
  ReportAbortedError,
  ReportFailedError,
  ReportUnavailableError,
  isUnavailable,
} from './errors.ts';
import { createAmplifyApi, type GraphqlApi } from './graphql.ts';
import { createLiveFeed, type FeedListener } from './live-feed.ts';
import { isFinal } from './merge.ts';
import { cancelReport, deleteReport, readFinished, readReport } from './one-report.ts';
import { makeReportId } from './report-id.ts';
import type {
  Abortable,
  Connection,
  ListQuery,
  Report,
  ReportEstimate,
  ReportOrder,
  ReportPage,
  ReportRead,
  ReportWithDownload,
} from './types.ts';
import { watchAllReports, type WatchAllOptions } from './watch-all.ts';
import { watchReport, type WatchedReport } from './watch.ts';

/** All of it can be left out: for tests, and for pages that show how pushes arrive. */
export interface ReportsClientOptions {
  /** Told every change of how pushes arrive. Reports arrive without them too, only later. */
  readonly onConnection?: (connection: Connection) => void;
  /** Makes the ids of orders that come without one: ULIDs or UUIDs. */
  readonly makeId?: () => string;
  readonly clock?: Clock;
  /** A number from 0 up to 1, to spread retries. */
  readonly random?: () => number;
  /** The API to talk to; Amplify's when left out. */
  readonly api?: GraphqlApi;
}

/**
 * Reports of the signed-in user. Every method rejects with a `ReportClientError`. Disposing ends every watch
 * and closes the connection; reports that were ordered go on.
 */
export interface ReportsClient extends Disposable {
  /**
   * Subscribes, then orders. Resolves with the accepted report, QUEUED; repeating an order with its id is safe.
   * Rejects with `ReportLimitError` when too many are under way.
   */
  generate(order: ReportOrder, options?: Abortable): Promise<Report>;
  /** What an order is likely to take; nothing is stored or started. Refuses what `generate` would refuse. */
  estimate(order: ReportOrder, options?: Abortable): Promise<ReportEstimate>;
  /**
   * Stops a report: CANCELLED at once when it was QUEUED, else CANCELLING, and CANCELLED within two seconds.
   * Repeating is harmless. Rejects with `ReportNotFoundError`, or with a refusal that `isAlreadyFinished` knows.
   */
  cancel(reportId: string, options?: Abortable): Promise<Report>;
  /**
   * Removes a report and its file for good; its links are dead when this resolves, with the report as it last was.
   * Rejects with `ReportNotFoundError`, or with a refusal that `isNotFinished` knows: cancel it first.
   */
  delete(reportId: string, options?: Abortable): Promise<Report>;
  /** The report as it is now, with a fresh link when there is a file; null when there is no such report. */
  get(reportId: string, options?: Abortable): Promise<ReportRead | null>;
  /** One page of the caller's reports, newest first. */
  list(query?: ListQuery, options?: Abortable): Promise<ReportPage>;
  /** Page after page of the caller's reports, newest first, from `query.after` on; each is read when it is asked for. */
  pages(query?: ListQuery, options?: Abortable): AsyncIterable<ReportPage>;
  /** Every state a reader keeps up with, from now to the final one, each newer than the one before. */
  watch(reportId: string, options?: Abortable): AsyncIterable<Report>;
  /** The finished report with a fresh link; rejects with `ReportFailedError` when it ends without a file. */
  wait(reportId: string, options?: Abortable): Promise<ReportWithDownload>;
  /** Opens the file of a finished report; `ReportNotReadyError` before that. */
  download(reportId: string, options?: Abortable): Promise<ReportFile>;
  /** Tells the newest reports, newest first, now and after every change until disposed. */
  watchAll(listener: (reports: readonly Report[]) => void, options?: WatchAllOptions): Disposable;
}

/** Makes a client for the deployment `configureReports` was given. Opens no connection until it is used. */
export function createReportsClient(options: ReportsClientOptions = {}): ReportsClient {
  const { makeId = makeReportId, clock = systemClock, random = Math.random } = options;
  const api = options.api ?? createAmplifyApi();
  const feed = createLiveFeed({
    api,
    clock,
    random,
    onConnection: options.onConnection ?? (() => undefined),
  });
  const disposed = new AbortController();
  const untilDisposed = (signal: AbortSignal | undefined): AbortSignal =>
    signal ? AbortSignal.any([signal, disposed.signal]) : disposed.signal;
  const read = (reportId: string, signal?: AbortSignal) => readReport(api, reportId, signal);

  const watch = (reportId: string, { signal }: Abortable = {}): AsyncIterable<WatchedReport> => {
    const readRow = async (id: string, stop?: AbortSignal) => (await read(id, stop)).report;
    return watchReport({ clock, random, feed, read: readRow }, reportId, untilDisposed(signal));
  };

  const list = async (query: ListQuery = {}, { signal }: Abortable = {}): Promise<ReportPage> =>
    (await api.request(ListReportsDocument, query, { signal })).fields.listReports;

  return {
    watch,

    async generate({ reportId = makeId(), ...order }, { signal } = {}) {
      const membership = feed.join(deaf());
      try {
        await abortable(feed.ready(), signal);
        feed.expect(reportId);
        const input = { ...order, reportId };
        const { fields } = await api.request(GenerateReportDocument, { input }, { signal });
        feed.offer(fields.generateReport);
        return fields.generateReport;
      } catch (thrown) {
        feed.recall(reportId);
        throw withReportId(thrown, reportId);
      } finally {
        membership[Symbol.dispose]();
      }
    },

    async estimate(order, { signal } = {}) {
      const { fields } = await api.request(EstimateReportDocument, { input: order }, { signal });
      return fields.estimateReport;
    },

    async cancel(reportId, { signal } = {}) {
      const report = await cancelReport(api, reportId, signal);
      feed.offer(report);
      return report;
    },

    async delete(reportId, { signal } = {}) {
      const report = await deleteReport(api, reportId, signal);
      feed.offerDeleted(report);
      return report;
    },

    async get(reportId, { signal } = {}) {
      return (await read(reportId, signal)).report;
    },

    list,

    async *pages({ after, ...query } = {}, options = {}) {
      let next = after;
      do {
        const page = await list({ ...query, after: next }, options);
        yield page;
        next = page.nextToken;
      } while (next !== null);
    },

    async wait(reportId, { signal } = {}) {
      for await (const report of watch(reportId, { signal })) {
        if (!isFinal(report)) continue;
        if (report.status !== 'SUCCEEDED') throw new ReportFailedError(report);
        const { result, download } = report;
        if (result && download) return { ...report, result, download };
      }
      // The end was read, and its link could not be made.
      return readFinished(api, reportId, signal);
    },

    async download(reportId, { signal } = {}) {
      return openFile(await readFinished(api, reportId, signal), { signal });
    },

    watchAll(listener, watchOptions = {}) {
      const newest = (first: number, stop: AbortSignal) => list({ first }, { signal: stop });
      const signal = untilDisposed(watchOptions.signal);
      const parts = { clock, random, feed, list: newest };
      return watchAllReports(parts, listener, { ...watchOptions, signal });
    },

    [Symbol.dispose]() {
      disposed.abort();
      feed[Symbol.dispose]();
    },
  };
}

/** Keeps the feed open without listening; an object of its own for each that does. */
function deaf(): FeedListener {
  const ignore = (): void => undefined;
  return { onPush: ignore, onDeleted: ignore, onResync: ignore, onLoss: ignore };
}

function withReportId(thrown: unknown, reportId: string): Error {
  const error = toClientError(thrown);
  if (!isUnavailable(error)) return error;
  const { message, cause, httpStatus } = error;
  return new ReportUnavailableError(message, { cause, httpStatus, reportId });
}

/** Settles as `promise` does, or rejects with `ReportAbortedError` when `signal` is aborted first. */
async function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  if (signal.aborted) throw new ReportAbortedError(signal);
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(new ReportAbortedError(signal));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
