import type { Report, ReportProgress } from '../types.ts';
import type { Rate } from './rate.ts';
import { count, duration, size, STATUS_WORDS } from './words.ts';

const MS_PER_SECOND = 1000;
const GAP = '  ';
export const MAX_BAR = 30;
const BAR_SHARE = 0.15;
/** The phase of a report that waits for a query; it has no rows yet. */
const QUERYING = 'querying';
/** Fewer columns than this are for words. */
const NARROW = 40;

/** How far a report is, at a moment. */
export interface Standing {
  readonly report: Report;
  /** The time of day, to say how long it has been. */
  readonly nowMs: number;
  readonly rate: Rate | undefined;
}

/** A part of the line, and how soon it is left out where there is no room: the highest first. */
interface Part {
  readonly text: string;
  readonly rank: number;
}

/** Status, percent and time left only when they are known, rows, bytes, rate, time since the order; as much as `columns` hold. */
export function progressLine(standing: Standing, columns = Infinity): string {
  return join(fit(partsOf(standing), columns));
}

/** The same with a bar of what is known to be done; `draw` makes one of so many characters. */
export function progressBarLine(
  standing: Standing,
  columns: number,
  draw: (length: number) => string,
): string {
  const isKnown = percentOf(standing.report) !== undefined;
  if (!isKnown || columns < NARROW) return progressLine(standing, columns);
  // By the width alone, so that the bar does not jump with the words beside it.
  const length = Math.min(MAX_BAR, Math.floor(columns * BAR_SHARE));
  const [status, ...rest] = fit(partsOf(standing), columns - length - GAP.length);
  return join([status, { text: draw(length), rank: 0 }, ...rest]);
}

/** Percent of a report that runs; undefined when its total, or how much of it is written, is not known. */
export function percentOf({ status, progress }: Report): number | undefined {
  if (status !== 'RUNNING' || !progress || !countsRows(progress)) return undefined;
  return progress.percent ?? undefined;
}

/** Whether rows are counted as they are written: formats made in one go tell their bytes only. */
const countsRows = ({ rowsWritten, bytesWritten }: ReportProgress): boolean =>
  rowsWritten > 0 || bytesWritten === 0;

function partsOf({ report, nowMs, rate }: Standing): Part[] {
  const { status, progress, createdAt, finishedAt } = report;
  const untilMs = finishedAt === null ? nowMs : Date.parse(finishedAt);
  const elapsed = { text: duration(untilMs - Date.parse(createdAt)), rank: 2 };
  const parts: Part[] = [{ text: STATUS_WORDS[status], rank: 0 }];
  if (!progress || status !== 'RUNNING') return [...parts, elapsed];
  if (progress.phase === QUERYING) {
    return [...parts, { text: 'Athena queries', rank: 1 }, elapsed, ...attemptOf(report)];
  }
  const { bytesWritten, etaSeconds } = progress;
  const percent = percentOf(report);
  if (percent !== undefined) parts.push({ text: `${Math.floor(percent)} %`, rank: 0 });
  parts.push({ text: rowsOf(progress), rank: 1 });
  if (bytesWritten > 0) parts.push({ text: size(bytesWritten), rank: 4 });
  const speed = speedOf(rate);
  if (speed !== undefined) parts.push({ text: speed, rank: 5 });
  parts.push(elapsed);
  if (etaSeconds !== null) {
    parts.push({ text: `about ${duration(etaSeconds * MS_PER_SECOND)} left`, rank: 3 });
  }
  return [...parts, ...attemptOf(report)];
}

/** The attempt, when it is not the first. */
function attemptOf({ attempt, maxAttempts }: Report): Part[] {
  return attempt > 1 ? [{ text: `attempt ${attempt} of ${maxAttempts}`, rank: 6 }] : [];
}

function rowsOf(progress: ReportProgress): string {
  const { rowsWritten, rowsExpected } = progress;
  if (rowsExpected === null) return `${count(rowsWritten)} rows`;
  if (!countsRows(progress)) return `${count(rowsExpected)} rows in all`;
  return `${count(rowsWritten)} of ${count(rowsExpected)} rows`;
}

function speedOf(rate: Rate | undefined): string | undefined {
  if (!rate) return undefined;
  const rows = Math.round(rate.rows);
  if (rows > 0) return `${count(rows)} rows/s`;
  const bytes = Math.round(rate.bytes);
  return bytes > 0 ? `${size(bytes)}/s` : undefined;
}

/** The parts that find room; the first always does. */
function fit([first, ...parts]: readonly Part[], columns: number): Part[] {
  if (!first) return [];
  const left = [...parts];
  while (left.length > 0 && join([first, ...left]).length > columns) {
    const ranks = left.map(({ rank }) => rank);
    left.splice(ranks.indexOf(Math.max(...ranks)), 1);
  }
  return [first, ...left];
}

function join(parts: readonly (Part | undefined)[]): string {
  return parts.flatMap((part) => (part ? [part.text] : [])).join(GAP);
}
