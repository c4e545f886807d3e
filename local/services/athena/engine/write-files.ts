import { randomBytes, randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { asText, asValue, type OutputColumn } from './columns.ts';
import type { EngineOutput } from './messages.ts';
import { identifier, literal } from './text.ts';

type FilesOutput = Extract<EngineOutput, { kind: 'files' }>;

/** The text for null in a file of texts. */
// documented: https://docs.aws.amazon.com/athena/latest/ug/lazy-simple-serde.html
const NULL_TEXT = '\\N';

/**
 * Writes a result into several files, as UNLOAD does: each has its rows in the order of the query, but neither the files
 * nor their names have one. So that nobody can rely on more, every file has rows of the first half and of the second.
 */
// documented: https://docs.aws.amazon.com/athena/latest/ug/unload.html (no global ordering of files)
export async function writeFiles(
  connection: DuckDBConnection,
  table: string,
  rows: number,
  columns: readonly OutputColumn[],
  output: FilesOutput,
): Promise<{ name: string; bytes: number }[]> {
  const files: { name: string; bytes: number }[] = [];
  const runId = engineId();
  // assumed: a result without rows has no file
  for (const ranges of shareRows(rows, output.rowsPerFile)) {
    const name = `${runId}_${randomUUID()}${EXTENSIONS[output.compression]}`;
    const file = path.join(output.directory, output.format === 'PARQUET' ? bare(name) : name);
    const parts = ranges.map(
      ([from, to]) =>
        `(SELECT ${select(columns, output)} FROM ${table} WHERE rowid >= ${from} AND rowid < ${to})`,
    );
    await connection.run(
      `COPY (${parts.join(' UNION ALL ')}) TO ${literal(file)} (${copyOptions(output)})`,
    );
    files.push({ name: path.basename(file), bytes: (await stat(file)).size });
  }
  return files;
}

/** Two ranges of rows for each file, one of each half. */
export function shareRows(rows: number, rowsPerFile: number): (readonly [number, number])[][] {
  const count = Math.ceil(rows / rowsPerFile);
  if (count <= 1) return rows > 0 ? [[[0, rows]]] : [];
  const at = (stripe: number): number => Math.round((rows * stripe) / (2 * count));
  return Array.from({ length: count }, (_, file) =>
    [file, count + file].map((stripe) => [at(stripe), at(stripe + 1)] as const),
  );
}

/** As engines name their queries: the time, a number and five letters. */
// observed: https://github.com/dbt-labs/dbt-athena/issues/181 (20230316_041212_00039_ijwuf_7c5716da-bfa4-45ad-b40c-cf14053622db)
function engineId(): string {
  const [date = '', time = ''] = new Date().toISOString().split(/[T.]/);
  const serial = String(randomBytes(2).readUInt16BE() % 100_000).padStart(5, '0');
  const letters = Array.from(
    randomBytes(5),
    (byte) => 'abcdefghijkmnpqrstuvwxyz23456789'[byte % 32],
  );
  return `${date.replaceAll('-', '')}_${time.replaceAll(':', '')}_${serial}_${letters.join('')}`;
}

// observed: https://github.com/aws/aws-sdk/issues/745 (a Parquet file has no extension); assumed: compressed texts have theirs, as Trino writes them
const EXTENSIONS = { NONE: '', GZIP: '.gz', ZSTD: '.zst', SNAPPY: '' } as const;

function bare(name: string): string {
  return name.replace(/\.(?:gz|zst)$/, '');
}

/** Names of columns are in lower case, as in every table of the catalog. */
// documented: https://docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html
function select(columns: readonly OutputColumn[], { format, fieldDelimiter }: FilesOutput): string {
  if (format === 'TEXTFILE') {
    const cells = columns.map((column) => `coalesce(${asText(column)}, ${literal(NULL_TEXT)})`);
    return `${cells.join(` || ${literal(fieldDelimiter)} || `)} AS line`;
  }
  return columns
    .map((column) => `${asValue(column)} AS ${identifier(column.name.toLowerCase())}`)
    .join(', ');
}

function copyOptions({ format, compression }: FilesOutput): string {
  const method = compression === 'NONE' ? 'uncompressed' : compression.toLowerCase();
  switch (format) {
    case 'PARQUET':
      return `FORMAT parquet, COMPRESSION ${method}`;
    case 'JSON':
      return `FORMAT json, COMPRESSION ${method}`;
    case 'TEXTFILE':
      // Lines go out as they are: nothing quotes or escapes them, and the delimiter is no character of theirs.
      // documented: https://docs.aws.amazon.com/athena/latest/ug/lazy-simple-serde.html
      return `FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\u0001\u0002\u0001', COMPRESSION ${method}`;
  }
}
