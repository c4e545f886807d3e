import type { DuckDBConnection } from '@duckdb/node-api';
import type { CsvCounts } from '../encode/csv-text.ts';
import { ReportError } from '../errors.ts';
import { subquery, withStatement, type CheckedQuery } from './query.ts';
import type { SqlSession } from './session.ts';

/** In DuckDB's catalogue, which only this session has. */
const SEQUENCES: Readonly<Record<keyof CsvCounts, string>> = {
  formulas: 'counted_formulas',
  unpaired: 'counted_unpaired',
  longNumbers: 'counted_long_numbers',
  milliseconds: 'counted_milliseconds',
};

/** How many rows the query gives; it is not sorted for that. */
export async function countRows(session: SqlSession, query: CheckedQuery): Promise<number> {
  const sql = `SELECT count(*) FROM ${subquery(query.unordered)}`;
  return session.perform((connection) =>
    withStatement(session, connection, sql, query.parameters, async (statement) => {
      const answer = await statement.runAndReadAll();
      return Number(answer.getRowsJson()[0]?.[0]);
    }),
  );
}

/**
 * `written` in SQL, one counted more for each value it is computed for: DuckDB counts by a sequence while it writes,
 * where a query beforehand would read everything twice.
 */
export function counted(kind: keyof CsvCounts, written: string): string {
  return `CASE WHEN nextval('${SEQUENCES[kind]}') > 0 THEN ${written} END`;
}

/** Lets counting begin, from 0; `counted` needs it. */
export async function startCounts(connection: DuckDBConnection): Promise<void> {
  for (const sequence of Object.values(SEQUENCES)) {
    await connection.run(`CREATE OR REPLACE SEQUENCE ${sequence}`);
  }
}

/** What was counted since. */
export async function readCounts(connection: DuckDBConnection): Promise<CsvCounts> {
  const sql = 'SELECT sequence_name, coalesce(last_value, 0)::DOUBLE FROM duckdb_sequences()';
  const rows = (await connection.runAndReadAll(sql)).getRows() as [string, number][];
  const counts = new Map(rows);
  const of = (kind: keyof CsvCounts): number => counts.get(SEQUENCES[kind]) ?? 0;
  return {
    formulas: of('formulas'),
    unpaired: of('unpaired'),
    longNumbers: of('longNumbers'),
    milliseconds: of('milliseconds'),
  };
}

/** Throws `ROW_COUNT_MISMATCH` unless as many rows were written as were counted before. */
export function requireRows(written: number, expected: number): void {
  if (written === expected) return;
  const message = `${written} rows were written where ${expected} were expected.`;
  throw new ReportError('ROW_COUNT_MISMATCH', message);
}
