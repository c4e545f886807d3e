import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { APPS } from '../support/apps.ts';
import { startReportSession, type ReportSession } from '../support/report-session.ts';

/** The client while its sockets are cut every two seconds and a third of the pushes are lost. */

const REPORTS = 50;
/** From a report's end to its watcher's knowing it. */
const KNOWN_WITHIN_MS = 3_000;
/** What a busy machine may add: all fifty run here, too. */
const SLACK_MS = 2_000;
const TEST_TIMEOUT_MS = 120_000;

let session: ReportSession;

beforeAll(async () => {
  session = await startReportSession({ seed: false, app: APPS.crowded });
});

afterAll(async () => {
  await session[Symbol.asyncDispose]();
});

afterEach(() => {
  session.cloud.faults.clear();
});

/** Orders a report and follows it to its end by the client alone. */
async function follow(index: number) {
  const { reports } = session;
  const { reportId } = await reports.generate({
    definition: { sample: { amountOfRows: 100, delayMs: 500 + (index % 10) * 300 } },
  });
  const versions: number[] = [];
  let finishedAt = '';
  for await (const report of reports.watch(reportId)) {
    versions.push(report.version);
    finishedAt = report.finishedAt ?? '';
  }
  return { versions, knownAfterMs: Date.now() - Date.parse(finishedAt) };
}

test(
  'fifty reports are followed to their ends, each soon known, never backwards and nothing twice',
  async () => {
    session.cloud.faults.set(['sockets:cut=2s', 'pushes:drop,p=0.33', 'schedules:every=2s']);
    const all = await Promise.all(Array.from({ length: REPORTS }, (_, index) => follow(index)));

    for (const { versions } of all) {
      expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    }
    // What the machine adds shows here: the bound is the client's own.
    const slowest = Math.max(...all.map(({ knownAfterMs }) => knownAfterMs));
    process.stdout.write(`known at the latest ${slowest} ms after the end\n`);
    expect(slowest).toBeLessThan(KNOWN_WITHIN_MS + SLACK_MS);
    const [cuts, drops] = session.cloud.faults.active();
    expect(cuts?.struck).toBeGreaterThan(3);
    expect(drops?.struck).toBeGreaterThan(REPORTS / 2);
  },
  TEST_TIMEOUT_MS,
);
