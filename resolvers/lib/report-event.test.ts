import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EVENT_SOURCE, putReportEvent } from './report-event.ts';
import type { StoredReport } from './stored-report.ts';

interface Documented {
  'detail-type': string;
  source: string;
  detail: Record<string, unknown> & { rows: number; bytes: number; sha256: string };
}

const document = readFileSync('docs/events.md', 'utf8');
const [, json = ''] = /<!-- event -->\s+```json([^]*?)```\s+<!-- \/event -->/.exec(document) ?? [];
const documented = JSON.parse(json) as Documented;
const { rows, bytes, sha256, ...rest } = documented.detail;
/** The row the documented event is of, with what no event may hold. */
const ROW = {
  ...rest,
  title: 'Private',
  definition: { flightDelays: { state: 'CA' } },
  objectKey: 'reports/o/r/1.csv',
  result: { rowCount: rows, byteSize: bytes, sha256 },
} as unknown as StoredReport;

test('docs/events.md shows the event of a success as it is put', () => {
  expect(putReportEvent(ROW, 'SUCCEEDED').events).toEqual([
    { source: EVENT_SOURCE, detailType: 'Report Succeeded', detail: documented.detail },
  ]);
  expect(documented.source).toBe(EVENT_SOURCE);
  expect(documented['detail-type']).toBe('Report Succeeded');
});

test('an event holds no link, no parameter, no title and no key of a file', () => {
  const text = JSON.stringify(putReportEvent(ROW, 'DELETED'));

  expect(text).not.toMatch(/http|Private|"CA"|objectKey|reports\/o/);
  expect(text).toContain('Report Deleted');
});
