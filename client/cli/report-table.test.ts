import { expect, test } from 'vitest';
import { aReport } from '../test-bed.ts';
import { reportTable } from './report-table.ts';

const REPORTS = [
  aReport({ title: 'First quarter\u001b, all of it' }),
  aReport({ status: 'SUCCEEDED', kind: 'calendar', format: 'JSONL', gzip: true }),
];

test('the list lines up under a head', () => {
  expect(reportTable(REPORTS, { columns: undefined, isFirst: true })).toEqual([
    'report                      status     kind      format    rows  ordered (UTC)     title',
    '01ARZ3NDEKTSV4RRFFQ69G5FAV  queued     sample    csv             2026-01-01 00:00  First quarter , all of it',
    '01ARZ3NDEKTSV4RRFFQ69G5FAV  succeeded  calendar  jsonl.gz        2026-01-01 00:00',
  ]);
});

test('a title is cut to the room there is', () => {
  const lines = reportTable(REPORTS, { columns: 96, isFirst: true });

  expect(lines[1]).toMatch(/ {2}First quarte…$/);
  expect(Math.max(...lines.map(({ length }) => length))).toBe(96);
});

test('columns that find no room are left out, the id, the status and the kind never', () => {
  expect(reportTable(REPORTS, { columns: 60, isFirst: true })[1]).toBe(
    '01ARZ3NDEKTSV4RRFFQ69G5FAV  queued     sample',
  );
  expect(reportTable(REPORTS, { columns: 20, isFirst: true })[1]).toBe(
    '01ARZ3NDEKTSV4RRFFQ69G5FAV  queued     sample',
  );
});

test('a further page has no head, and none at all says so only when it is the first', () => {
  expect(reportTable(REPORTS, { columns: undefined, isFirst: false })).toHaveLength(2);
  expect(reportTable([], { columns: undefined, isFirst: true })).toEqual(['No reports yet.']);
  expect(reportTable([], { columns: undefined, isFirst: false })).toEqual([]);
});
