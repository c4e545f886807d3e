import type { DatasetCache } from './datasets/fetch.ts';
import { chooseEncoder } from './encode/choose-encoder.ts';
import { ReportError } from './errors.ts';
import { ROW_KINDS } from './kinds/row-kinds.ts';
import { SQL_KINDS } from './kinds/sql/catalogue.ts';
import type { ReportOrder } from './order.ts';
import type { Column, RowSource } from './pipeline/batch.ts';
import type { Encoder } from './pipeline/encoder.ts';
import type { ByteSource } from './sql/copy-to-fifo.ts';
import type { SnapshotStore } from './sql/snapshot.ts';
import type { Unloaded } from './sql/unloaded.ts';

/** What opening a file’s content needs; `memoryMib` is the function’s, `timeoutMs` what a query may take. */
export interface ContentOptions {
  readonly order: ReportOrder;
  /** Whether the file must be one that a later invocation can go on with. */
  readonly continuable: boolean;
  readonly datasets: Pick<DatasetCache, 'fetch'>;
  /** Where a query's result is kept for later invocations. */
  readonly snapshots: SnapshotStore;
  /** The rows of a query that has been run elsewhere. */
  readonly unloaded?: Unloaded;
  readonly workDirectory: string;
  readonly memoryMib: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** The file's content, open: rows for an encoder of ours, or whole bytes made by DuckDB. */
export type Content = AsyncDisposable & {
  readonly columns: readonly Column[];
  readonly rowsExpected: number | null;
} & (
    | { readonly kind: 'rows'; readonly source: RowSource; readonly encoder: Encoder }
    | { readonly kind: 'bytes'; readonly source: ByteSource; readonly gzip: boolean }
  );

/**
 * Opens what a report consists of. DuckDB writes CSV, JSON Lines and Parquet of a query itself, several times
 * faster; XLSX, PDF and whatever must be continued goes row by row.
 */
export async function openContent(options: ContentOptions): Promise<Content> {
  const { kind, parameters } = options.order;
  if (Object.hasOwn(SQL_KINDS, kind)) return openQuery(options);
  const openRows = Object.hasOwn(ROW_KINDS, kind) ? ROW_KINDS[kind] : undefined;
  if (!openRows) {
    throw new ReportError('INVALID_DATA', `There is no kind of report called ${kind}.`);
  }
  const source = openRows(parameters);
  if (options.order.format !== 'PARQUET') return openRowFile(options, source, nothingToClose);
  const { openParquetOfRows } = await import('./sql/parquet-of-rows.ts');
  return openParquetOfRows(source, options);
}

async function openQuery(options: ContentOptions): Promise<Content> {
  const { order, continuable, snapshots, ...rest } = options;
  const kind = SQL_KINDS[order.kind];
  if (!kind)
    throw new ReportError('INVALID_DATA', `There is no kind of report called ${order.kind}.`);
  const { openSqlReport } = await import('./sql/open-report.ts');
  const report = await openSqlReport({
    ...rest,
    kind,
    definition: order.parameters,
    ...(continuable ? { snapshots } : {}),
  });
  const close = async (): Promise<void> => report[Symbol.asyncDispose]();
  try {
    const { format, csv, gzip } = order;
    if (format === 'XLSX' || format === 'PDF' || (continuable && format !== 'PARQUET')) {
      return await openRowFile(options, report.rows(), close);
    }
    const file = format === 'CSV' ? ({ format, csv } as const) : ({ format } as const);
    const source = report.file(file, order.facts);
    const { columns, rowsExpected } = report;
    return { kind: 'bytes', source, gzip, columns, rowsExpected, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openRowFile(
  { order }: ContentOptions,
  source: RowSource,
  close: () => Promise<void>,
): Promise<Content> {
  const { format, facts } = order;
  if (format === 'PARQUET') throw new Error('Parquet is not written row by row.');
  const createEncoder = await chooseEncoder(format, order);
  const { columns, rowsExpected } = source;
  const encoder = createEncoder({ columns, facts, rowsExpected });
  return { kind: 'rows', source, encoder, columns, rowsExpected, [Symbol.asyncDispose]: close };
}

/** What makes the rows here. */
export function engineOf({ kind }: ReportOrder): 'NODE' | 'DUCKDB' {
  return Object.hasOwn(SQL_KINDS, kind) ? 'DUCKDB' : 'NODE';
}

/** Whether a file that was begun whole can be begun anew in a way that further invocations can go on with. */
export function canBeginContinuable({ format }: ReportOrder): boolean {
  return format === 'CSV' || format === 'JSONL' || format === 'XLSX';
}

function nothingToClose(): Promise<void> {
  return Promise.resolve();
}
