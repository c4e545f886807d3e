import { expect, test } from 'vitest';
import { aReport } from '../test-bed.ts';
import { duration, estimateLine, printable, progressLine, reportTable, size } from './words.ts';

const CREATED_MS = Date.parse(aReport().createdAt);
const line = (report: ReturnType<typeof aReport>, elapsedMs: number) =>
  progressLine(report, CREATED_MS + elapsedMs);
const running = (progress: object, fields: object = {}) =>
  aReport({
    status: 'RUNNING',
    attempt: 1,
    ...fields,
    progress: {
      phase: 'writing',
      rowsWritten: 1650,
      rowsExpected: null,
      bytesWritten: 9,
      percent: null,
      etaSeconds: null,
      ...progress,
    },
  });

test('percent and rows to come are told only when they are known', () => {
  expect(line(running({}), 4_000)).toBe('Running  1,650 rows  0:04');
  expect(line(running({ rowsExpected: 5000, percent: 33, etaSeconds: 8 }), 4_000)).toBe(
    'Running  1,650 of 5,000 rows  33 %  0:04  about 0:08 left',
  );
});

test('99.9 percent is not told as 100', () => {
  expect(line(running({ rowsExpected: 5000, percent: 99.9 }), 0)).toContain('  99 %  ');
});

test('a second attempt is told', () => {
  expect(line(running({}, { attempt: 2 }), 0)).toContain('attempt 2 of 3');
});

test('what does not run has a word and a time', () => {
  expect(line(aReport(), 65_000)).toBe('Queued  1:05');
});

test('the time of a finished report stands still', () => {
  const finishedAt = '2026-01-01T00:00:07.000Z';

  expect(line(aReport({ status: 'SUCCEEDED', finishedAt }), 60_000)).toBe('Done  0:07');
});

test('a report that is being cancelled has no time left to tell', () => {
  expect(line(running({ rowsExpected: 9, percent: 33 }, { status: 'CANCELLING' }), 4_000)).toBe(
    'Cancelling  0:04',
  );
});

test('an estimate tells what is known and what it is judged by', () => {
  const known = { rows: 2_970_000, byteSize: 237_000_000, seconds: 74.6 };
  const unknown = { rows: null, byteSize: null, seconds: null };
  const others = { fits: true, problem: null };

  expect(estimateLine({ ...known, ...others, basedOnReports: 1_200 })).toBe(
    'About 2,970,000 rows, 237 MB, ready in about 1:14 (judging by 1,200 earlier reports)',
  );
  expect(estimateLine({ ...unknown, ...others, basedOnReports: 1 })).toBe(
    'An unknown number of rows (judging by 1 earlier report)',
  );
  expect(estimateLine({ ...unknown, ...others, basedOnReports: 0 })).toContain(
    'figures that came with the system',
  );
});

test('sizes have three digits and the unit that fits', () => {
  expect([0, 999, 1_000, 12_207, 999_499, 999_500, 2.5e9, 4e15].map(size)).toEqual([
    '0 bytes',
    '999 bytes',
    '1 kB',
    '12.2 kB',
    '999 kB',
    '1 MB',
    '2.5 GB',
    '4,000 TB',
  ]);
});

test('durations have hours only when there are any, and are never negative', () => {
  expect([-5, 999, 61_000, 3_723_000].map(duration)).toEqual(['0:00', '0:00', '1:01', '1:02:03']);
});

test('text from elsewhere cannot command the terminal', () => {
  expect(printable('a\u001b[2Jb\nc\u0007')).toBe('a [2Jb c ');
});

test('the list lines up', () => {
  const reports = [
    aReport({ title: 'Q1\u001b' }),
    aReport({ status: 'SUCCEEDED', kind: 'calendar', format: 'JSONL', gzip: true }),
  ];

  expect(reportTable(reports)).toEqual([
    '01ARZ3NDEKTSV4RRFFQ69G5FAV  queued     sample    csv         2026-01-01 00:00:00  Q1',
    '01ARZ3NDEKTSV4RRFFQ69G5FAV  succeeded  calendar  jsonl.gz    2026-01-01 00:00:00',
  ]);
  expect(reportTable([])).toEqual(['No reports yet.']);
});
