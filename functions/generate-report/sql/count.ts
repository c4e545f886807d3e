import type { CsvCounts } from '../encode/csv-text.ts';
import { ReportError } from '../errors.ts';
import type { Tallies } from './copy-forms.ts';
import { columnExpressions } from './projection.ts';
import { subquery, withStatement, type CheckedQuery } from './query.ts';
import type { SqlSession } from './session.ts';

/** How many rows the query gives; it is not sorted for that. */
export async function countRows(session: SqlSession, query: CheckedQuery): Promise<number> {
  const [rows = 0] = await numbers(session, query, ['count(*)']);
  return rows;
}

/** What a CSV encoder counts while it writes, counted by a query; nothing is asked when nothing is tallied. */
export async function countTallies(
  session: SqlSession,
  query: CheckedQuery,
  tallies: Tallies,
): Promise<CsvCounts> {
  const kinds = Object.keys(tallies) as (keyof CsvCounts)[];
  const counts: CsvCounts = { formulas: 0, unpaired: 0, longNumbers: 0, milliseconds: 0 };
  if (kinds.length === 0) return counts;
  const sums = kinds.map((kind) => {
    const counted = columnExpressions(query, session.duckdb, (column, value) => {
      const condition = tallies[kind]?.(column, value) ?? 'false';
      return `count_if(${condition})`;
    });
    return counted.join(' + ');
  });
  const found = await numbers(session, query, sums);
  kinds.forEach((kind, index) => (counts[kind] = found[index] ?? 0));
  return counts;
}

async function numbers(
  session: SqlSession,
  query: CheckedQuery,
  expressions: readonly string[],
): Promise<number[]> {
  const sql = `SELECT ${expressions.join(', ')} FROM ${subquery(query.unordered)}`;
  return session.perform((connection) =>
    withStatement(session, connection, sql, query.parameters, async (statement) => {
      const answer = await statement.runAndReadAll();
      return (answer.getRowsJson()[0] ?? []).map(Number);
    }),
  );
}

/** Throws `ROW_COUNT_MISMATCH` unless as many rows were written as were counted before. */
export function requireRows(written: number, expected: number): void {
  if (written === expected) return;
  const message = `${written} rows were written where ${expected} were expected.`;
  throw new ReportError('ROW_COUNT_MISMATCH', message);
}
