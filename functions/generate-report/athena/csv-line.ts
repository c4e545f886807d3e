import type { CsvDelimiter } from '../encode/csv-text.ts';
import type { Column } from '../pipeline/batch.ts';
import { literal } from '../sql/text.ts';
import { athenaType } from './columns.ts';

/** What a cell is quoted for beside its delimiter; DuckDB's own CSV quotes a `#` too, and files are to be the same. */
const QUOTED_FOR = ["'\"'", "'#'", 'chr(10)', 'chr(13)'];

/**
 * A row as a finished line of a CSV file (RFC 4180), in SQL: byte for byte what `encode/csv-bytes.ts` and DuckDB write, but
 * for the line feed at its end, which Athena puts after each row of a text file. Never null.
 */
// assumed: Trino's writer of text files, which Athena is built on, escapes nothing unless a table names an escape character
export function csvLine(
  columns: readonly Column[],
  values: readonly string[],
  delimiter: CsvDelimiter,
): string {
  const missing = columns.length === 1 ? '""' : '';
  const cells = columns.map((column, index) =>
    cell(column, values[index] ?? 'NULL', { delimiter, missing }),
  );
  return `${cells.join(` || ${literal(delimiter)} || `)} || chr(13)`;
}

/** Whether lines of these columns can be written by SQL alone: no timestamp needs the offset of a time zone. */
export function hasCsvLine(columns: readonly Column[], timeZone: string): boolean {
  return timeZone === 'UTC' || columns.every(({ type }) => type !== 'TIMESTAMP');
}

function cell(
  column: Column,
  value: string,
  { delimiter, missing }: { readonly delimiter: CsvDelimiter; readonly missing: string },
): string {
  return `coalesce(${text(column, value, delimiter)}, ${literal(missing)})`;
}

function text(column: Column, value: string, delimiter: CsvDelimiter): string {
  const typed = `CAST(${value} AS ${athenaType(column)})`;
  switch (column.type) {
    case 'STRING':
      return quotedWhereNeeded(typed, delimiter);
    case 'BOOLEAN':
      return `CASE WHEN ${typed} THEN 'true' WHEN NOT ${typed} THEN 'false' END`;
    case 'TIMESTAMP':
      return `format_datetime(${typed}, 'yyyy-MM-dd''T''HH:mm:ss.SSS') || 'Z'`;
    default:
      return `CAST(${typed} AS varchar)`;
  }
}

function quotedWhereNeeded(value: string, delimiter: CsvDelimiter): string {
  const found = [literal(delimiter), ...QUOTED_FOR]
    .map((character) => `strpos(${value}, ${character}) > 0`)
    .join(' OR ');
  const quoted = `'"' || replace(${value}, '"', '""') || '"'`;
  return `CASE WHEN ${value} = '' THEN '""' WHEN ${found} THEN ${quoted} ELSE ${value} END`;
}
