import type { DuckDBConnection } from '@duckdb/node-api';
import type { EngineJob } from './messages.ts';
import { literal } from './text.ts';

/** What a query has to read. */
export interface Scanned {
  readonly bytes: number;
  readonly rows: number;
}

/**
 * The bytes of the columns a query names, compressed as they lie there; of files that have no columns of their own, all.
 * Each column a query names counts in each table that has it, and whole: Athena leaves out row groups that cannot match.
 */
// documented: https://docs.aws.amazon.com/athena/latest/ug/columnar-storage.html (only the columns of a query are read)
export async function measureScanned(
  connection: DuckDBConnection,
  { tables, columns }: Pick<EngineJob, 'tables' | 'columns'>,
): Promise<Scanned> {
  const total = { bytes: 0, rows: 0 };
  for (const { files, format } of tables) {
    if (files.length === 0) continue;
    if (format.kind === 'csv') {
      for (const { bytes } of files) total.bytes += bytes;
      continue;
    }
    const paths = `[${files.map(({ path }) => literal(path)).join(', ')}]`;
    const sizes = await connection.runAndReadAll(
      `SELECT lower(split_part(path_in_schema, ', ', 1)), sum(total_compressed_size) FROM parquet_metadata(${paths}) GROUP BY ALL`,
    );
    for (const [name, bytes] of sizes.getRows()) {
      if (!columns || columns.includes(String(name))) total.bytes += Number(bytes);
    }
    const counted = await connection.runAndReadAll(
      `SELECT sum(num_rows) FROM parquet_file_metadata(${paths})`,
    );
    total.rows += Number(counted.getRows()[0]?.[0] ?? 0);
  }
  return total;
}
