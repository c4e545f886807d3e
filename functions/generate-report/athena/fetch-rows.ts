import type { Attempt } from '../announcer.ts';
import type { SqlKind } from '../kinds/sql/sql-kind.ts';
import type { FetchedRows } from '../sql/unloaded.ts';
import { unloadedColumns } from './columns.ts';
import type { QueryExecution } from './execution.ts';
import { fetchParts } from './fetch-parts.ts';
import type { AthenaAdapters } from './ports.ts';

const TABLE = 'unloaded';

export interface FetchRowsOptions {
  readonly query: QueryExecution;
  readonly attempt: Attempt;
  readonly kind: SqlKind;
  readonly athena: Pick<AthenaAdapters, 'queries' | 'files'>;
  readonly options: { readonly workDirectory: string };
}

/** Brings the rows of a query that has succeeded here. */
export async function fetchRows(
  { query, attempt, kind, athena, options }: FetchRowsOptions,
  signal: AbortSignal,
): Promise<FetchedRows> {
  const { queries, files } = athena;
  const parts = await files.list(query, attempt, signal);
  const fetched = await fetchParts(parts, files, options.workDirectory, signal);
  const table = { name: TABLE, columns: unloadedColumns(kind.columns) };
  return {
    ...fetched,
    parts: { table, paths: fetched.paths },
    // A courtesy: when the service does not say, the files' own counts stand.
    rowsTold: await queries.rowsWritten(query.id).catch(() => undefined),
  };
}
