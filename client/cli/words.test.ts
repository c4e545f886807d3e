import { expect, test } from 'vitest';
import { duration, estimateLine, printable, size } from './words.ts';

test('an estimate tells what is known and what it is judged by', () => {
  const known = { rows: 2_970_000, byteSize: 237_000_000, seconds: 74.6 };
  const unknown = { rows: null, byteSize: null, seconds: null };
  const others = { fits: true, problem: null, engine: 'DUCKDB', bytesScanned: null } as const;

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

test('an estimate says when it would be Athena, and what that reads', () => {
  const athena = { rows: 10, byteSize: null, seconds: 12, engine: 'ATHENA' } as const;
  const others = { fits: true, problem: null, basedOnReports: 1 };

  expect(estimateLine({ ...athena, ...others, bytesScanned: 13_700_000 })).toBe(
    'About 10 rows, ready in about 0:12, by Athena, which reads up to 13.7 MB (judging by 1 earlier report)',
  );
  expect(estimateLine({ ...athena, ...others, bytesScanned: null })).toContain(', by Athena (');
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
