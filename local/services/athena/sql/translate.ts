import { REWRITTEN } from './functions.ts';
import { isToken, tokenize, type Token } from './lexer.ts';
import { writeCast } from './casts.ts';

/** A query of Trino's SQL as DuckDB gives the same answer to; what both understand alike stays as it is. */
export function translate(query: string): string {
  const tokens = tokenize(query);
  const ends = findEnds(tokens);
  return write(0, tokens.length);

  /** The tokens of a range with all that stands between them. */
  function write(from: number, to: number): string {
    let written = '';
    let index = from;
    while (index < to) {
      const token = tokens[index] as Token;
      const close = isCall(index) ? ends.get(index + 1) : undefined;
      written += space(index);
      if (close === undefined) {
        written += writeToken(token);
        index++;
      } else {
        written += writeCall(token.text.toLowerCase(), index + 2, close);
        index = close + 1;
      }
    }
    return written;
  }

  function isCall(index: number): boolean {
    const token = tokens[index];
    if (token?.kind !== 'word' || !isToken(tokens[index + 1], '(')) return false;
    // What follows AS is the name of a table with its columns.
    if (isToken(tokens[index - 1], 'AS')) return false;
    const name = token.text.toLowerCase();
    // `count(x) FILTER (WHERE ...)` is no call of filter.
    if (name === 'filter' && isToken(tokens[index + 2], 'WHERE')) return false;
    return isCast(name) || Object.hasOwn(REWRITTEN, name);
  }

  function writeCall(name: string, from: number, close: number): string {
    if (isCast(name)) return writeCast(name, castParts(from, close));
    const args = split(from, close, ',').map(([start, end]) => write(start, end).trim());
    return (REWRITTEN[name] ?? ((all) => `${name}(${all.join(', ')})`))(args, name);
  }

  function castParts(from: number, close: number) {
    const parts = split(from, close, 'AS');
    const [start, end] = parts.at(-1) ?? [from, close];
    const type = tokens.slice(start, end).map(({ text }) => text);
    return { value: write(from, Math.max(from, start - 1)), type: type.join(' ').toLowerCase() };
  }

  /** Ranges of tokens between separators that are in no parentheses of their own. */
  function split(from: number, to: number, separator: string): [number, number][] {
    const ranges: [number, number][] = [];
    let start = from;
    for (let index = from; index < to; index++) {
      if (isToken(tokens[index], separator)) {
        ranges.push([start, index]);
        start = index + 1;
      }
      index = ends.get(index) ?? index;
    }
    return start === to && ranges.length === 0 ? [] : [...ranges, [start, to]];
  }

  function space(index: number): string {
    const before = tokens[index - 1];
    const from = before ? before.at + before.text.length : 0;
    return query.slice(from, tokens[index]?.at).replaceAll(/--[^\n]*/g, '');
  }
}

/** Where each opening parenthesis or bracket is closed, by the indexes of the tokens. */
function findEnds(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  const open: number[] = [];
  for (const [index, token] of tokens.entries()) {
    if (isToken(token, '(') || isToken(token, '[')) open.push(index);
    if (isToken(token, ')') || isToken(token, ']')) ends.set(open.pop() ?? 0, index);
  }
  return ends;
}

function isCast(name: string): boolean {
  return name === 'cast' || name === 'try_cast';
}

function writeToken({ kind, text }: Token): string {
  // observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/caveats.md (Athena takes 1.5 for a double; Trino and DuckDB take it for a decimal)
  return kind === 'number' && /^[\d.]*\.[\d.]*$/.test(text) ? `${text}e0` : text;
}
