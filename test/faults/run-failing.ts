import { expect } from 'vitest';
import { isFailed, type ReportOrder } from '../../client/index.ts';
import type { ReportSession } from '../support/report-session.ts';
import { findFault } from './read-whole.ts';
import { untilAnswered } from './run-reports.ts';

const GIVE_UP_MS = 60_000;

export interface FailingRun {
  readonly session: ReportSession;
  readonly order: ReportOrder;
  /** The points whose calls are counted: `s3+lambda`. */
  readonly of: string;
  readonly action: string;
  /** Of the finished file; not held against anything when absent. */
  readonly rows?: number;
}

/** Makes one report while its n-th outside call fails, which must end well; resolves with how many calls there were. */
export async function runFailing(run: FailingRun, n: number): Promise<number> {
  const { session, action, of, rows } = run;
  const { cloud, reports } = session;
  cloud.faults.set([`calls:${action},nth=${n},of=${of}`, 'schedules:every=1s']);
  const reportId = crypto.randomUUID();
  const order = { ...run.order, reportId };
  const signal = AbortSignal.timeout(GIVE_UP_MS);
  await untilAnswered(() => reports.generate(order), signal);
  const waited = () =>
    reports.wait(reportId, { signal }).catch((error: unknown) => {
      if (isFailed(error)) return error.report;
      throw error;
    });
  const report = await untilAnswered(waited, signal);
  // What is done after the end counts as well.
  await cloud.services.lambda.waitUntilIdle();
  const seen = cloud.faults.active()[0]?.seen ?? 0;
  cloud.faults.clear();

  const about = `call ${n}, ${action}`;
  const stored = (await session.storedKeys()).filter((key) => key.includes(reportId));
  const keys = stored.filter((key) => !key.startsWith('athena/')); // those go by the lifecycle at the latest
  if (report.status === 'SUCCEEDED') {
    const fresh = await reports.wait(reportId);
    expect([about, await findFault(fresh, rows)]).toEqual([about, undefined]);
    expect([about, ...keys]).toEqual([about, expect.stringMatching(/\.csv$/)]);
  } else {
    expect([about, report.status, report.error?.retryable]).toEqual([about, 'FAILED', true]);
    expect([about, ...keys]).toEqual([about]);
  }
  return seen;
}

/** Runs while there is a call to fail; resolves with how many runs that took. */
export async function failEachCall(run: FailingRun, mostCalls: number): Promise<number> {
  let n = 1;
  while ((await runFailing(run, n)) >= n) {
    n++;
    expect(n).toBeLessThan(mostCalls);
  }
  return n;
}
