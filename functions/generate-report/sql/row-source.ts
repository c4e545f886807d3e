import type { RowSource } from '../pipeline/batch.ts';
import { projection } from './projection.ts';
import { subquery, withStatement, type CheckedQuery } from './query.ts';
import type { SqlSession } from './session.ts';
import { asVector, createBatchReader } from './vectors.ts';

export interface SqlRowsOptions {
  readonly session: SqlSession;
  readonly query: CheckedQuery;
  readonly rowsExpected: number;
}

/**
 * The rows of a query as batches of at most 2048; one reading at a time, nothing else of the session meanwhile.
 * `fromRow` leaves rows out of the query's total order: fast from a snapshot, otherwise the query runs again.
 */
export function createSqlRowSource({ session, query, rowsExpected }: SqlRowsOptions): RowSource {
  return {
    columns: query.columns,
    rowsExpected,
    async *batches({ fromRow, signal }) {
      const read = createBatchReader(query.columns, session.duckdb);
      const result = await session.perform((connection) => {
        const columns = projection(query, session.duckdb, asVector);
        const sql = `SELECT ${columns} FROM ${subquery(query.sql)} OFFSET ${Math.trunc(fromRow)}`;
        return withStatement(session, connection, sql, query.parameters, (statement) =>
          statement.stream(),
        );
      }, signal);
      for (;;) {
        const chunk = await session.perform(() => result.fetchChunk(), signal);
        if (!chunk || chunk.rowCount === 0) return;
        yield read(chunk.chunk);
      }
    },
  };
}
