import { malformedQuery } from '../errors.ts';
import { findForeign } from './foreign.ts';
import { placeOf, tokenize } from './lexer.ts';
import { startParserProcess, type Parsed, type ParserProcess } from './parser-client.ts';
import { fromBytes, type ParsedQuery } from './read-names.ts';
import type { Statement } from './statement.ts';

/** Parses queries. */
export interface SqlParser extends AsyncDisposable {
  /** Rejects with the refusal of StartQueryExecution, whose places are those of the whole statement. */
  parse(statement: Pick<Statement, 'text' | 'query' | 'queryAt'>): Promise<ParsedQuery>;
  /** Whether a text is an expression that names no column. */
  isConstant(expression: string): Promise<boolean>;
}

/** DuckDB's parser: it knows nearly all of Trino's grammar, and more, which is refused apart. */
export function createSqlParser(): SqlParser {
  let process: ParserProcess | undefined;

  return {
    async parse({ text, query, queryAt }) {
      const place = (at: number): string => placeOf(text, queryAt + at);
      const foreign = findForeign(tokenize(query));
      if (foreign) {
        throw malformedQuery(`${place(foreign.at)}: mismatched input '${foreign.text}'`);
      }
      const parsed = await read(query);
      if ('names' in parsed) return parsed.names;
      throw malformedQuery(syntaxError(query, parsed.error, place));
    },
    async isConstant(expression) {
      if (!isTrino(expression)) return false;
      const parsed = await read(`SELECT (${expression}\n)`);
      if (!('names' in parsed)) return false;
      const { columns, tables } = parsed.names;
      return columns?.length === 0 && tables.length === 0;
    },
    async [Symbol.asyncDispose]() {
      await process?.[Symbol.asyncDispose]();
    },
  };

  function read(query: string): Promise<Parsed> {
    // Started when the first query comes, and again when one has ended it.
    if (!process?.isRunning()) process = startParserProcess();
    return process.read(query);
  }
}

function isTrino(expression: string): boolean {
  try {
    return findForeign(tokenize(expression)) === undefined;
  } catch {
    return false;
  }
}

// observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/caveats.md (the words; Athena also lists what it expected)
function syntaxError(
  query: string,
  error: Extract<Parsed, { error: object }>['error'],
  place: (at: number) => string,
): string {
  const at = fromBytes(query, error.position);
  const near = /at or near "([\s\S]*)"$/.exec(error.message)?.[1];
  if (near !== undefined) return `${place(at)}: mismatched input '${near}'`;
  if (/at end of input/.test(error.message)) {
    return `${place(query.length)}: mismatched input '<EOF>'`;
  }
  return `${place(at)}: ${error.message}`;
}
