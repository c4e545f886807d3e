import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReportOrder, ReportWithDownload } from '../../client/index.ts';
import { startReportSession, type ReportSession } from '../support/report-session.ts';

/** Large files through the whole system: every row there, flat memory, and on past the end of an invocation. */

const NEWLINE = 10;
const TEST_TIMEOUT_MS = 120_000;

let session: ReportSession;

beforeAll(async () => {
  session = await startReportSession();
}, 60_000);

afterAll(async () => {
  await session[Symbol.asyncDispose]();
});

interface Produced {
  readonly report: ReportWithDownload;
  /** Line ends in the file, counted as it streams by. */
  readonly lines: number;
}

/** Orders a report and reads its file as a stream; the SHA-256 and size of what came are those of the row. */
async function produce(order: ReportOrder): Promise<Produced> {
  const { reportId } = await session.reports.generate(order);
  const report = await session.reports.wait(reportId);
  const { body } = await fetch(report.download.url);
  const hash = createHash('sha256');
  let lines = 0;
  let byteSize = 0;
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    hash.update(chunk);
    byteSize += chunk.length;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) lines++;
  }
  expect(byteSize).toBe(report.result.byteSize);
  expect(hash.digest('hex')).toBe(report.result.sha256);
  return { report, lines };
}

test(
  'ten million rows made in TypeScript, in less memory than their file is long',
  async () => {
    const { report, lines } = await produce({
      definition: { sample: { amountOfRows: 10_000_000 } },
    });

    expect(report.result.rowCount).toBe(10_000_000);
    expect(lines).toBe(10_000_001);
    expect(report.result.byteSize).toBeGreaterThan(240_000_000);
    expect(session.peakMemoryMb()).toBeLessThan(256);
  },
  TEST_TIMEOUT_MS,
);

test(
  'every flight of half a year by SQL',
  async () => {
    const { report, lines } = await produce({
      definition: { flightDetails: { fromDate: '2001-01-01', toDate: '2001-12-31' } },
    });

    expect(report.result.rowCount).toBe(3_000_000);
    expect(lines).toBe(3_000_001);
  },
  TEST_TIMEOUT_MS,
);

test.each([
  ['CSV', 10_000_000],
  ['JSONL', 5_000_000],
] as const)(
  '%s goes on from invocation to invocation and is the same file, byte for byte',
  { timeout: TEST_TIMEOUT_MS },
  async (format, amountOfRows) => {
    const straight = await produce({
      definition: { sample: { amountOfRows, delayMs: 0 } },
      format,
    });
    const { lambda } = session.cloud.services;
    lambda.createFunction({ ...session.generator, timeoutMs: 6_000 });
    const slow = { sample: { amountOfRows, delayMs: 16_000 } };
    const hopped = await produce({ definition: slow, format }).finally(() =>
      lambda.createFunction(session.generator),
    );

    const tookMs =
      Date.parse(hopped.report.finishedAt ?? '') - Date.parse(hopped.report.startedAt ?? '');
    expect(tookMs).toBeGreaterThan(12_000); // no single invocation can have done that
    expect(hopped.report.attempt).toBe(1);
    expect(hopped.report.result.sha256).toBe(straight.report.result.sha256);
    expect(hopped.lines).toBe(straight.lines);
  },
);

test(
  'a generator that is killed is started again by recovery, and the report succeeds',
  async () => {
    const { lambda } = session.cloud.services;
    const { reportId } = await session.reports.generate({
      definition: { sample: { amountOfRows: 1_000, delayMs: 5_000 } },
    });
    await session.until(reportId, ({ progress }) => (progress?.rowsWritten ?? 0) > 0);
    expect(lambda.killEnvironment(session.generator.name)).toBeGreaterThan(0);
    const report = await session.reports.wait(reportId);

    expect(report).toMatchObject({ status: 'SUCCEEDED', attempt: 2, result: { rowCount: 1_000 } });
  },
  TEST_TIMEOUT_MS,
);
