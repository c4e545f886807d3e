import { afterAll, beforeAll, expect, test } from 'vitest';
import { APPS } from '../support/apps.ts';
import { startReportSession, type ReportSession } from '../support/report-session.ts';

/** Attempts that are lost, with real workers that are really killed. */

const TEST_TIMEOUT_MS = 60_000;
const SLOW = { sample: { amountOfRows: 1_000, delayMs: 4_000 } };

let session: ReportSession;

beforeAll(async () => {
  session = await startReportSession({ seed: false, app: APPS.brisk });
});

afterAll(async () => {
  await session[Symbol.asyncDispose]();
});

/** The keys of what a report has in storage. */
async function filesOf(reportId: string): Promise<string[]> {
  return (await session.storedKeys()).filter((key) => key.includes(reportId));
}

test(
  'a generator that is killed is started again at once, and one whole file is there',
  async () => {
    const { reportId } = await session.reports.generate({ definition: SLOW });
    await session.until(reportId, ({ progress }) => (progress?.rowsWritten ?? 0) > 0);
    const killedAt = performance.now();
    expect(session.cloud.services.lambda.killEnvironment(session.generator.name)).toBe(1);
    await session.until(reportId, ({ status, attempt }) => status === 'RUNNING' && attempt === 2);
    const recoveredMs = performance.now() - killedAt;
    const report = await session.reports.wait(reportId);

    // Lambda itself says that it failed: neither the lease nor the schedule is waited for.
    expect(recoveredMs).toBeLessThan(3_000);
    expect(report).toMatchObject({ status: 'SUCCEEDED', attempt: 2, result: { rowCount: 1_000 } });
    const [, ...lines] = (await (await fetch(report.download.url)).text()).trimEnd().split('\r\n');
    expect(lines).toHaveLength(1_000);
    expect(await filesOf(reportId)).toEqual([expect.stringMatching(/\/2\.csv$/)]);
  },
  TEST_TIMEOUT_MS,
);

test(
  'a report that loses three workers fails in words, and leaves nothing behind',
  async () => {
    const { reportId } = await session.reports.generate({ definition: SLOW });
    for (let attempt = 1; attempt <= 3; attempt++) {
      await session.until(
        reportId,
        (report) => report.attempt === attempt && (report.progress?.rowsWritten ?? 0) > 0,
      );
      session.cloud.services.lambda.killEnvironment(session.generator.name);
    }
    const report = await session.until(reportId, ({ status }) => status === 'FAILED');

    expect(report.error).toEqual({
      code: 'WORKER_LOST',
      message: 'The report was started 3 times and was interrupted each time.',
      retryable: true,
      action: 'Run the report again.',
    });
    await expect.poll(() => filesOf(reportId)).toEqual([]);
  },
  TEST_TIMEOUT_MS,
);
