import type { LocalDataset, LocalParts } from '../datasets/dataset.ts';
import { identifier, literal } from './text.ts';

/** The statement that makes a dataset a view of its declared columns: queries name tables and know no paths. */
export function createView(local: LocalDataset | LocalParts): string {
  const { name, columns } = 'table' in local ? local.table : local.dataset;
  const typed = columns.map(
    (column) => `${identifier(column.name)}::${column.type} AS ${identifier(column.name)}`,
  );
  return `CREATE VIEW ${identifier(name)} AS SELECT ${typed.join(', ')} FROM ${sourceOf(local)}`;
}

/** The files a table is read from. */
export function pathsOf(local: LocalDataset | LocalParts): readonly string[] {
  return 'table' in local ? local.paths : [local.path];
}

function sourceOf(local: LocalDataset | LocalParts): string {
  if (!('table' in local) && local.dataset.format === 'csv') {
    return readCsv(local.dataset.columns, local.path);
  }
  const paths = pathsOf(local).map(literal);
  return paths.length > 0 ? `read_parquet([${paths.join(', ')}])` : nothing(local);
}

function nothing(local: LocalDataset | LocalParts): string {
  const { columns } = 'table' in local ? local.table : local.dataset;
  const nulls = columns.map(({ name }) => `NULL AS ${identifier(name)}`);
  return `(SELECT ${nulls.join(', ')} WHERE false)`;
}

/** Nothing is guessed: a row that does not fit the declared types is an error. A cell is null when empty, not when `""`. */
function readCsv(columns: LocalDataset['dataset']['columns'], path: string): string {
  const types = columns.map(({ name, type }) => `${literal(name)}: ${literal(type)}`);
  const form = `auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', allow_quoted_nulls = false`;
  return `read_csv(${literal(path)}, ${form}, columns = {${types.join(', ')}})`;
}
