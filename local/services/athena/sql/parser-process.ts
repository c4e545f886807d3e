/** DuckDB's parser in a process of its own: 70 MB of native code that neither delays the cloud nor ends it. */
import { DuckDBInstance } from '@duckdb/node-api';
import type { Parsed, ParserAnswer, ParserQuestion } from './parser-client.ts';
import { readNames } from './read-names.ts';

type Serialized =
  | { readonly error: false; readonly statements: readonly unknown[] }
  | { readonly error: true; readonly error_message: string; readonly position?: string };

const instance = await DuckDBInstance.create(':memory:', {
  threads: '1',
  memory_limit: '256MB',
  enable_external_access: 'false',
});
const connection = await instance.connect();
/** One at a time: a connection runs one statement. */
let turn: Promise<void> = Promise.resolve();

// Whoever started it is gone: nobody waits for the answer.
process.on('disconnect', () => process.exit());
process.on('message', (question) => {
  turn = turn.then(async () => void process.send?.(await answer(question as ParserQuestion)));
});

async function answer({ id, query }: ParserQuestion): Promise<ParserAnswer> {
  try {
    return { id, parsed: await parse(query) };
  } catch (error) {
    return { id, failure: (error as Error).message };
  }
}

async function parse(query: string): Promise<Parsed> {
  const sql = 'SELECT json_serialize_sql($1::VARCHAR)';
  const reader = await connection.runAndReadAll(sql, [query]);
  const serialized = JSON.parse(String(reader.getRows()[0]?.[0])) as Serialized;
  if (!serialized.error) return { names: readNames(serialized.statements, query) };
  const { error_message: message, position } = serialized;
  return { error: { message, position: Number(position ?? 0) } };
}
