import type { Column, ColumnType } from '../pipeline/batch.ts';
import { runCopy } from './copy-to-fifo.ts';
import { projection } from './projection.ts';
import { subquery, type CheckedQuery } from './query.ts';
import type { SqlSession } from './session.ts';
import { literal } from './text.ts';

/** Keeps the result of a query for later invocations that go on with the same report. */
export interface SnapshotStore {
  /** Stores the file at `path`. */
  save(path: string, signal: AbortSignal): Promise<void>;
  /** Puts what was saved at `path`; false when nothing was. */
  load(path: string, signal: AbortSignal): Promise<boolean>;
}

/** Rows the file can be entered at: a reader in the middle leaves out whole groups of this size. */
const ROW_GROUP_ROWS = 122_880;

/** Writes the query's result to the session's snapshot file; resolves with the number of rows. */
export async function takeSnapshot(session: SqlSession, query: CheckedQuery): Promise<number> {
  const columns = projection(query, session.duckdb, (_column, value) => value);
  const file = literal(session.files.snapshot);
  const options = `FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE ${ROW_GROUP_ROWS}, USE_TMP_FILE false`;
  return session.perform((connection) => {
    const copy = `COPY (SELECT ${columns} FROM ${subquery(query.sql)}) TO ${file} (${options})`;
    return runCopy(session, connection, copy, query);
  });
}

/** The query that reads the session's snapshot file, in the order it was written. */
export function snapshotQuery(session: SqlSession, columns: readonly Column[]): CheckedQuery {
  const { DuckDBTypeId: id } = session.duckdb.api;
  const types: Readonly<Record<ColumnType, CheckedQuery['typeIds'][number]>> = {
    STRING: id.VARCHAR,
    INTEGER: id.BIGINT,
    DECIMAL: id.DECIMAL,
    DATE: id.DATE,
    TIMESTAMP: id.TIMESTAMP_TZ,
    BOOLEAN: id.BOOLEAN,
  };
  const sql = `SELECT * FROM read_parquet(${literal(session.files.snapshot)})`;
  const typeIds = columns.map(({ type }) => types[type]);
  return { sql, unordered: sql, columns, parameters: {}, typeIds };
}
