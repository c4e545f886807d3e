import type { CsvDelimiter } from '../encode/csv-text.ts';
import { readQuery } from '../kinds/sql/read-query.ts';
import type { SqlKind } from '../kinds/sql/sql-kind.ts';
import { identifier, literal } from '../sql/text.ts';
import { athenaType } from './columns.ts';
import { csvLine } from './csv-line.ts';
import { toPositions } from './parameters.ts';

/** What is unloaded: rows of typed columns, or finished lines of a CSV file. */
export type UnloadForm =
  { readonly form: 'rows' } | { readonly form: 'lines'; readonly delimiter: CsvDelimiter };

export interface UnloadOrder {
  readonly kind: SqlKind;
  /** The definition's parameters of this kind, as stored. */
  readonly definition: unknown;
  readonly form: UnloadForm;
  /** `s3://bucket/folder/`: nothing may be there. */
  readonly destination: string;
}

/** A statement for StartQueryExecution. */
export interface Unload {
  readonly sql: string;
  /** Literals for its `?`, in their order. */
  readonly values: readonly string[];
}

/**
 * The statement that writes a kind's rows into files: snappy Parquet, quick to read once more, or plain text. What the
 * definition asks for is in the values, never in the text.
 */
// documented: https://docs.aws.amazon.com/athena/latest/ug/unload.html (UNLOAD; files have no order among each other; nothing may be at the destination)
export async function writeUnload(order: UnloadOrder): Promise<Unload> {
  const { kind, definition, form, destination } = order;
  const query = await readQuery(kind.folder, 'query.athena.sql');
  const { sql, values } = toPositions(query, kind.parameters(definition));
  const columns = selected(kind, form);
  const options =
    form.form === 'rows'
      ? "format = 'PARQUET', compression = 'SNAPPY'"
      : "format = 'TEXTFILE', compression = 'NONE'";
  return {
    // The line break ends a comment at the query's end.
    sql: `UNLOAD (SELECT ${columns} FROM (${sql.trim()}\n) AS q) TO ${literal(destination)} WITH (${options})`,
    values,
  };
}

function selected({ columns }: SqlKind, form: UnloadForm): string {
  const values = columns.map(({ name }) => `q.${identifier(name)}`);
  if (form.form === 'lines') return `${csvLine(columns, values, form.delimiter)} AS c1`;
  return columns
    .map((column, index) => `CAST(${values[index]} AS ${athenaType(column)}) AS c${index + 1}`)
    .join(', ');
}
