import { expect, test } from 'vitest';
import type { Report } from '../../../client/index.ts';
import { NO_ROWS, reduceRows, type RowsAction, type RowsState } from './rows.ts';
import { standingOf } from './status.ts';

const NOW_MS = Date.UTC(2026, 10, 20);
const order = { definition: { sample: { amountOfRows: 500, delayMs: 0 } }, format: 'CSV' } as const;

function report(changes: Partial<Report>): Report {
  return {
    reportId: '01A',
    owner: 'me',
    title: null,
    definition: JSON.stringify(order.definition),
    kind: 'sample',
    format: 'CSV',
    csv: null,
    gzip: false,
    timeZone: 'UTC',
    engine: 'NODE',
    status: 'QUEUED',
    version: 1,
    createdAt: '2026-11-20T00:00:00.000Z',
    startedAt: null,
    finishedAt: null,
    expiresAt: null,
    progress: null,
    result: null,
    error: null,
    attempt: 0,
    maxAttempts: 3,
    lastHeartbeatAt: null,
    preview: null,
    ...changes,
  };
}

const result: Report['result'] = {
  rowCount: 500,
  byteSize: 12_345,
  sha256: 'ab',
  crc64nvme: null,
  engine: 'NODE',
  bytesScanned: null,
  contentType: 'text/csv',
  columns: [],
  warnings: [],
};

function after(...actions: RowsAction[]): RowsState {
  return actions.reduce(reduceRows, NO_ROWS);
}

const sent = (reportId = '01A'): RowsAction => ({
  type: 'ordered',
  reportId,
  order,
  nowMs: NOW_MS,
});
const heard = (...changes: Partial<Report>[]): RowsAction => ({
  type: 'reported',
  reports: changes.map(report),
  nowMs: NOW_MS + 1,
});
const ids = ({ rows }: RowsState) => rows.map(({ reportId }) => reportId);

test('an order is a row at once and says so', () => {
  const state = after(sent());

  expect(ids(state)).toEqual(['01A']);
  expect(state.news?.text).toBe(
    'Sample, 500 rows: requested. You can leave this page; the work goes on.',
  );
});

test('the answer takes the place of the order', () => {
  const state = after(sent(), heard({ version: 1 }));

  expect(state.rows).toHaveLength(1);
  expect(state.rows[0]).toMatchObject({ report: { version: 1 }, order });
});

test('an older copy changes nothing, whatever the order of arrival', () => {
  const ready = after(sent(), heard({ version: 3, status: 'SUCCEEDED', result }));

  expect(reduceRows(ready, heard({ version: 2, status: 'RUNNING' }))).toBe(ready);
  expect(after(heard({ version: 5 }, { version: 4 })).rows[0]?.report?.version).toBe(5);
});

test('the same version read again is a fuller copy, and nothing new was heard', () => {
  const first = after(heard({ version: 3 }));
  const [before] = first.rows;
  const [now] = reduceRows(first, {
    type: 'watched',
    reports: [report({ version: 3, title: 'May' })],
    nowMs: NOW_MS + 9000,
  }).rows;

  expect(now?.report?.title).toBe('May');
  expect(now?.heardAtMs).toBe(before?.heardAtMs);
});

test('what leaves the snapshot was deleted; orders and older pages were never in it', () => {
  const snapshot = (...names: string[]): RowsAction => ({
    type: 'watched',
    reports: names.map((reportId) => report({ reportId })),
    nowMs: NOW_MS,
  });

  const state = after(
    snapshot('01B', '01C'),
    heard({ reportId: '01A' }),
    sent('01D'),
    snapshot('01C'),
  );

  expect(ids(state)).toEqual(['01D', '01C', '01A']);
});

test('rows are newest first, orders without an answer before all', () => {
  const state = after(
    heard(
      { reportId: '01A', createdAt: '2026-11-20T00:00:00.000Z' },
      { reportId: '01C', createdAt: '2026-11-20T00:00:02.000Z' },
      { reportId: '01B', createdAt: '2026-11-20T00:00:01.000Z' },
    ),
    sent('00X'),
  );

  expect(ids(state)).toEqual(['00X', '01C', '01B', '01A']);
});

test('a report that ends while it is waited for is news, with its size', () => {
  const state = after(sent(), heard({ version: 3, status: 'SUCCEEDED', result }));

  expect(state.news).toMatchObject({
    text: 'Sample, 500 rows is ready: 500 rows, 12.3 kB.',
    isEnd: true,
    reportId: '01A',
  });
  expect(state.alert).toBeUndefined();
});

test('reports that had ended before the page was opened are no news', () => {
  expect(after(heard({ version: 3, status: 'SUCCEEDED', result })).news).toBeUndefined();
});

