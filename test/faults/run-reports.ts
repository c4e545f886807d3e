import { setTimeout as sleep } from 'node:timers/promises';
import {
  isAlreadyFinished,
  isFailed,
  isNotFound,
  isUnavailable,
  type Report,
  type ReportWithDownload,
  type ReportsClient,
} from '../../client/index.ts';
import type { PlannedReport } from './plan.ts';

/** How a report ended for the person who ordered it. */
export interface Ended {
  readonly planned: PlannedReport;
  readonly report: Report | ReportWithDownload;
  /** Milliseconds from the final status to the client's knowing it. */
  readonly knownAfterMs: number;
}

export interface RunReportsOptions {
  readonly reports: ReportsClient;
  readonly plan: readonly PlannedReport[];
  /** Reports under way at once. */
  readonly atOnce: number;
  readonly onEnded: (count: number) => void;
  readonly signal: AbortSignal;
}

const AGAIN_MS = 300;

/** Orders everything and waits for each by the client alone, as an application would. */
export async function runReports(options: RunReportsOptions): Promise<Ended[]> {
  const queue = [...options.plan];
  const ended: Ended[] = [];
  await Promise.all(
    Array.from({ length: options.atOnce }, async () => {
      for (let planned = queue.shift(); planned; planned = queue.shift()) {
        ended.push(await runReport(planned, options));
        options.onEnded(ended.length);
      }
    }),
  );
  return ended;
}

async function runReport(planned: PlannedReport, options: RunReportsOptions): Promise<Ended> {
  const { reports, signal } = options;
  const { reportId } = planned.order;
  await untilAnswered(() => reports.generate(planned.order, { signal }), signal);
  const cancelling = cancel(planned, options);
  const report = await untilAnswered(
    () =>
      reports.wait(reportId, { signal }).catch((error: unknown) => {
        if (isFailed(error)) return error.report;
        throw error;
      }),
    signal,
  );
  const knownAfterMs = Date.now() - Date.parse(report.finishedAt ?? '');
  await cancelling;
  return { planned, report, knownAfterMs };
}

async function cancel({ order, cancelAfterMs }: PlannedReport, options: RunReportsOptions) {
  if (cancelAfterMs === undefined) return;
  await sleep(cancelAfterMs);
  await untilAnswered(
    () =>
      options.reports.cancel(order.reportId, options).catch((error: unknown) => {
        if (!isAlreadyFinished(error) && !isNotFound(error)) throw error;
      }),
    options.signal,
  );
}

/** A person presses the button again when nothing answers. */
export async function untilAnswered<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!isUnavailable(error) || signal.aborted) throw error;
      await sleep(AGAIN_MS);
    }
  }
}
