import { createReportsClient } from './client.ts';
import { aReport, createManualClock, createScriptedApi } from './test-bed.ts';
import type { Report, ReportRead } from './types.ts';

/** A client over a scripted API with one row, QUEUED unless set otherwise; orders without an id get `made-id`. */
export function createClientBed() {
  const clock = createManualClock();
  const api = createScriptedApi();
  const client = createReportsClient({ api, clock, random: () => 1, makeId: () => 'made-id' });
  let row: ReportRead | null | Error = aReport();
  api.answers.GetReport = () => (row instanceof Error ? row : { getReport: row });
  const { reportId } = aReport();
  const read = () => api.calls.filter((name) => name === 'GetReport').length;
  return { clock, api, client, reportId, read, setRow: (next: typeof row) => (row = next) };
}

/** Follows a watch, keeping what it said; `ended` is how it ended: `ended`, or an error's name. */
export function follow(watch: AsyncIterable<Report>) {
  const seen: string[] = [];
  const ended = (async () => {
    for await (const { status, version } of watch) seen.push(`${status} ${version}`);
  })().then(
    () => 'ended',
    (error: unknown) => (error as Error).name,
  );
  return { seen, ended };
}

/** What a finished file holds. */
export const RESULT = {
  rowCount: 5,
  byteSize: 10,
  sha256: 'ab',
  crc64nvme: null,
  engine: 'NODE' as const,
  bytesScanned: null,
  contentType: 'text/csv',
  columns: [],
  warnings: [],
};
