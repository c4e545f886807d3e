import { malformedQuery } from '../errors.ts';
import { isToken, LexicalError, placeOf, tokenize, type Token } from './lexer.ts';
import { parseUnload, type UnloadOptions } from './unload.ts';

export type StatementKind = 'SELECT' | 'UNLOAD';

/** A statement this Athena runs. */
export interface Statement {
  readonly kind: StatementKind;
  /** Without what stands around it: white space and a semicolon. */
  readonly text: string;
  /** The query itself: all of it, or what UNLOAD has in parentheses. */
  readonly query: string;
  /** Where `query` begins in `text`. */
  readonly queryAt: number;
  readonly unload?: UnloadOptions;
}

/** Reads what kind of statement a text is. Throws the refusal of StartQueryExecution. */
export function parseStatement(queryString: string): Statement {
  // observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/parameters.md (a semicolon at the end and white space are removed)
  const text = queryString.trim().replace(/;\s*$/, '').trimEnd();
  const tokens = tokensOf(text);
  const [first] = tokens;
  if (!first) throw malformedQuery("line 1:1: mismatched input '<EOF>'");
  if (isToken(first, 'UNLOAD')) return { kind: 'UNLOAD', text, ...parseUnload(text, tokens) };
  const isQuery = ['SELECT', 'WITH', 'VALUES', 'TABLE', '('].some((word) => isToken(first, word));
  if (isQuery) return { kind: 'SELECT', text, query: text, queryAt: 0 };
  if (KNOWN_ELSEWHERE.some((word) => isToken(first, word))) {
    // observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/caveats.md (the first sentence, of other statements)
    const message = `Queries of this type are not supported. The local Athena runs SELECT and UNLOAD, not ${first.text.toUpperCase()}.`;
    throw malformedQuery(message);
  }
  throw malformedQuery(`${placeOf(text, first.at)}: mismatched input '${first.text}'`);
}

/** Statements that Athena has and this machine does not. */
// documented: https://docs.aws.amazon.com/athena/latest/ug/ddl-sql-reference.html
const KNOWN_ELSEWHERE = [
  ...['ALTER', 'CREATE', 'DEALLOCATE', 'DELETE', 'DESC', 'DESCRIBE', 'DROP', 'EXECUTE', 'EXPLAIN'],
  ...['INSERT', 'MERGE', 'MSCK', 'OPTIMIZE', 'PREPARE', 'SHOW', 'UPDATE', 'USING', 'VACUUM'],
];

function tokensOf(text: string): Token[] {
  try {
    return tokenize(text);
  } catch (error) {
    if (!(error instanceof LexicalError)) throw error;
    throw malformedQuery(`${placeOf(text, error.at)}: ${error.message}`);
  }
}
