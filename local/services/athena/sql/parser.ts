import { malformedQuery } from '../errors.ts';
import { isToken, placeOf, tokenize } from './lexer.ts';
import { findForeign } from './foreign.ts';
import type { Statement } from './statement.ts';

/** A table a query names. */
export interface TableName {
  readonly catalog: string | undefined;
  readonly database: string | undefined;
  readonly name: string;
  /** Index in the query of its first character. */
  readonly at: number;
}

/** What a query names. */
export interface ParsedQuery {
  readonly tables: readonly TableName[];
  /** Names of columns in lower case, wherever they stand; undefined when there is a star. */
  readonly columns: ReadonlySet<string> | undefined;
  /** Functions as the query writes them, in lower case. */
  readonly functions: readonly { readonly name: string; readonly at: number }[];
}

/** Parses queries. */
export interface SqlParser extends AsyncDisposable {
  /** Rejects with the refusal of StartQueryExecution, whose places are those of the whole statement. */
  parse(statement: Pick<Statement, 'text' | 'query' | 'queryAt'>): Promise<ParsedQuery>;
  /** Whether a text is an expression that names no column. */
  isConstant(expression: string): Promise<boolean>;
}

type Node = Readonly<Record<string, unknown>>;
type Serialized =
  | { readonly error: false; readonly statements: readonly Node[] }
  | { readonly error: true; readonly error_message: string; readonly position?: string };

/** DuckDB's parser: it knows nearly all of Trino's grammar, and more, which is refused apart. */
export function createSqlParser(): SqlParser {
  let opened: Promise<Awaited<ReturnType<typeof open>>> | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  return {
    async parse({ text, query, queryAt }) {
      const place = (at: number): string => placeOf(text, queryAt + at);
      const foreign = findForeign(tokenize(query));
      if (foreign) {
        throw malformedQuery(`${place(foreign.at)}: mismatched input '${foreign.text}'`);
      }
      const answer = await serialize(query);
      if (answer.error) throw malformedQuery(syntaxError(query, answer, place));
      return readNames(answer.statements, query);
    },
    async isConstant(expression) {
      if (!isTrino(expression)) return false;
      const answer = await serialize(`SELECT (${expression}\n)`);
      if (answer.error) return false;
      const { columns, tables } = readNames(answer.statements, '');
      return columns?.size === 0 && tables.length === 0;
    },
    async [Symbol.asyncDispose]() {
      const parts = await opened;
      parts?.connection.closeSync();
      parts?.instance.closeSync();
    },
  };

  /** One at a time: a connection runs one statement. */
  function serialize(query: string): Promise<Serialized> {
    const result = turn.then(async () => {
      const { connection } = await (opened ??= open());
      const reader = await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [
        query,
      ]);
      return JSON.parse(String(reader.getRows()[0]?.[0])) as Serialized;
    });
    turn = result.catch(() => undefined);
    return result;
  }
}

function isTrino(expression: string): boolean {
  try {
    return findForeign(tokenize(expression)) === undefined;
  } catch {
    return false;
  }
}

/** Loaded when the first query comes: 70 MB of native code. */
async function open() {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: '64MB',
    enable_external_access: 'false',
  });
  return { instance, connection: await instance.connect() };
}

// observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/caveats.md (the words; Athena also lists what it expected)
function syntaxError(
  query: string,
  error: Extract<Serialized, { error: true }>,
  place: (at: number) => string,
): string {
  const at = fromBytes(query, Number(error.position ?? 0));
  const near = /at or near "([\s\S]*)"$/.exec(error.error_message)?.[1];
  if (near !== undefined) return `${place(at)}: mismatched input '${near}'`;
  if (/at end of input/.test(error.error_message)) {
    return `${place(query.length)}: mismatched input '<EOF>'`;
  }
  return `${place(at)}: ${error.error_message}`;
}

function readNames(statements: readonly Node[], query: string): ParsedQuery {
  const tables: TableName[] = [];
  const columns = new Set<string>();
  const functions: { name: string; at: number }[] = [];
  const withs = new Set<string>();
  const found = { hasStar: false };
  for (const statement of statements) visit(statement);
  return {
    tables: tables.filter(({ database, name }) => database !== undefined || !withs.has(name)),
    columns: found.hasStar ? undefined : columns,
    functions,
  };

  function visit(value: unknown): void {
    if (Array.isArray(value)) return value.forEach(visit);
    if (!isNode(value)) return;
    const node = value;
    if (node.cte_map) {
      const { map = [] } = node.cte_map as { map?: readonly { key: string }[] };
      for (const { key } of map) withs.add(key.toLowerCase());
    }
    if (node.type === 'BASE_TABLE') tables.push(readTable(node, query));
    if (node.class === 'COLUMN_REF') {
      columns.add(String((node.column_names as string[]).at(-1)).toLowerCase());
    }
    if (node.class === 'STAR') found.hasStar = true;
    if (node.class === 'FUNCTION') {
      const name = String(node.function_name).toLowerCase();
      const at = fromBytes(query, Number(node.query_location));
      // What the parser itself makes of operators and keywords is not in the text by that name.
      if (isCallAt(query, at, name)) functions.push({ name, at });
    }
    for (const child of Object.values(node)) visit(child);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

function readTable(node: Node, query: string): TableName {
  const text = (key: string): string | undefined =>
    typeof node[key] === 'string' && node[key] !== '' ? node[key].toLowerCase() : undefined;
  return {
    catalog: text('catalog_name'),
    database: text('schema_name'),
    name: text('table_name') ?? '',
    at: fromBytes(query, Number(node.query_location)),
  };
}

function isCallAt(query: string, at: number, name: string): boolean {
  // An operator before a parenthesis is none.
  if (!/^\w+$/.test(name)) return false;
  if (query.slice(at, at + name.length).toLowerCase() !== name) return false;
  try {
    return isToken(tokenize(query.slice(at + name.length))[0], '(');
  } catch {
    return false;
  }
}

/** DuckDB counts bytes of UTF-8. */
function fromBytes(text: string, bytes: number): number {
  if (!Number.isFinite(bytes) || bytes > Buffer.byteLength(text)) return 0;
  return Buffer.from(text).subarray(0, bytes).toString('utf8').length;
}
