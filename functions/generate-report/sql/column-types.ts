import type { DatasetColumn } from '../datasets/dataset.ts';
import type { Column } from '../pipeline/batch.ts';

/** What fits 64 bits, the form all Parquet readers know; a longer number fails and is not rounded. */
const DECIMAL_DIGITS = 18;

/** A report's column as one of a dataset. */
export function toDatasetColumn({ name, type, scale = 0 }: Column): DatasetColumn {
  switch (type) {
    case 'STRING':
      return { name, type: 'VARCHAR' };
    case 'INTEGER':
      return { name, type: 'BIGINT' };
    case 'DECIMAL':
      return { name, type: `DECIMAL(${DECIMAL_DIGITS},${scale})` };
    default:
      return { name, type };
  }
}
