import { isToken, tokenize } from './lexer.ts';

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
  readonly columns: readonly string[] | undefined;
  /** Functions as the query writes them, in lower case. */
  readonly functions: readonly { readonly name: string; readonly at: number }[];
}

type Node = Readonly<Record<string, unknown>>;

/** Finds the names in a query's trees, as DuckDB serializes them. */
export function readNames(statements: readonly unknown[], query: string): ParsedQuery {
  const tables: TableName[] = [];
  const columns = new Set<string>();
  const functions: { name: string; at: number }[] = [];
  const withs = new Set<string>();
  const found = { hasStar: false };
  for (const statement of statements) visit(statement);
  return {
    tables: tables.filter(({ database, name }) => database !== undefined || !withs.has(name)),
    columns: found.hasStar ? undefined : [...columns],
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
export function fromBytes(text: string, bytes: number): number {
  if (!Number.isFinite(bytes) || bytes > Buffer.byteLength(text)) return 0;
  return Buffer.from(text).subarray(0, bytes).toString('utf8').length;
}
