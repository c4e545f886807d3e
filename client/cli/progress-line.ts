import type { Report } from '../types.ts';
import { count, duration, size, STATUS_WORDS } from './words.ts';

const MS_PER_SECOND = 1000;
const GAP = '  ';
export const MAX_BAR = 30;
const MIN_BAR = 8;
/** Fewer columns than this are for words. */
const NARROW = 40;

/** How far a report is, at a moment. */
export interface Standing {
  readonly report: Report;
  /** The time of day, to say how long it has been. */
  readonly nowMs: number;
  readonly rowsPerSecond: number | undefined;
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
  const [status, ...rest] = fit(partsOf(standing), columns - MIN_BAR - GAP.length);
  const room = columns - join([status, ...rest]).length - GAP.length;
  if (room < MIN_BAR) return join([status, ...rest]);
  return join([status, { text: draw(Math.min(MAX_BAR, room)), rank: 0 }, ...rest]);
}

/** Percent of a report that runs; undefined when its total is not known. */
export function percentOf({ status, progress }: Report): number | undefined {
  return status === 'RUNNING' ? (progress?.percent ?? undefined) : undefined;
}

function partsOf({ report, nowMs, rowsPerSecond }: Standing): Part[] {
  const { status, progress, createdAt, finishedAt } = report;
  const untilMs = finishedAt === null ? nowMs : Date.parse(finishedAt);
  const elapsed = { text: duration(untilMs - Date.parse(createdAt)), rank: 2 };
  const parts: Part[] = [{ text: STATUS_WORDS[status], rank: 0 }];
  if (!progress || status !== 'RUNNING') return [...parts, elapsed];
  const { rowsWritten, rowsExpected, bytesWritten, etaSeconds } = progress;
  const percent = percentOf(report);
  if (percent !== undefined) parts.push({ text: `${Math.floor(percent)} %`, rank: 0 });
  const total = rowsExpected === null ? '' : ` of ${count(rowsExpected)}`;
  parts.push({ text: `${count(rowsWritten)}${total} rows`, rank: 1 });
  if (bytesWritten > 0) parts.push({ text: size(bytesWritten), rank: 4 });
  if (rowsPerSecond !== undefined) {
    parts.push({ text: `${count(Math.round(rowsPerSecond))} rows/s`, rank: 5 });
  }
  parts.push(elapsed);
  if (etaSeconds !== null) {
    parts.push({ text: `about ${duration(etaSeconds * MS_PER_SECOND)} left`, rank: 3 });
  }
  if (report.attempt > 1) {
    parts.push({ text: `attempt ${report.attempt} of ${report.maxAttempts}`, rank: 6 });
  }
  return parts;
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
