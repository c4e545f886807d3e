import { open } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { duckDbType, hiveType } from '../hive-types.ts';
import type { EngineTable, TableFormat } from './messages.ts';
import { identifier, literal } from './text.ts';

/** A file does not have what its table says. */
export class BadData extends Error {}

/** Stands before the text of an error that a view itself raises. */
export const BAD_DATA = 'HIVE_BAD_DATA: ';

const MAGIC = Buffer.from('PAR1');

/** What DuckDB finds in a file, by the kinds of Hive's types. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:U?(?:TINY|SMALL|BIG)?INT|U?INTEGER|U?BIGINT)$/, 'integer'],
  [/^(?:FLOAT|DOUBLE)$/, 'float'],
  [/^VARCHAR$/, 'text'],
  [/^BLOB$/, 'binary'],
  [/^BOOLEAN$/, 'boolean'],
  [/^DATE$/, 'date'],
  [/^TIMESTAMP(?:_\w+)?$/, 'timestamp'],
  [/^DECIMAL/, 'decimal'],
];

/** Makes a table's files a view with the columns the catalog tells. Throws `BadData`. */
export async function createView(connection: DuckDBConnection, table: EngineTable): Promise<void> {
  const name = `${identifier(table.database)}.${identifier(table.name)}`;
  await connection.run(`CREATE VIEW ${name} AS ${await viewQuery(connection, table)}`);
}

async function viewQuery(connection: DuckDBConnection, table: EngineTable): Promise<string> {
  const { columns, files, format } = table;
  if (files.length === 0) {
    const nothing = columns.map(({ name, type }) => `${nullOf(type)} AS ${identifier(name)}`);
    return `SELECT ${nothing.join(', ')} WHERE false`;
  }
  const paths = `[${files.map(({ path }) => literal(path)).join(', ')}]`;
  return format.kind === 'csv'
    ? csvQuery(columns, format, paths)
    : parquetQuery(connection, table, paths);
}

/** Columns are found by their names, whatever their case; one that a file does not have is null. */
// documented: https://docs.aws.amazon.com/athena/latest/ug/handling-schema-updates-chapter.html (Parquet is read by name by default)
async function parquetQuery(
  connection: DuckDBConnection,
  { columns, files }: EngineTable,
  paths: string,
): Promise<string> {
  for (const file of files) await requireParquet(file);
  const source = `read_parquet(${paths}, union_by_name = true)`;
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
  const found = new Map(
    described.getRows().map(([name, type]) => [String(name).toLowerCase(), String(type)]),
  );
  const selected = columns.map(({ name, type }) => {
    const inFile = found.get(name.toLowerCase());
    if (inFile === undefined) return `${nullOf(type)} AS ${identifier(name)}`;
    requireSameKind(name, type, inFile, files[0]?.source ?? '');
    return `CAST(${identifier(name)} AS ${duckDbType(type)}) AS ${identifier(name)}`;
  });
  return `SELECT ${selected.join(', ')} FROM ${source}`;
}

function csvQuery(
  columns: EngineTable['columns'],
  format: Extract<TableFormat, { kind: 'csv' }>,
  paths: string,
): string {
  const names = columns.map((_column, index) => `c${index}`);
  const options = [
    'auto_detect = false',
    'header = false',
    `skip = ${format.skipLines}`,
    `delim = ${literal(format.delimiter)}`,
    `quote = ${literal(format.quote ?? '')}`,
    `escape = ${literal(format.quote ?? '')}`,
    'null_padding = true',
    'ignore_errors = false',
    'strict_mode = false',
    `nullstr = ${literal(format.nullText ?? NO_TEXT)}`,
    `columns = {${names.map((name) => `${name}: 'VARCHAR'`).join(', ')}}`,
  ];
  const selected = columns.map(({ name, type }, index) => {
    const value = `c${index}`;
    if (hiveType(type)?.kind === 'text') return `${value} AS ${identifier(name)}`;
    const cast = `TRY_CAST(${value} AS ${duckDbType(type)})`;
    // documented: https://docs.aws.amazon.com/athena/latest/ug/csv-serde.html (what is no value of its type ends a query, an empty field of a number as well)
    // assumed: what LazySimpleSerDe cannot read is null, as Hive reads it
    if (format.isLenient) return `${cast} AS ${identifier(name)}`;
    // observed: https://github.com/ogrodnek/csv-serde/issues/15 (the words, from Athena)
    const said = `'${BAD_DATA}Error parsing field value ''' || ${value} || ''' for field ${index}: For input string: "' || ${value} || '"'`;
    return `CASE WHEN ${value} IS NULL THEN NULL ELSE coalesce(${cast}, error(${said})) END AS ${identifier(name)}`;
  });
  return `SELECT ${selected.join(', ')} FROM read_csv(${paths}, ${options.join(', ')})`;
}

/** Stands where a format has no text for null: no file has it. */
const NO_TEXT = '\u0001\u0002\u0003';

// documented: https://parquet.apache.org/docs/file-format/ (the last four bytes are PAR1)
// observed: https://github.com/pyathena-dev/PyAthena/issues/208 (the words, from Athena)
async function requireParquet({
  path,
  source,
  bytes,
}: EngineTable['files'][number]): Promise<void> {
  await using file = await open(path);
  const tail = Buffer.alloc(Math.min(MAGIC.length, bytes));
  await file.read(tail, 0, tail.length, bytes - tail.length);
  if (tail.equals(MAGIC)) return;
  const split = `Error opening Hive split ${source} (offset=0, length=${bytes})`;
  throw new Error(
    `${split}: Not valid Parquet file: ${source} expected magic number: ${numbersOf(MAGIC)} got: ${numbersOf(tail)}`,
  );
}

function numbersOf(bytes: Buffer): string {
  // Java's bytes have a sign.
  return `[${[...bytes].map((byte) => (byte < 128 ? byte : byte - 256)).join(', ')}]`;
}

// observed: https://github.com/aws/aws-sdk-pandas/issues/57 and https://github.com/apache/incubator-xtable/issues/581 (the words, from Athena)
function requireSameKind(name: string, type: string, inFile: string, source: string): void {
  const kind = KINDS.find(([pattern]) => pattern.test(inFile))?.[1];
  if (kind === hiveType(type)?.kind) return;
  throw new BadData(
    `Field ${name}'s type ${inFile} in parquet file ${source} is incompatible with type ${type} defined in table schema`,
  );
}

function nullOf(type: string): string {
  return `CAST(NULL AS ${duckDbType(type)})`;
}
