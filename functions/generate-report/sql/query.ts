import type { DuckDBConnection, DuckDBPreparedStatement, DuckDBTypeId } from '@duckdb/node-api';
import type { Column } from '../pipeline/batch.ts';
import { queryMistake } from './failures.ts';
import { bindParameters, type SqlParameters } from './parameters.ts';
import type { SqlSession } from './session.ts';
import { withoutOrder } from './without-order.ts';

/** What a report asks of SQL. */
export interface Query {
  /** One SELECT whose columns have the names of `columns`, in their order, with an ORDER BY that leaves no choice. */
  readonly sql: string;
  readonly columns: readonly Column[];
  readonly parameters: SqlParameters;
}

/** A query that was found to be what it must be. */
export interface CheckedQuery extends Query {
  /** The same query without its ORDER BY: counting need not sort. */
  readonly unordered: string;
  readonly typeIds: readonly DuckDBTypeId[];
}

/** Checks that a query is one ordered SELECT of the declared columns, without reading rows. */
export async function checkQuery(session: SqlSession, query: Query): Promise<CheckedQuery> {
  return session.perform(async (connection) => {
    await requireOneSelect(session, connection, query.sql);
    const nothing = `SELECT * FROM ${subquery(query.sql)} LIMIT 0`;
    // Types that follow from parameters are known only when these are bound.
    return withStatement(session, connection, nothing, query.parameters, async (statement) => {
      const result = await statement.run();
      const names = result.columnNames();
      const declared = query.columns.map(({ name }) => name);
      if (JSON.stringify(names) !== JSON.stringify(declared)) {
        throw queryMistake(new Error(`it has the columns ${names.join()}, not ${declared.join()}`));
      }
      const typeIds = names.map((_, index) => result.columnTypeId(index));
      return { ...query, typeIds, unordered: await withoutOrder(connection, query.sql) };
    });
  });
}

async function requireOneSelect(
  { duckdb }: SqlSession,
  connection: DuckDBConnection,
  sql: string,
): Promise<void> {
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1) throw queryMistake(new Error('there is more than one statement'));
  const statement = await statements.prepare(0);
  const isSelect = statement.statementType === duckdb.api.StatementType.SELECT;
  statement.destroySync();
  if (!isSelect) throw queryMistake(new Error('the statement is not a SELECT'));
}

/** Prepares one statement of ours around a query and binds the query's parameters; `use` may not keep it. */
export async function withStatement<T>(
  { duckdb }: SqlSession,
  connection: DuckDBConnection,
  sql: string,
  parameters: SqlParameters,
  use: (statement: DuckDBPreparedStatement) => Promise<T>,
): Promise<T> {
  const statement = await connection.prepare(sql);
  try {
    bindParameters(statement, parameters, duckdb);
    return await use(statement);
  } finally {
    statement.destroySync();
  }
}

/** `query` as a subquery; the line break ends a comment at its end. */
export function subquery(sql: string): string {
  return `(${sql}\n) AS q`;
}
