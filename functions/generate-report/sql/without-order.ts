import type { DuckDBConnection } from '@duckdb/node-api';
import { queryMistake } from './failures.ts';

/** What `json_serialize_sql` gives, as far as it is looked at. */
// observed: DuckDB 1.5.5
interface SerializedSql {
  readonly error: boolean;
  readonly statements: readonly [{ node: { modifiers: { type: string }[] } }];
}

/**
 * The statement without its outermost ORDER BY, rewritten by DuckDB's own parser. Throws when it has none: rows
 * without an order can differ from run to run.
 */
export async function withoutOrder(connection: DuckDBConnection, sql: string): Promise<string> {
  const tree = parseExactly(await ask(connection, 'SELECT json_serialize_sql($1::VARCHAR)', sql));
  const { node } = tree.statements[0];
  const others = node.modifiers.filter(({ type }) => type !== 'ORDER_MODIFIER');
  if (others.length === node.modifiers.length) throw queryMistake(new Error('it has no ORDER BY'));
  if (others.some(({ type }) => type.startsWith('LIMIT'))) return sql; // the order decides which rows
  node.modifiers = others;
  return ask(connection, 'SELECT json_deserialize_sql($1::JSON)', JSON.stringify(tree));
}

async function ask(connection: DuckDBConnection, sql: string, argument: string): Promise<string> {
  const answer = await connection.runAndReadAll(sql, [argument]);
  return answer.getRowsJson()[0]?.[0] as string;
}

/** Keeps every number as it is written: some in the tree are beyond 2^53. */
function parseExactly(text: string): SerializedSql {
  const json = JSON as typeof JSON & { rawJSON(source: string): unknown };
  const keep = (_key: string, value: unknown, context?: { source: string }): unknown =>
    typeof value === 'number' && context ? json.rawJSON(context.source) : value;
  return JSON.parse(text, keep) as SerializedSql;
}
