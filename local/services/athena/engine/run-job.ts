import path from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { readColumns } from './columns.ts';
import { MACROS } from './macros.ts';
import type { EngineJob, EngineMessage } from './messages.ts';
import { measureScanned, type Scanned } from './scanned.ts';
import { identifier, literal } from './text.ts';
import { BAD_DATA, BadData, createView } from './views.ts';
import { writeFiles } from './write-files.ts';
import { writeRows } from './write-rows.ts';

/** As the catalog is called in queries. */
const CATALOG = 'awsdatacatalog';
const RESULT = 'local_athena.main.result';
const PROGRESS_EVERY_MS = 250;

/** Runs a query in a DuckDB of its own, on disk, that reaches nothing but its directory. */
export async function runJob(job: EngineJob, say: (message: EngineMessage) => void): Promise<void> {
  try {
    const instance = await DuckDBInstance.create(':memory:', {
      threads: String(job.threads),
      memory_limit: `${job.memoryMib}MiB`,
      temp_directory: path.join(job.directory, 'spill'),
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const connection = await instance.connect();
    for (const statement of preparation(job)) await connection.run(statement);
    for (const table of job.tables) await createView(connection, table);
    const scanned = await measureScanned(connection, job);
    if (job.maxScannedBytes !== undefined && scanned.bytes > job.maxScannedBytes) {
      return say({ kind: 'limit', totalBytes: scanned.bytes });
    }
    for (const statement of locks(job)) await connection.run(statement);
    say(await execute(connection, job, scanned, say));
  } catch (error) {
    const { message } = error as Error;
    const [, raised] = message.split(BAD_DATA);
    if (raised !== undefined) return say({ kind: 'badData', message: raised });
    say({ kind: error instanceof BadData ? 'badData' : 'failed', message });
  }
}

function preparation({ directory, databases }: EngineJob): string[] {
  return [
    "SET TimeZone = 'UTC'",
    'SET enable_progress_bar = true',
    'SET enable_progress_bar_print = false',
    // documented: https://trino.io/docs/current/functions/math.html (division of integers truncates)
    'SET integer_division = true',
    `ATTACH ${literal(path.join(directory, 'result.duckdb'))} AS local_athena`,
    `ATTACH ':memory:' AS ${CATALOG}`,
    `USE ${CATALOG}`,
    ...MACROS,
    ...databases.map((name) => `CREATE SCHEMA IF NOT EXISTS ${CATALOG}.${identifier(name)}`),
  ];
}

/** After these nothing more can be reached or changed. */
// documented: https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview
function locks({ directory, database, databases }: EngineJob): string[] {
  const named = databases.includes(database) ? [database] : [];
  const searched = [...named, 'main'].map((name) => `${CATALOG}.${identifier(name)}`);
  return [
    `SET search_path = ${literal(searched.join(','))}`,
    `SET allowed_directories = [${literal(directory)}]`,
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ];
}

async function execute(
  connection: DuckDBConnection,
  { sql, output }: EngineJob,
  scanned: Scanned,
  say: (message: EngineMessage) => void,
): Promise<EngineMessage> {
  const telling = setInterval(() => {
    const { percentage } = connection.progress;
    const fraction = Math.min(1, Math.max(0, percentage / 100));
    say({ kind: 'progress', totalBytes: scanned.bytes, fraction });
  }, PROGRESS_EVERY_MS);
  try {
    await connection.run(`CREATE TABLE ${RESULT} AS ${sql}`);
    const counted = await connection.runAndReadAll(`SELECT count(*) FROM ${RESULT}`);
    const rows = Number(counted.getRows()[0]?.[0] ?? 0);
    const columns = await readColumns(connection, RESULT);
    const files =
      output.kind === 'rows'
        ? [
            {
              name: path.basename(output.file),
              bytes: await writeRows(connection, RESULT, columns, output.file),
            },
          ]
        : await writeFiles(connection, RESULT, rows, columns, output);
    return {
      kind: 'done',
      totalBytes: scanned.bytes,
      inputRows: scanned.rows,
      outputRows: rows,
      columns: columns.map(({ name, type, precision, scale }) => ({
        name,
        type,
        precision,
        scale,
      })),
      files,
    };
  } finally {
    clearInterval(telling);
  }
}
