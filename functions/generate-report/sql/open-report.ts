import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { LocalDataset, LocalParts } from '../datasets/dataset.ts';
import type { DatasetCache } from '../datasets/fetch.ts';
import type { CsvOptions } from '../encode/csv-bytes.ts';
import { readQuery } from '../kinds/sql/read-query.ts';
import type { SqlKind } from '../kinds/sql/sql-kind.ts';
import type { Column, RowSource } from '../pipeline/batch.ts';
import type { DocumentFacts, EncoderOptions } from '../pipeline/encoder.ts';
import { csvForm, jsonLinesForm, parquetForm, type CopyForm } from './copy-forms.ts';
import { createByteSource, type ByteSource } from './copy-to-fifo.ts';
import { countRows } from './count.ts';
import { checkQuery, type CheckedQuery, type Query } from './query.ts';
import { createSqlRowSource } from './row-source.ts';
import { openSession, type SqlSession } from './session.ts';
import { snapshotQuery, takeSnapshot, type SnapshotStore } from './snapshot.ts';
import { createStop } from './stop.ts';
import { requireTold, unloadedQuery, type FetchedRows, type Unloaded } from './unloaded.ts';

export interface SqlReportOptions {
  readonly kind: SqlKind;
  /** The definition's parameters of this kind, as stored. */
  readonly definition: unknown;
  readonly datasets: Pick<DatasetCache, 'fetch'>;
  /** Where spills, the FIFO and a snapshot are, for example /tmp. */
  readonly workDirectory: string;
  readonly memoryMib: number;
  readonly maxSpillMib?: number;
  readonly signal: AbortSignal;
  /** Wall-clock time for reading, from now. */
  readonly timeoutMs: number;
  /**
   * When given, the result is first written to a snapshot and read from there, so that a later invocation with the
   * same store goes on with the very same rows and needs neither the datasets nor the query.
   */
  readonly snapshots?: SnapshotStore;
  /** When given, the rows are read from there and the kind's query is not run. */
  readonly unloaded?: Unloaded;
}

/** A report that is a query, open: its rows are counted and can be read one way at a time. */
export interface SqlReport extends AsyncDisposable {
  readonly columns: readonly Column[];
  readonly rowsExpected: number;
  /** Rows for an encoder of ours: XLSX, PDF, and whatever is to be continued. */
  rows(): RowSource;
  /** A whole file by DuckDB itself: several times faster, not continued. */
  file(format: SqlFileFormat, facts: DocumentFacts): ByteSource;
  /** How far the running statement is, 0 to 1; null when not known. */
  progress(): number | null;
}

/** The formats DuckDB writes itself. */
export type SqlFileFormat =
  { readonly format: 'CSV'; readonly csv: CsvOptions } | { readonly format: 'JSONL' | 'PARQUET' };

/**
 * Opens the report: fetches the datasets, checks the query and counts its rows, or goes on with an earlier snapshot.
 * Rejects with a `ReportError` or the signal's reason; then nothing is left behind.
 */
export async function openSqlReport(options: SqlReportOptions): Promise<SqlReport> {
  const carried = path.join(options.workDirectory, `${randomUUID()}.snapshot`);
  const startedAt = performance.now();
  const inputs = await fetchInputs(options, carried).catch(async (error: unknown) => {
    await rm(carried, { force: true });
    throw error;
  });
  try {
    const timeoutMs = Math.max(1, options.timeoutMs - (performance.now() - startedAt));
    const session = await openSession({ ...options, datasets: inputs.tables, timeoutMs });
    try {
      if (inputs.isContinued) await rename(carried, session.files.snapshot);
      const result = await prepareResult(session, inputs, options.snapshots);
      requireTold(result.rowsExpected, inputs.fetched?.rowsTold);
      return createReport(session, result, () => closeReport(session, inputs));
    } catch (error) {
      await session[Symbol.asyncDispose]();
      throw error;
    }
  } catch (error) {
    await inputs.fetched?.[Symbol.asyncDispose]();
    throw error;
  } finally {
    await rm(carried, { force: true });
  }
}

async function closeReport(session: SqlSession, { fetched }: Inputs): Promise<void> {
  await session[Symbol.asyncDispose]();
  await fetched?.[Symbol.asyncDispose]();
}

/** Where the rows are read from, and how many there are. */
interface Result {
  readonly query: CheckedQuery;
  readonly rowsExpected: number;
}

/** What the result is made of. */
interface Inputs {
  readonly query: Query;
  readonly tables: readonly (LocalDataset | LocalParts)[];
  /** An earlier snapshot is there: nothing else is needed. */
  readonly isContinued: boolean;
  readonly fetched?: FetchedRows;
}

/** An earlier snapshot, put at `carried`, makes datasets and unloaded files needless. */
async function fetchInputs(options: SqlReportOptions, carried: string): Promise<Inputs> {
  const { kind, datasets, snapshots, unloaded, signal, timeoutMs } = options;
  const parameters = kind.parameters(options.definition);
  const stop = createStop(signal, timeoutMs);
  try {
    const isContinued = (await snapshots?.load(carried, stop.signal)) ?? false;
    if (unloaded && !isContinued) {
      const fetched = await unloaded.fetch(stop.signal);
      const query = unloadedQuery(kind, fetched.parts, unloaded.order);
      return { query, tables: [fetched.parts], isContinued, fetched };
    }
    const query = { sql: await readQuery(kind.folder), columns: kind.columns, parameters };
    const needed = isContinued ? [] : kind.datasets;
    const tables = await Promise.all(needed.map((one) => datasets.fetch(one, stop.signal)));
    return { query, tables, isContinued };
  } catch (error) {
    stop.signal.throwIfAborted();
    throw error;
  } finally {
    stop.release();
  }
}

async function prepareResult(
  session: SqlSession,
  { query, isContinued }: Inputs,
  snapshots: SnapshotStore | undefined,
): Promise<Result> {
  const stored = snapshotQuery(session, query.columns);
  if (isContinued) return { query: stored, rowsExpected: await countRows(session, stored) };
  const checked = await checkQuery(session, query);
  if (!snapshots) return { query: checked, rowsExpected: await countRows(session, checked) };
  const rowsExpected = await takeSnapshot(session, checked);
  await snapshots.save(session.files.snapshot, session.signal);
  return { query: stored, rowsExpected };
}

function createReport(
  session: SqlSession,
  { query, rowsExpected }: Result,
  close: () => Promise<void>,
): SqlReport {
  return {
    columns: query.columns,
    rowsExpected,
    rows: () => createSqlRowSource({ session, query, rowsExpected }),
    file(format, facts) {
      const form = copyForm(format, { columns: query.columns, facts, rowsExpected });
      return createByteSource({ session, query, form, rowsExpected });
    },
    progress: session.progress,
    [Symbol.asyncDispose]: close,
  };
}

function copyForm(format: SqlFileFormat, options: EncoderOptions): CopyForm {
  if (format.format === 'CSV') return csvForm(format.csv, options);
  return format.format === 'JSONL' ? jsonLinesForm(options) : parquetForm();
}
