import type { DuckDBConnection } from '@duckdb/node-api';
import type { ResultColumn } from '../types.ts';
import { identifier } from './text.ts';

/** A column of a result, and how it is written. */
export interface OutputColumn extends ResultColumn {
  /** By the name DuckDB has for it in the result's table. */
  readonly source: string;
  readonly duckDbType: string;
}

// observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/api.md (measured on Athena: names, precisions, and float for real)
const TYPES: Readonly<Record<string, readonly [type: string, precision: number]>> = {
  BOOLEAN: ['boolean', 0],
  TINYINT: ['tinyint', 3],
  SMALLINT: ['smallint', 5],
  INTEGER: ['integer', 10],
  BIGINT: ['bigint', 19],
  FLOAT: ['float', 17],
  DOUBLE: ['double', 17],
  VARCHAR: ['varchar', 2147483647],
  BLOB: ['varbinary', 1073741824],
  DATE: ['date', 0],
  TIME: ['time', 3],
  TIMESTAMP: ['timestamp', 3],
  TIMESTAMP_S: ['timestamp', 3],
  TIMESTAMP_MS: ['timestamp', 3],
  'TIMESTAMP WITH TIME ZONE': ['timestamp with time zone', 3],
};

/** The columns of a table that holds a result. */
export async function readColumns(
  connection: DuckDBConnection,
  table: string,
): Promise<OutputColumn[]> {
  const described = await connection.runAndReadAll(`DESCRIBE ${table}`);
  return described.getRows().map(([name, type]) => describe(String(name), String(type)));
}

/** A value as Athena writes it into texts; null stays null. */
export function asText({ source, duckDbType }: OutputColumn): string {
  const value = identifier(source);
  return duckDbType === 'VARCHAR' ? value : `athena_text(${value})`;
}

/** A value of the type Athena has for it. */
export function asValue({ source, duckDbType }: OutputColumn): string {
  const value = identifier(source);
  // Trino's sums and counts are 64 bits wide.
  return WIDE.includes(duckDbType) ? `CAST(${value} AS BIGINT)` : value;
}

const WIDE = ['HUGEINT', 'UHUGEINT', 'UBIGINT', 'UINTEGER', 'USMALLINT', 'UTINYINT'];

function describe(name: string, duckDbType: string): OutputColumn {
  const shown = { name, source: name, duckDbType, scale: 0 };
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(duckDbType);
  if (decimal) {
    const [, precision, scale] = decimal;
    return { ...shown, type: 'decimal', precision: Number(precision), scale: Number(scale) };
  }
  if (WIDE.includes(duckDbType)) return { ...shown, type: 'bigint', precision: 19 };
  if (duckDbType.endsWith('[]')) return { ...shown, type: 'array', precision: 0 };
  const [type, precision] = TYPES[duckDbType] ?? [duckDbType.toLowerCase(), 0];
  return { ...shown, type, precision };
}
