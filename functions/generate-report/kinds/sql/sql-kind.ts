import type { Dataset } from '../../datasets/dataset.ts';
import type { Column } from '../../pipeline/batch.ts';
import type { SqlParameters } from '../../sql/parameters.ts';

/** A kind of report that is one query over datasets: `query.sql` in a folder, and this beside it. */
export interface SqlKind {
  /** The folder under `kinds/sql/` with `query.sql`. */
  readonly folder: string;
  readonly datasets: readonly Dataset[];
  /** What the query gives, in its order; the names are the query's too. */
  readonly columns: readonly Column[];
  /** What can run it, the usual first; DUCKDB alone when absent. ATHENA needs `athena` too. */
  readonly engines?: readonly ('DUCKDB' | 'ATHENA')[];
  readonly athena?: AthenaForm;
  /** The query's parameters from those of the definition; throws `INVALID_DATA` in words when they cannot be. */
  parameters(definition: unknown): SqlParameters;
}

/** What Athena needs beside `query.athena.sql`, the same rows in its own SQL, without an ORDER BY. */
export interface AthenaForm {
  /** The order of `query.sql` in columns of the result; rows that are equal in these are equal. */
  readonly order: readonly OrderKey[];
  /** About how many rows, rather too many; the result is never joined in storage when absent. */
  readonly expectedRows?: (definition: unknown) => number;
}

export interface OrderKey {
  readonly column: string;
  readonly descending?: true;
}
