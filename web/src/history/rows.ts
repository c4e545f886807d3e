import type { Report } from '../../../client/index.ts';
import type { Order } from '../order/order.ts';
import { describeRow, newsOf, passedPercent, together, type News } from './news.ts';

/** A line of the list: a report, or an order that is not known to be one yet. */
export interface Row {
  readonly reportId: string;
  /** Undefined until the API has answered or pushed. */
  readonly report: Report | undefined;
  /** What this page sent; undefined for reports that were there before. Kept to send it again. */
  readonly order: Order | undefined;
  /** When this page last learnt something new about it, by this machine's clock, in epoch milliseconds. */
  readonly heardAtMs: number;
  /** Whether the reader has asked to stop it, answered or not. */
  readonly isCancelling: boolean;
  /** Why the order could not be sent, in words. */
  readonly problem: string | undefined;
  /** How far the reader was last told that it is: 0, 25, 50 or 75. */
  readonly toldPercent: number;
}

export interface RowsState {
  /** Newest first. */
  readonly rows: readonly Row[];
  /** The ids of the last snapshot: what is in it and not in the next one was deleted. */
  readonly watched: ReadonlySet<string>;
  /** The last news that was no alert, and the last alert that nobody has dismissed. */
  readonly news: News | undefined;
  readonly alert: News | undefined;
  /** What was deleted while this page was open, here or elsewhere. */
  readonly deleted: ReadonlySet<string>;
  /** They grow with every news and alert, so that the same words twice are told twice. */
  readonly newsCount: number;
  readonly alertCount: number;
}

export type RowsAction =
  | { type: 'ordered'; reportId: string; order: Order; nowMs: number }
  | { type: 'reported'; reports: readonly Report[]; nowMs: number }
  | { type: 'watched'; reports: readonly Report[]; nowMs: number }
  | { type: 'unsent'; reportId: string; problem: string }
  | { type: 'cancelling'; reportId: string }
  | { type: 'not-cancelled'; reportId: string }
  | { type: 'dismissed'; reportId: string }
  | { type: 'deleted'; reportId: string }
  | { type: 'silenced' }
  | { type: 'said'; news: News };

const NEW_ROW = {
  order: undefined,
  isCancelling: false,
  problem: undefined,
  toldPercent: 0,
} as const;

export const NO_ROWS: RowsState = {
  rows: [],
  watched: new Set(),
  news: undefined,
  alert: undefined,
  deleted: new Set(),
  newsCount: 0,
  alertCount: 0,
};

/**
 * What the page shows after `action`. `watched` is a whole snapshot, `reported` only adds; in both, reports
 * replace older copies of themselves, never newer ones.
 */
export function reduceRows(state: RowsState, action: RowsAction): RowsState {
  switch (action.type) {
    case 'ordered':
      return ordered(state, action);
    case 'reported':
      return reported(state, action.reports, action.nowMs);
    case 'watched':
      return watched(state, action.reports, action.nowMs);
    case 'unsent':
      return unsent(state, action.reportId, action.problem);
    case 'cancelling':
      return cancelling(state, action.reportId, true);
    case 'not-cancelled':
      return cancelling(state, action.reportId, false);
    case 'dismissed':
      return without(state, action.reportId);
    case 'deleted':
      return {
        ...without(state, action.reportId),
        deleted: new Set([...state.deleted, action.reportId]),
      };
    case 'silenced':
      return { ...state, alert: undefined };
    case 'said':
      return tell(state, action.news);
  }
}

function ordered(
  state: RowsState,
  { reportId, order, nowMs }: Extract<RowsAction, { type: 'ordered' }>,
): RowsState {
  const known = state.rows.find((row) => row.reportId === reportId);
  const row: Row = { ...NEW_ROW, reportId, report: known?.report, order, heardAtMs: nowMs };
  const text = `${describeRow(row).name}: requested. You can leave this page; the work goes on.`;
  return tell({ ...state, rows: place(state.rows, [row]) }, { text, isAlert: false, reportId });
}

function watched(state: RowsState, reports: readonly Report[], nowMs: number): RowsState {
  const ids = new Set(reports.map(({ reportId }) => reportId));
  const rows = state.rows.filter(
    ({ reportId }) => ids.has(reportId) || !state.watched.has(reportId),
  );
  return reported({ ...state, rows, watched: ids }, reports, nowMs);
}

function reported(state: RowsState, reports: readonly Report[], nowMs: number): RowsState {
  const known = new Map(state.rows.map((row) => [row.reportId, row]));
  const changed = new Map<string, Row>();
  for (const report of reports) {
    const { reportId } = report;
    const row = changed.get(reportId) ?? known.get(reportId);
    const current = row?.report;
    if (current === report || (current && current.version > report.version)) continue;
    // The same version read again is a fuller copy at best: nothing was heard.
    const isNews = current?.version !== report.version;
    const heardAtMs = isNews || !row ? nowMs : row.heardAtMs;
    const { order, isCancelling, toldPercent } = row ?? NEW_ROW;
    const kept = { order, isCancelling, toldPercent };
    changed.set(reportId, { ...NEW_ROW, reportId, report, heardAtMs, ...kept });
  }
  if (changed.size === 0) return state;
  const rows = [...changed.values()];
  const news = rows.flatMap((row) => newsOf(known.get(row.reportId), row, nowMs));
  const told = rows.map((row) => ({
    ...row,
    toldPercent: Math.max(row.toldPercent, passedPercent(row)),
  }));
  const next = { ...state, rows: place(state.rows, told) };
  return news.length === 0 ? next : tell(next, together(news));
}

function unsent(state: RowsState, reportId: string, problem: string): RowsState {
  const row = state.rows.find((candidate) => candidate.reportId === reportId);
  // A push can tell of a report whose order got no answer: then it was sent after all.
  if (!row || row.report) return state;
  const text = `${describeRow(row).name}: not sent. ${problem}`;
  const rows = place(state.rows, [{ ...row, problem }]);
  return tell({ ...state, rows }, { text, isAlert: true, reportId });
}

function cancelling(state: RowsState, reportId: string, isCancelling: boolean): RowsState {
  const row = state.rows.find((candidate) => candidate.reportId === reportId);
  return row ? { ...state, rows: place(state.rows, [{ ...row, isCancelling }]) } : state;
}

function tell(state: RowsState, news: News): RowsState {
  return news.isAlert
    ? { ...state, alert: news, alertCount: state.alertCount + 1 }
    : { ...state, news, newsCount: state.newsCount + 1 };
}

function without(state: RowsState, id: string): RowsState {
  return { ...state, rows: state.rows.filter(({ reportId }) => reportId !== id) };
}

function place(rows: readonly Row[], changed: readonly Row[]): readonly Row[] {
  const ids = new Set(changed.map(({ reportId }) => reportId));
  return [...rows.filter(({ reportId }) => !ids.has(reportId)), ...changed].sort(newestFirst);
}

/** Orders without an answer come first: this machine's clock says nothing about the server's. */
function newestFirst(a: Row, b: Row): number {
  const [aTime, bTime] = [a.report?.createdAt ?? '~', b.report?.createdAt ?? '~'];
  if (aTime !== bTime) return aTime < bTime ? 1 : -1;
  return a.reportId < b.reportId ? 1 : -1;
}
