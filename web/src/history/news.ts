import { describe } from '../describe.ts';
import { definitionOf } from '../definition.ts';
import { formatBytes, formatCount, formatNumber } from '../format.ts';
import type { Description } from '../describe.ts';
import type { Row } from './rows.ts';
import { isUnfinished, standingOf } from './status.ts';

/** Something to tell the reader, also by voice; an alert interrupts and stays until it is dismissed. */
export interface News {
  readonly text: string;
  readonly isAlert: boolean;
  /** Which report it is about: the way there. */
  readonly reportId?: string;
  /** Whether a report has ended: worth a notification. */
  readonly isEnd?: boolean;
  /** Whether it is for the voice only, as the page shows it anyhow. */
  readonly isSpoken?: boolean;
}

/** How far a report must be for a word: three times at most, not at every beat. */
const TOLD_PERCENTS = [25, 50, 75];

/** What a row was asked to be, in words. */
export function describeRow({ report, order }: Pick<Row, 'report' | 'order'>): Description {
  if (report) return describe({ title: report.title, definition: definitionOf(report) });
  return describe(order ?? { definition: {} });
}

/** The news in what has become of a row. */
export function newsOf(before: Row | undefined, after: Row, nowMs: number): News[] {
  return [...progressOf(after), ...endOf(before, after, nowMs)];
}

/** The mark a row has passed and was not told of; 0 when there is none. */
export function passedPercent({ report, toldPercent }: Row): number {
  const percent = report?.status === 'RUNNING' ? (report.progress?.percent ?? 0) : 0;
  const passed = TOLD_PERCENTS.filter((mark) => mark <= percent).at(-1) ?? 0;
  return passed > toldPercent ? passed : 0;
}

/** Several news at once as one. */
export function together(news: readonly News[]): News {
  const [first] = news;
  if (first && news.length === 1) return first;
  return {
    text: news.map(({ text }) => text).join(' '),
    isAlert: news.some(({ isAlert }) => isAlert),
    ...(news.some(({ isEnd }) => isEnd) ? { isEnd: true } : {}),
    ...(news.every(({ isSpoken }) => isSpoken) ? { isSpoken: true } : {}),
  };
}

/** Of this page's own orders only: what another tab ordered is told there. */
function progressOf(row: Row): News[] {
  const progress = row.report?.progress;
  if (!row.order || !progress || passedPercent(row) === 0) return [];
  const { rowsWritten, rowsExpected, percent } = progress;
  const of = rowsExpected === null ? '' : ` of ${formatCount(rowsExpected, 'row')}`;
  const text = `${describeRow(row).name}: ${Math.floor(percent ?? 0)} percent, ${formatNumber(rowsWritten)}${of}.`;
  return [{ text, isAlert: false, isSpoken: true, reportId: row.reportId }];
}

/** The news in a row that has ended while the reader waited for it. */
function endOf(before: Row | undefined, after: Row, nowMs: number): News[] {
  if (!before || !after.report || !isUnfinished(standingOf(before, nowMs))) return [];
  const { name } = describeRow(after);
  const { reportId } = after;
  const { result, error } = after.report;
  switch (standingOf(after, nowMs)) {
    case 'ready':
    case 'warned': {
      const size = result
        ? `: ${formatCount(result.rowCount, 'row')}, ${formatBytes(result.byteSize)}`
        : '';
      return [{ text: `${name} is ready${size}.`, isAlert: false, reportId, isEnd: true }];
    }
    case 'failed': {
      const why = `${error?.message ?? ''} ${error?.action ?? ''}`;
      return [{ text: `${name} failed. ${why}`.trim(), isAlert: true, reportId, isEnd: true }];
    }
    case 'stopped':
      return [{ text: `${name} was cancelled.`, isAlert: false, reportId }];
    default:
      return [];
  }
}
