import { expect, test } from 'vitest';
import { aReport } from '../test-bed.ts';
import { progressBarLine, progressLine } from './progress-line.ts';

const CREATED_MS = Date.parse(aReport().createdAt);
const at = (report: ReturnType<typeof aReport>, elapsedMs: number, rows?: number) => ({
  report,
  nowMs: CREATED_MS + elapsedMs,
  rate: rows === undefined ? undefined : { rows, bytes: 2_000_000 },
});
const running = (progress: object, fields: object = {}) =>
  aReport({
    status: 'RUNNING',
    attempt: 1,
    ...fields,
    progress: {
      phase: 'writing',
      rowsWritten: 1650,
      rowsExpected: null,
      bytesWritten: 0,
      percent: null,
      etaSeconds: null,
      ...progress,
    },
  });
const KNOWN = { rowsExpected: 5000, percent: 33, etaSeconds: 8, bytesWritten: 40_300 };

test('percent and rows to come are told only when they are known', () => {
  expect(progressLine(at(running({}), 4_000))).toBe('Running  1,650 rows  0:04');
  expect(progressLine(at(running(KNOWN), 4_000, 412.4))).toBe(
    'Running  33 %  1,650 of 5,000 rows  40.3 kB  412 rows/s  0:04  about 0:08 left',
  );
});

test('99.9 percent is not told as 100', () => {
  expect(progressLine(at(running({ rowsExpected: 5000, percent: 99.9 }), 0))).toContain('  99 %  ');
});

test('where bytes come and rows are not counted, neither percent nor rows are made up', () => {
  const progress = { rowsWritten: 0, rowsExpected: 5000, percent: 0, bytesWritten: 7_120_000 };

  expect(progressLine(at(running(progress), 4_000, 0))).toBe(
    'Running  5,000 rows in all  7.12 MB  2 MB/s  0:04',
  );
  expect(progressBarLine(at(running(progress), 4_000), 80, () => '#')).not.toContain('#');
});

test('a second attempt is told', () => {
  expect(progressLine(at(running({}, { attempt: 2 }), 0))).toContain('attempt 2 of 3');
});

test('while Athena queries there are no rows to tell', () => {
  const querying = running({ phase: 'querying', rowsWritten: 0 }, { attempt: 2 });

  expect(progressLine(at(querying, 65_000))).toBe('Running  Athena queries  1:05  attempt 2 of 3');
});

test('what does not run has a word and a time', () => {
  expect(progressLine(at(aReport(), 65_000))).toBe('Queued  1:05');
});

test('the time of a finished report stands still', () => {
  const finishedAt = '2026-01-01T00:00:07.000Z';

  expect(progressLine(at(aReport({ status: 'SUCCEEDED', finishedAt }), 60_000))).toBe('Done  0:07');
});

test('a report that is being cancelled has no time left to tell', () => {
  const cancelling = running({ rowsExpected: 9, percent: 33 }, { status: 'CANCELLING' });

  expect(progressLine(at(cancelling, 4_000))).toBe('Cancelling  0:04');
});

test('where there is no room the least is left out first, and the status never', () => {
  const standing = at(running(KNOWN), 4_000, 412);

  expect([60, 45, 30, 16, 5].map((columns) => progressLine(standing, columns))).toEqual([
    'Running  33 %  1,650 of 5,000 rows  0:04  about 0:08 left',
    'Running  33 %  1,650 of 5,000 rows  0:04',
    'Running  33 %',
    'Running  33 %',
    'Running',
  ]);
});

test('a bar has its share of the width, at the cost of the rate, and needs a known total', () => {
  const draw = (length: number): string => '#'.repeat(length);
  const bar = (columns: number, report = running(KNOWN)) =>
    progressBarLine(at(report, 4_000, 412), columns, draw);

  expect(bar(120)).toContain(`Running  ${'#'.repeat(18)}  33 %  `);
  expect(bar(79)).toBe(
    'Running  ###########  33 %  1,650 of 5,000 rows  40.3 kB  0:04  about 0:08 left',
  );
  expect(bar(79)).toHaveLength(79);
  expect(bar(20)).toBe('Running  33 %');
  expect(bar(120, running({}))).not.toContain('#');
});
