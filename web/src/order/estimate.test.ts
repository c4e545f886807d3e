import { expect, test } from 'vitest';
import type { ReportEstimate } from '../../../client/index.ts';
import { estimateInWords } from './estimate.ts';

const sample = { definition: { sample: { amountOfRows: 500 } } };
const flights = { definition: { flightDetails: { fromDate: '2001-01-01', toDate: '2001-06-30' } } };

function estimate(changes: Partial<ReportEstimate> = {}): ReportEstimate {
  return {
    rows: 2_986_543,
    byteSize: 238_923_440,
    seconds: 4.7,
    engine: 'DUCKDB',
    bytesScanned: null,
    fits: true,
    problem: null,
    basedOnReports: 0,
    ...changes,
  };
}

test('rows that depend on the data are told to three figures', () => {
  expect(estimateInWords(estimate(), flights)).toBe(
    'About 2,990,000 rows, 239 MB, ready in 4.7 s.',
  );
});

test('rows that were asked for are told as they are', () => {
  expect(estimateInWords(estimate({ rows: 12_345, byteSize: 296_280, seconds: 6 }), sample)).toBe(
    '12,345 rows, about 296 kB, ready in about 6 s.',
  );
});

test('what the estimate rests on is told when it rests on something', () => {
  expect(estimateInWords(estimate({ basedOnReports: 12 }), flights)).toMatch(
    /4\.7 s\. Judging by 12 reports before it\.$/,
  );
});

test('Athena is told of, and what it reads when that is known', () => {
  const athena = { engine: 'ATHENA', byteSize: null, seconds: 12 } as const;

  expect(estimateInWords(estimate({ ...athena, bytesScanned: 13_703_387 }), flights)).toBe(
    'About 2,990,000 rows, ready in 12 s, by Athena, which reads up to 13.7 MB.',
  );
  expect(estimateInWords(estimate(athena), flights)).toMatch(/, by Athena\.$/);
});

test('figures that cannot be told are left out', () => {
  expect(estimateInWords(estimate({ byteSize: null, seconds: null }), flights)).toBe(
    'About 2,990,000 rows.',
  );
  expect(estimateInWords(estimate({ rows: null, byteSize: null, seconds: null }), flights)).toBe(
    'What this takes cannot be told beforehand.',
  );
});

test('nothing says when a file that does not fit is ready', () => {
  expect(estimateInWords(estimate({ fits: false, problem: 'Too many.' }), flights)).toBe(
    'About 2,990,000 rows, 239 MB.',
  );
});
