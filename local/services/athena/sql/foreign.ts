import { isToken, type Token } from './lexer.ts';

/** Operators of DuckDB that Trino does not have. */
const SYMBOLS = ['::', '//', '==', '**', '->>', '@', '~', '^', '&', '!', '#', '{', '`', '$'];
/** Keywords that begin or join what only DuckDB has. */
const WORDS = ['QUALIFY', 'ILIKE', 'GLOB', 'SIMILAR', 'PIVOT', 'UNPIVOT', 'ASOF', 'POSITIONAL'];
/** Pairs of words that only DuckDB understands. */
const PAIRS = [
  ['BY', 'ALL'],
  ['*', 'EXCLUDE'],
  ['*', 'REPLACE'],
  ['*', 'RENAME'],
  ['SEMI', 'JOIN'],
  ['ANTI', 'JOIN'],
  ['USING', 'SAMPLE'],
  [',', 'FROM'],
  [',', ')'],
] as const;

/** The first token that is no Trino although the parser lets it pass; undefined when there is none. */
// documented: https://docs.aws.amazon.com/athena/latest/ug/engine-versions-reference-0003.html (engine version 3 is Trino's SQL); https://trino.io/docs/current/sql/select.html
export function findForeign(tokens: readonly Token[]): Token | undefined {
  return tokens.find((token, index) => {
    if (token.kind === 'symbol') {
      if (SYMBOLS.includes(token.text)) return true;
    } else if (token.kind !== 'word') return false;
    if (WORDS.some((word) => isToken(token, word))) return true;
    const before = tokens[index - 1];
    return PAIRS.some(([first, second]) => isToken(before, first) && isToken(token, second));
  });
}
