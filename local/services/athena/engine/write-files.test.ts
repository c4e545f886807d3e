import { expect, test } from 'vitest';
import { shareRows } from './write-files.ts';

test('every row goes into one file', () => {
  for (const [rows, rowsPerFile] of [
    [1, 1],
    [7, 3],
    [1000, 300],
    [1_000_000, 999],
  ] as const) {
    const files = shareRows(rows, rowsPerFile);
    const ranges = files.flat().sort(([a], [b]) => a - b);

    expect(files).toHaveLength(Math.ceil(rows / rowsPerFile));
    expect(ranges.reduce((end, [from, to]) => (expect(from).toBe(end), to), 0)).toBe(rows);
  }
});

test('a result of no rows has no file', () => {
  expect(shareRows(0, 10)).toEqual([]);
});
