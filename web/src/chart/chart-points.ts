import { formatCount, formatDay, formatNumber } from '../format.ts';

/** A column of the file, as `ReportResult` has it. */
export interface Column {
  readonly name: string;
  readonly type: string;
}

/** Cells as text, as a preview and a file have them. */
export type Cells = readonly (string | null)[];

/** What a chart shows: one figure against days, names or row numbers. */
export interface ChartPoints {
  readonly across: 'time' | 'names' | 'rows';
  /** Seconds since 1970 for time, else 0, 1, 2, ... */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** How each point is called. */
  readonly labels: readonly string[];
  /** What is drawn, in words: also for who does not see it. */
  readonly words: string;
}

const NUMBERS: ReadonlySet<string> = new Set(['INTEGER', 'DECIMAL']);
const TIMES: ReadonlySet<string> = new Set(['DATE', 'TIMESTAMP']);
/** More bars than these cannot be told apart. */
const MAX_NAMES = 30;
const MS_PER_SECOND = 1_000;

/** The columns a chart can show, best first: sums and averages rather than numbers that stand for names. */
export function chartableColumns(columns: readonly Column[]): readonly Column[] {
  const numbers = columns.filter(({ type }) => NUMBERS.has(type));
  return [...numbers].sort((a, b) => Number(b.type === 'DECIMAL') - Number(a.type === 'DECIMAL'));
}

/** The points for one column; figures of the same day or name are added up, and the words say so. */
export function chartPoints(
  columns: readonly Column[],
  rows: readonly Cells[],
  shown: string,
): ChartPoints {
  const yAt = columns.findIndex(({ name }) => name === shown);
  const xAt = acrossColumn(columns, shown);
  const xColumn = columns[xAt];
  if (!xColumn) return byRow(rows, yAt, shown);
  const sums = new Map<string, number>();
  let count = 0;
  for (const row of rows) {
    const [key, value] = [row[xAt] ?? '', numberOf(row[yAt])];
    if (Number.isNaN(value) || key === '') continue;
    count += 1;
    sums.set(key, (sums.get(key) ?? 0) + value);
  }
  const isSummed = count > sums.size;
  const what = isSummed ? `${shown}, added up by ${xColumn.name}` : `${shown} by ${xColumn.name}`;
  return TIMES.has(xColumn.type) ? byTime(sums, what) : byName(sums, what);
}

function acrossColumn(columns: readonly Column[], shown: string): number {
  const time = columns.findIndex(({ type }) => TIMES.has(type));
  if (time >= 0) return time;
  return columns.findIndex(({ type, name }) => type === 'STRING' && name !== shown);
}

function byTime(sums: ReadonlyMap<string, number>, what: string): ChartPoints {
  const points = [...sums]
    .map(([key, y]) => ({ key, y, x: Date.parse(key.length === 10 ? `${key}T00:00:00Z` : key) }))
    .filter(({ x }) => !Number.isNaN(x))
    .sort((a, b) => a.x - b.x);
  return {
    across: 'time',
    x: points.map(({ x }) => x / MS_PER_SECOND),
    y: points.map(({ y }) => y),
    labels: points.map(({ key }) => (key.length === 10 ? formatDay(key) : key)),
    words: `${what}: ${extremes(points.map(({ y }) => y))}`,
  };
}

function byName(sums: ReadonlyMap<string, number>, what: string): ChartPoints {
  const all = [...sums];
  const isCut = all.length > MAX_NAMES;
  const points = isCut ? all.toSorted(([, a], [, b]) => b - a).slice(0, MAX_NAMES) : all;
  const cut = isCut ? `, the ${MAX_NAMES} largest of ${formatNumber(all.length)}` : '';
  return {
    across: 'names',
    x: points.map((_, at) => at),
    y: points.map(([, y]) => y),
    labels: points.map(([name]) => name),
    words: `${what}${cut}: ${extremes(points.map(([, y]) => y))}`,
  };
}

function byRow(rows: readonly Cells[], yAt: number, shown: string): ChartPoints {
  const y = rows.map((row) => numberOf(row[yAt])).filter((value) => !Number.isNaN(value));
  return {
    across: 'rows',
    x: y.map((_, at) => at + 1),
    y,
    labels: y.map((_, at) => `Row ${formatNumber(at + 1)}`),
    words: `${shown}, row by row: ${extremes(y)}`,
  };
}

function extremes(values: readonly number[]): string {
  if (values.length === 0) return 'nothing to show.';
  const [least, most] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
  return `${formatCount(values.length, 'point')}, from ${figure(least)} to ${figure(most)}.`;
}

/** A figure as a chart needs it: not to the last digit. */
export function figure(value: number): string {
  return new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 6 }).format(value);
}

function numberOf(cell: string | null | undefined): number {
  return cell === null || cell === undefined || cell.trim() === '' ? NaN : Number(cell);
}