test('a failure is an alert with what to do', () => {
  const error = {
    code: 'STORAGE_ERROR',
    message: 'The file could not be stored.',
    retryable: true,
    action: 'Run the report again.',
  };

  const failed = after(sent(), heard({ version: 2, status: 'FAILED', error }));

  expect(failed.alert).toMatchObject({
    text: 'Sample, 500 rows failed. The file could not be stored. Run the report again.',
    isEnd: true,
  });
  // It stays until it is dismissed, whatever else is told.
  expect(after(sent(), heard({ version: 2, status: 'FAILED', error }), sent('01B')).alert).toEqual(
    failed.alert,
  );
  expect(reduceRows(failed, { type: 'silenced' }).alert).toBeUndefined();
});

test('of an own order the reader is told at 25, 50 and 75 percent, once each, by voice only', () => {
  const at = (version: number, percent: number, rowsWritten: number): RowsAction =>
    heard({
      version,
      status: 'RUNNING',
      progress: {
        phase: 'writing',
        rowsWritten,
        rowsExpected: 500,
        bytesWritten: 1,
        percent,
        etaSeconds: null,
      },
    });
  const steps = [at(2, 10, 50), at(3, 30, 150), at(4, 40, 200), at(5, 80, 400), at(6, 2, 10)];
  const texts: string[] = [];
  let state = after(sent());
  for (const step of steps) {
    state = reduceRows(state, step);
    if (state.news && texts.at(-1) !== state.news.text) texts.push(state.news.text);
  }

  expect(texts.slice(1)).toEqual([
    'Sample, 500 rows: 30 percent, 150 of 500 rows.',
    'Sample, 500 rows: 80 percent, 400 of 500 rows.',
  ]);
  expect(state.news?.isSpoken).toBe(true);
  // What somebody else ordered is told there.
  expect(after(at(2, 10, 50), at(3, 90, 450)).news).toBeUndefined();
});

test('what is deleted leaves the list and is remembered as deleted', () => {
  const state = after(heard({}), { type: 'deleted', reportId: '01A' });

  expect(state.rows).toEqual([]);
  expect(state.deleted.has('01A')).toBe(true);
});

test('several ends at once are told together', () => {
  const running = after(heard({ reportId: '01A' }, { reportId: '01B' }));

  const { news } = reduceRows(
    running,
    heard(
      { reportId: '01A', version: 2, status: 'CANCELLED' },
      { reportId: '01B', version: 2, status: 'SUCCEEDED', result },
    ),
  );

  expect(news?.text).toBe(
    'Sample, 500 rows was cancelled. Sample, 500 rows is ready: 500 rows, 12.3 kB.',
  );
});

test('an order that could not be sent stays, can be sent again and can be dismissed', () => {
  const failed = after(sent(), { type: 'unsent', reportId: '01A', problem: 'No network.' });
  const [row] = failed.rows;
  const again = reduceRows(failed, sent());

  expect(row && standingOf(row, NOW_MS)).toBe('unsent');
  expect(failed.alert?.text).toBe('Sample, 500 rows: not sent. No network.');
  expect(again.rows.map((one) => standingOf(one, NOW_MS))).toEqual(['sending']);
  expect(reduceRows(failed, { type: 'dismissed', reportId: '01A' }).rows).toEqual([]);
});

test('an order without an answer whose report was pushed was sent after all', () => {
  const pushed = after(sent(), heard({ version: 2, status: 'RUNNING' }));

  expect(reduceRows(pushed, { type: 'unsent', reportId: '01A', problem: 'x' })).toBe(pushed);
});

test('a file whose time is over is gone, whether or not the row says so', () => {
  const expiresAt = '2026-11-20T00:00:00.000Z';
  const [row] = after(heard({ status: 'SUCCEEDED', result, expiresAt })).rows;

  expect(row && standingOf(row, NOW_MS - 1)).toBe('ready');
  expect(row && standingOf(row, NOW_MS)).toBe('gone');
});

test('notes about a file are told with its status', () => {
  const warnings = [{ code: 'CUT', message: 'Two names were shortened.', count: 2 }];
  const [row] = after(heard({ status: 'SUCCEEDED', result: { ...result, warnings } })).rows;

  expect(row && standingOf(row, NOW_MS)).toBe('warned');
});

test('a report the reader stops is stopping at once, and until it has ended', () => {
  const cancelling: RowsAction = { type: 'cancelling', reportId: '01A' };
  const standings = (...actions: RowsAction[]) =>
    after(heard({ version: 2, status: 'RUNNING' }), ...actions).rows.map((row) =>
      standingOf(row, NOW_MS),
    );

  expect(standings(cancelling)).toEqual(['stopping']);
  expect(standings(cancelling, heard({ version: 3, status: 'RUNNING' }))).toEqual(['stopping']);
  expect(standings(cancelling, heard({ version: 4, status: 'CANCELLED' }))).toEqual(['stopped']);
  expect(standings(cancelling, { type: 'not-cancelled', reportId: '01A' })).toEqual(['running']);
  expect(standings(cancelling, heard({ version: 4, status: 'SUCCEEDED', result }))).toEqual([
    'ready',
  ]);
});

test('stopping what is no longer in the list changes nothing', () => {
  const state = after(sent());

  expect(reduceRows(state, { type: 'cancelling', reportId: '01Z' })).toBe(state);
});
