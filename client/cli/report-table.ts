import type { Report } from '../types.ts';
import { count, printable } from './words.ts';

const GAP = '  ';
const MIN_TITLE = 8;

interface Column {
  readonly head: string;
  readonly cell: (report: Report) => string;
  /** How soon it is left out where there is no room: the highest first; 0 for never. */
  readonly rank: number;
}

const COLUMNS: readonly Column[] = [
  { head: 'report', rank: 0, cell: ({ reportId }) => reportId },
  { head: 'status', rank: 0, cell: ({ status }) => status.toLowerCase() },
  { head: 'kind', rank: 0, cell: ({ kind }) => kind },
  {
    head: 'format',
    rank: 2,
    cell: ({ format, gzip }) => format.toLowerCase() + (gzip ? '.gz' : ''),
  },
  { head: 'rows', rank: 1, cell: ({ result }) => (result ? count(result.rowCount) : '') },
  {
    head: 'ordered (UTC)',
    rank: 3,
    cell: ({ createdAt }) => createdAt.slice(0, 16).replace('T', ' '),
  },
];
const TITLE: Column = { head: 'title', rank: 4, cell: ({ title }) => printable(title ?? '') };

export interface TableOptions {
  /** How wide a line may be; undefined: as wide as it is. */
  readonly columns: number | undefined;
  /** Whether a head goes above it. */
  readonly isFirst: boolean;
}

/** A table of reports for reading, one line each; columns that find no room are left out. */
export function reportTable(
  reports: readonly Report[],
  { columns = Infinity, isFirst }: TableOptions,
): string[] {
  if (reports.length === 0) return isFirst ? ['No reports yet.'] : [];
  let shown = COLUMNS.map((column) => measured(column, reports));
  while (widthOf(shown) > columns) {
    const worst = shown.reduce((a, b) => (b.rank > a.rank ? b : a));
    if (worst.rank === 0) break;
    shown = shown.filter((column) => column !== worst);
  }
  const room = columns - widthOf(shown) - GAP.length;
  const title = measured(TITLE, reports);
  if (room >= MIN_TITLE) shown = [...shown, { ...title, width: Math.min(title.width, room) }];
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => fitted(cell, shown[index]?.width ?? 0))
      .join(GAP)
      .trimEnd();
  const head = isFirst ? [line(shown.map((column) => column.head))] : [];
  return [...head, ...reports.map((report) => line(shown.map(({ cell }) => cell(report))))];
}

function measured(column: Column, reports: readonly Report[]): Column & { width: number } {
  const widths = reports.map((report) => column.cell(report).length);
  return { ...column, width: Math.max(column.head.length, ...widths) };
}

function widthOf(columns: readonly { width: number }[]): number {
  return columns.reduce((sum, { width }) => sum + width + GAP.length, -GAP.length);
}

function fitted(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}
