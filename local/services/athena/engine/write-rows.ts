import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { asText, type OutputColumn } from './columns.ts';
import { identifier } from './text.ts';

/** Writes a result as Athena's CSV: every value in quotes, null as nothing. */
// observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/result-files.md (measured on Athena, byte for byte)
export async function writeRows(
  connection: DuckDBConnection,
  table: string,
  columns: readonly OutputColumn[],
  file: string,
): Promise<number> {
  await pipeline(Readable.from(lines(connection, table, columns)), createWriteStream(file));
  return (await stat(file)).size;
}

async function* lines(
  connection: DuckDBConnection,
  table: string,
  columns: readonly OutputColumn[],
): AsyncGenerator<string> {
  yield lineOf(columns.map(({ name }) => name));
  const selected = columns.map(
    (column) => `CAST(${asText(column)} AS VARCHAR) AS ${identifier(column.source)}`,
  );
  const result = await connection.stream(
    `SELECT ${selected.join(', ')} FROM ${table} ORDER BY rowid`,
  );
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) return;
    yield chunk
      .getRows()
      .map((row) => lineOf(row as (string | null)[]))
      .join('');
  }
}

function lineOf(values: readonly (string | null)[]): string {
  const cells = values.map((value) => (value === null ? '' : `"${value.replaceAll('"', '""')}"`));
  return `${cells.join(',')}\n`;
}
