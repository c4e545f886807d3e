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
  /** The query's parameters from those of the definition; throws `INVALID_DATA` in words when they cannot be. */
  parameters(definition: unknown): SqlParameters;
}
