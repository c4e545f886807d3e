import type { LocalParts } from '../datasets/dataset.ts';
import { ReportError } from '../errors.ts';
import type { OrderKey, SqlKind } from '../kinds/sql/sql-kind.ts';
import type { Query } from './query.ts';
import { identifier } from './text.ts';

/** A kind's rows that another engine has put into files: they are read again, in order, instead of the datasets. */
export interface Unloaded {
  readonly order: readonly OrderKey[];
  /** Brings the files here. Rejects with a `ReportError` or the signal's reason. */
  fetch(signal: AbortSignal): Promise<FetchedRows>;
}

/** The files on this machine; they go when it is disposed of. */
export interface FetchedRows extends AsyncDisposable {
  /** Its columns stand in the order of the kind's. */
  readonly parts: LocalParts;
  /** Rows the engine says it has written; undefined when it does not say. */
  readonly rowsTold: number | undefined;
}

/** The query that reads unloaded rows as the kind's own query would have given them. */
export function unloadedQuery(
  { columns }: SqlKind,
  { table }: LocalParts,
  order: readonly OrderKey[],
): Query {
  const selected = columns.map(
    ({ name }, index) => `${identifier(table.columns[index]?.name ?? '')} AS ${identifier(name)}`,
  );
  const keys = order.map(
    ({ column, descending }) => identifier(column) + (descending ? ' DESC' : ''),
  );
  const from = identifier(table.name);
  return {
    sql: `SELECT ${selected.join(', ')} FROM ${from} ORDER BY ${keys.join(', ')}`,
    columns,
    parameters: {},
  };
}

/**
 * Throws `ROW_COUNT_MISMATCH` when the engine says that it has written other than is there. What it says of one row is
 * not held against the files: statements that write are also told of as giving one row, which has the count.
 */
// assumed: OutputRows of an UNLOAD is what it has written; documented is "the number of rows returned by the query" only
export function requireTold(rows: number, told: number | undefined): void {
  if (told === undefined || told <= 1 || told === rows) return;
  const message = `The files of the query hold ${rows} rows where it has written ${told}.`;
  throw new ReportError('ROW_COUNT_MISMATCH', message);
}
