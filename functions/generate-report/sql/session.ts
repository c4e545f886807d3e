import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { LocalDataset, LocalParts } from '../datasets/dataset.ts';
import { loadDuckDb, type DuckDb } from './duckdb.ts';
import { engineLimits } from './limits.ts';
import { createStop, interruptible } from './stop.ts';
import { literal } from './text.ts';
import { createView, pathsOf } from './views.ts';

export interface SessionOptions {
  readonly datasets: readonly (LocalDataset | LocalParts)[];
  /** A directory of the session's own is made in it, and removed with everything in it at the end. */
  readonly workDirectory: string;
  /** The function's memory. */
  readonly memoryMib: number;
  /** The most that may be spilled to disk; as much as is free when absent. */
  readonly maxSpillMib?: number;
  readonly signal: AbortSignal;
  /** Wall-clock time the whole session may take; after it everything fails with `SOURCE_TIMEOUT`. */
  readonly timeoutMs: number;
}

/** The only files a session can write. */
export interface SessionFiles {
  readonly pipe: string;
  readonly copy: string;
  readonly snapshot: string;
}

/** A DuckDB of its own that can read the datasets and nothing else. */
export interface SqlSession extends AsyncDisposable {
  readonly duckdb: DuckDb;
  /** Aborts with the caller's reason, or with `SOURCE_TIMEOUT`. */
  readonly signal: AbortSignal;
  readonly files: SessionFiles;
  /**
   * Runs one operation at a time; an abort of `signal`, or of `stopping`, interrupts it.
   * Rejects with the abort's reason or with a `ReportError`.
   */
  perform<T>(operation: Operation<T>, stopping?: AbortSignal): Promise<T>;
  /** How far the running statement is, 0 to 1; null when not known. */
  progress(): number | null;
}

type Operation<T> = (connection: DuckDBConnection) => Promise<T>;

/** Opens a session with the datasets as views, locked: no other file, no network, no setting, no extension. */
export async function openSession(options: SessionOptions): Promise<SqlSession> {
  options.signal.throwIfAborted();
  const duckdb = await loadDuckDb();
  const directory = await mkdtemp(path.join(options.workDirectory, 'sql-'));
  const files = sessionFiles(directory);
  const instance = await duckdb.api.DuckDBInstance.create(
    ':memory:',
    engineOptions(options, directory),
  );
  const connection = await instance.connect();
  const stop = createStop(options.signal, options.timeoutMs);
  let running: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  const session: SqlSession = {
    duckdb,
    signal: stop.signal,
    files,
    perform(operation, stopping) {
      const signals = stopping ? [stop.signal, stopping] : [stop.signal];
      const result = interruptible(connection, signals, operation);
      running = result.catch(() => undefined);
      return result;
    },
    progress() {
      const { percentage } = connection.progress;
      return percentage < 0 ? null : Math.min(1, percentage / 100);
    },
    async [Symbol.asyncDispose]() {
      if (isClosed) return;
      isClosed = true;
      stop.release();
      stop.abort(new Error('the session is closed'));
      await running;
      connection.closeSync();
      instance.closeSync();
      await rm(directory, { recursive: true, force: true });
    },
  };
  try {
    const statements = preparation(options, files);
    for (const statement of statements) await session.perform((open) => open.run(statement));
    return session;
  } catch (error) {
    await session[Symbol.asyncDispose]();
    throw error;
  }
}

function sessionFiles(directory: string): SessionFiles {
  return {
    pipe: path.join(directory, 'rows.pipe'),
    copy: path.join(directory, 'rows.copy'),
    snapshot: path.join(directory, 'rows.parquet'),
  };
}

function engineOptions(options: SessionOptions, directory: string): Record<string, string> {
  const { memoryLimit, threads } = engineLimits(options.memoryMib);
  return {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    temp_directory: path.join(directory, 'spill'),
    threads: String(threads),
    memory_limit: memoryLimit,
  };
}

/** The order matters: after the last two statements nothing more can be reached or changed. */
// documented: https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview
function preparation({ datasets, maxSpillMib }: SessionOptions, files: SessionFiles): string[] {
  const readable = datasets.flatMap(pathsOf);
  const allowed = [...readable, ...Object.values<string>({ ...files })].map(literal);
  return [
    'SET enable_progress_bar = true',
    'SET enable_progress_bar_print = false',
    "SET TimeZone = 'UTC'",
    // observed: DuckDB 1.5.5 ignores it among the options an instance is created with
    ...(maxSpillMib ? [`SET max_temp_directory_size = '${maxSpillMib}MiB'`] : []),
    ...datasets.map(createView),
    `SET allowed_paths = [${allowed.join(', ')}]`,
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ];
}
