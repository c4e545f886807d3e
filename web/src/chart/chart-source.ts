import type { Report, ReportFile } from '../../../client/index.ts';
import { formatCount } from '../format.ts';
import type { Cells, Column } from './chart-points.ts';
import { parseCsv, parseJsonLines } from './parse-rows.ts';

/** Files up to this are read whole by the page; of larger ones it has the first rows. */
const MAX_BYTES = 4_000_000;

/** The rows a chart is drawn from, and which they are. */
export interface ChartRows {
  readonly columns: readonly Column[];
  readonly rows: readonly Cells[];
  /** `all 312 rows`, `the first 20 of 84,211 rows`. */
  readonly which: string;
}

export type OpenFile = (
  reportId: string,
  signal: AbortSignal,
) => Promise<Pick<ReportFile, 'stream'>>;

/** Whether the page can read the file by itself: as text, and small. */
export function canReadWhole({ format, gzip, result }: Report): boolean {
  const isText = (format === 'CSV' || format === 'JSONL') && !gzip;
  return isText && result !== null && result.byteSize <= MAX_BYTES;
}

/** The whole file when it is small, else the first rows; undefined when there are none. */
export async function readChartRows(
  report: Report,
  openFile: OpenFile,
  signal: AbortSignal,
): Promise<ChartRows | undefined> {
  if (!canReadWhole(report)) return firstRows(report);
  try {
    const { stream } = await openFile(report.reportId, signal);
    const text = await new Response(stream).text();
    return wholeFile(report, text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (signal.aborted) throw error;
    return firstRows(report);
  }
}

function wholeFile(report: Report, text: string): ChartRows {
  const columns = report.result?.columns ?? [];
  const rows =
    report.format === 'CSV'
      ? parseCsv(text, report.csv?.delimiter ?? ',')
      : parseJsonLines(text, columns);
  return { columns, rows, which: `all ${formatCount(rows.length, 'row')}` };
}

function firstRows({ preview, result }: Report): ChartRows | undefined {
  if (!preview || !result) return undefined;
  const typeOf = new Map(result.columns.map(({ name, type }) => [name, type]));
  const { length } = preview.rows;
  return {
    columns: preview.columns.map((name) => ({ name, type: typeOf.get(name) ?? 'STRING' })),
    rows: preview.rows,
    which:
      length === result.rowCount
        ? `all ${formatCount(length, 'row')}`
        : `the first ${length} of ${formatCount(result.rowCount, 'row')}`,
  };
}
