import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReportWithDownload } from '../../client/index.ts';
import { startReportSession, type ReportSession } from '../support/report-session.ts';

/**
 * A query that DuckDB has not written when the function's time is over: begun anew from a snapshot of its result,
 * and handed from invocation to invocation.
 */

const DEFINITION = { flightDetails: { fromDate: '2001-01-01', toDate: '2001-12-31' } } as const;
const ROWS = 3_000_000;

let session: ReportSession;

beforeAll(async () => {
  session = await startReportSession();
}, 60_000);

afterAll(async () => {
  await session[Symbol.asyncDispose]();
});

/** Waits for the report and reads its file; the SHA-256 and size of what came are those of the row. */
async function read(reportId: string): Promise<ReportWithDownload> {
  const report = await session.reports.wait(reportId);
  const { body } = await fetch(report.download.url);
  const hash = createHash('sha256');
  let byteSize = 0;
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    hash.update(chunk);
    byteSize += chunk.length;
  }
  expect(byteSize).toBe(report.result.byteSize);
  expect(hash.digest('hex')).toBe(report.result.sha256);
  return report;
}

async function order(): Promise<string> {
  return (await session.reports.generate({ definition: DEFINITION })).reportId;
}

test(
  'CSV that runs out of time while DuckDB writes goes on from a snapshot, in hops, and is the same file',
  { timeout: 120_000 },
  async () => {
    const { lambda } = session.cloud.services;
    const allow = (timeoutMs: number) => lambda.createFunction({ ...session.generator, timeoutMs });
    const unhurried = await read(await order());
    const tookMs = Date.parse(unhurried.finishedAt ?? '') - Date.parse(unhurried.startedAt ?? '');

    // Times follow from what this machine needs: the first invocation has too little, however fast it is.
    allow(Math.ceil(tookMs * 0.75));
    const reportId = await order();
    const hurried = await session
      .until(reportId, ({ status }) => status === 'RUNNING')
      // Holds from the next invocation on: time for the snapshot, and then not for all rows.
      .then(() => allow(Math.ceil(tookMs * 1.6)))
      .then(() => read(reportId))
      .finally(() => lambda.createFunction(session.generator));

    expect(session.handovers(reportId)).toBeGreaterThan(1);
    expect(hurried.attempt).toBe(1);
    expect(hurried.result.rowCount).toBe(ROWS);
    expect(hurried.result).toMatchObject({
      sha256: unhurried.result.sha256,
      columns: unhurried.result.columns,
    });
  },
);
