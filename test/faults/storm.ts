import { createHash } from 'node:crypto';
import { percentile } from '../../bench/lib/table.ts';
import type { ReportWithDownload } from '../../client/index.ts';
import type { FaultStatus } from '../../local/faults/engine.ts';
import { APPS } from '../support/apps.ts';
import { startReportSession, type ReportSession } from '../support/report-session.ts';
import { recordHistories } from './histories.ts';
import { FAULTS, planReports } from './plan.ts';
import { findFault } from './read-whole.ts';
import { runReports, type Ended } from './run-reports.ts';

export interface StormOptions {
  readonly reports: number;
  readonly seed: string;
  readonly faults?: readonly string[];
  readonly atOnce?: number;
  /** Reports that have not ended by then are stuck. */
  readonly withinMs: number;
  readonly onProgress?: (ended: number) => void;
}

/** What came of it. Everything under `wrong` should be empty. */
export interface StormOutcome {
  readonly statuses: Readonly<Record<string, number>>;
  readonly errorCodes: Readonly<Record<string, number>>;
  readonly attempts: Readonly<Record<string, number>>;
  readonly wrong: {
    readonly lost: readonly string[];
    readonly stuck: readonly string[];
    readonly short: readonly string[];
    readonly duplicated: readonly string[];
    readonly illegal: readonly string[];
    readonly untold: readonly string[];
  };
  readonly recoveries: number;
  readonly recoveryMs: { readonly p50: number; readonly p99: number };
  readonly knownAfterMs: { readonly p50: number; readonly p99: number };
  readonly faults: readonly FaultStatus[];
  readonly seconds: number;
}

const AT_ONCE = 12;
/** A frozen worker wakes up, finds that it is late, and removes its file. */
const SETTLES_WITHIN_MS = 30_000;

/** Runs reports while everything goes wrong that can be made to, then calms down and looks at what is left. */
export async function runStorm(options: StormOptions): Promise<StormOutcome> {
  await using session = await startReportSession({ app: APPS.crowded });
  const { cloud, reports } = session;
  const histories = recordHistories(cloud);
  const plan = planReports(options.reports, options.seed);
  const startedAt = performance.now();
  cloud.faults.set(options.faults ?? FAULTS, seedNumber(options.seed));
  const giveUp = AbortSignal.timeout(options.withinMs);
  const ended: Ended[] = [];
  await runReports({
    reports,
    plan,
    atOnce: options.atOnce ?? AT_ONCE,
    signal: giveUp,
    onEnded: (count) => options.onProgress?.(count),
  }).then(
    (all) => ended.push(...all),
    (error: unknown) => {
      if (!giveUp.aborted) throw error;
    },
  );
  const seconds = (performance.now() - startedAt) / 1000;
  const faults = cloud.faults.active();
  // Recovery goes on looking as often, or what is left would take a minute.
  cloud.faults.set(['schedules:every=1s']);

  const byId = new Map(ended.map((each) => [each.planned.order.reportId, each]));
  const rows = new Map(
    await readAll(
      session,
      plan.map(({ order }) => order.reportId),
    ),
  );
  const duplicated = await duplicatesIn(session, [...rows.values()]);
  const short: string[] = [];
  for (const { planned, report } of ended) {
    if (report.status !== 'SUCCEEDED') continue;
    const fresh = rows.get(report.reportId) as ReportWithDownload;
    const fault = await findFault(fresh, planned.rows);
    if (fault) short.push(`${report.reportId}: ${fault}`);
  }
  const ids = plan.map(({ order }) => order.reportId);
  const recoveries = ids.flatMap((id) => histories.recoveries(id));
  const known = ended.map(({ knownAfterMs }) => knownAfterMs);
  const finals = [...rows.values()];
  return {
    statuses: count(finals.map(({ status }) => status)),
    errorCodes: count(finals.flatMap(({ error }) => (error ? [error.code] : []))),
    attempts: count(finals.map(({ attempt }) => String(attempt))),
    wrong: {
      lost: ids.filter((id) => !rows.has(id)),
      stuck: finals.filter(({ finishedAt }) => !finishedAt).map(({ reportId }) => reportId),
      short,
      duplicated,
      illegal: ids.flatMap((id) => {
        const fault = histories.faultOf(id);
        return fault ? [`${id}: ${fault}`] : [];
      }),
      untold: ids.filter((id) => !byId.has(id)),
    },
    recoveries: recoveries.length,
    recoveryMs: { p50: percentile(recoveries, 50), p99: percentile(recoveries, 99) },
    knownAfterMs: { p50: percentile(known, 50), p99: percentile(known, 99) },
    faults,
    seconds,
  };
}

async function readAll(
  { reports }: ReportSession,
  ids: readonly string[],
): Promise<[string, NonNullable<Awaited<ReturnType<typeof reports.get>>>][]> {
  const rows: [string, NonNullable<Awaited<ReturnType<typeof reports.get>>>][] = [];
  for (const id of ids) {
    const row = await reports.get(id);
    if (row) rows.push([id, row]);
  }
  return rows;
}

/** Objects and uploads that no SUCCEEDED report has as its own, and reports without theirs, once all is quiet. */
async function duplicatesIn(
  session: ReportSession,
  rows: readonly { readonly reportId: string; readonly status: string; readonly attempt: number }[],
): Promise<string[]> {
  const wanted = new Set(
    rows.flatMap(({ reportId, status, attempt }) =>
      status === 'SUCCEEDED' ? [`${reportId}/${attempt}`] : [],
    ),
  );
  let found: string[] = [];
  for (const end = performance.now() + SETTLES_WITHIN_MS; performance.now() < end;) {
    const keys = (await session.storedKeys()).filter((key) => key.startsWith('reports/'));
    // An attempt's key has one extension, so that a stem that is wanted is one object; an unfinished upload matches none.
    found = keys.filter((key) => !wanted.has(/([^/]+\/\d+)\.[a-z.]+$/.exec(key)?.[1] ?? ''));
    if (found.length === 0) return [];
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return found;
}

function count(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

function seedNumber(seed: string): number {
  return createHash('sha256').update(seed).digest().readUInt32BE(0);
}
