import type { DuckDBTypeId } from '@duckdb/node-api';
import type { Column, ColumnType } from '../pipeline/batch.ts';
import type { DuckDb } from './duckdb.ts';
import { queryMistake } from './failures.ts';
import type { CheckedQuery } from './query.ts';
import { identifier } from './text.ts';

/** Digits of a DECIMAL column, those after the point included: what fits in 64 bits. */
const DECIMAL_DIGITS = 18;

/** How a column of a query is written for one purpose; `value` is the column with its declared type in SQL. */
export type WriteColumn = (column: Column, value: string) => string;

/** The query's columns, each with its declared type in SQL and then as `write` says. */
export function projection(query: CheckedQuery, duckdb: DuckDb, write: WriteColumn): string {
  const named = (column: Column, value: string): string =>
    `${write(column, value)} AS ${identifier(column.name)}`;
  return columnExpressions(query, duckdb, named).join(', ');
}

/** An expression for each of the query's columns. */
function columnExpressions(
  { columns, typeIds }: CheckedQuery,
  duckdb: DuckDb,
  write: WriteColumn,
): string[] {
  return columns.map((column, index) => write(column, typedValue(column, typeIds[index], duckdb)));
}

/** The value with the one SQL type that stands for a column type; a TIMESTAMP without a zone is taken as UTC. */
function typedValue(column: Column, typeId: DuckDBTypeId | undefined, { api }: DuckDb): string {
  const { DuckDBTypeId: id } = api;
  const name = `q.${identifier(column.name)}`;
  const fits: Readonly<Record<ColumnType, readonly DuckDBTypeId[]>> = {
    STRING: [id.VARCHAR, id.ENUM, id.UUID],
    INTEGER: [
      ...[id.TINYINT, id.SMALLINT, id.INTEGER, id.BIGINT, id.HUGEINT],
      ...[id.UTINYINT, id.USMALLINT, id.UINTEGER, id.UBIGINT, id.UHUGEINT],
    ],
    DECIMAL: [id.DECIMAL, id.DOUBLE, id.FLOAT, id.INTEGER, id.BIGINT, id.HUGEINT],
    DATE: [id.DATE],
    TIMESTAMP: [id.TIMESTAMP, id.TIMESTAMP_TZ, id.TIMESTAMP_S, id.TIMESTAMP_MS, id.TIMESTAMP_NS],
    BOOLEAN: [id.BOOLEAN],
  };
  if (typeId === undefined || !fits[column.type].includes(typeId)) {
    const found = typeId === undefined ? 'nothing' : id[typeId];
    throw queryMistake(new Error(`the column ${column.name} is ${found}, not ${column.type}`));
  }
  if (column.type === 'TIMESTAMP') {
    const isInstant = typeId === id.TIMESTAMP_TZ;
    return isInstant ? name : `timezone('UTC', ${name}::TIMESTAMP)`;
  }
  return `${name}::${sqlType(column)}`;
}

function sqlType({ type, scale = 0 }: Column): string {
  if (type === 'STRING') return 'VARCHAR';
  if (type === 'INTEGER') return 'BIGINT';
  if (type === 'DECIMAL') return `DECIMAL(${DECIMAL_DIGITS}, ${scale})`;
  return type;
}
