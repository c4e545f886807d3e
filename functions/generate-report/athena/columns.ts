import type { DatasetColumn } from '../datasets/dataset.ts';
import type { Column } from '../pipeline/batch.ts';
import { toDatasetColumn } from '../sql/column-types.ts';

/** The columns of unloaded files: `c1`, `c2` and so on, as Athena makes every name lower case. */
// documented: https://docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html
export function unloadedColumns(columns: readonly Column[]): DatasetColumn[] {
  return columns.map((column, index) => toDatasetColumn({ ...column, name: `c${index + 1}` }));
}

/** The SQL type a value is unloaded as. */
export function athenaType({ type, scale = 0 }: Column): string {
  switch (type) {
    case 'STRING':
      return 'varchar';
    case 'INTEGER':
      return 'bigint';
    case 'DECIMAL':
      return `decimal(18, ${scale})`;
    case 'DATE':
      return 'date';
    case 'TIMESTAMP':
      return 'timestamp';
    case 'BOOLEAN':
      return 'boolean';
  }
}
