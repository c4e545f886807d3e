import type { LocalDataset } from '../datasets/dataset.ts';
import { identifier, literal } from './text.ts';

/** The statement that makes a dataset a view of its declared columns: queries name tables and know no paths. */
export function createView({ dataset, path }: LocalDataset): string {
  const columns = dataset.columns.map(
    ({ name, type }) => `${identifier(name)}::${type} AS ${identifier(name)}`,
  );
  const source =
    dataset.format === 'parquet'
      ? `read_parquet(${literal(path)})`
      : readCsv(dataset.columns, path);
  return `CREATE VIEW ${identifier(dataset.name)} AS SELECT ${columns.join(', ')} FROM ${source}`;
}

/** Nothing is guessed: a row that does not fit the declared types is an error. A cell is null when empty, not when `""`. */
function readCsv(columns: LocalDataset['dataset']['columns'], path: string): string {
  const types = columns.map(({ name, type }) => `${literal(name)}: ${literal(type)}`);
  const form = `auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', allow_quoted_nulls = false`;
  return `read_csv(${literal(path)}, ${form}, columns = {${types.join(', ')}})`;
}
