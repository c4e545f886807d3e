/** A piece of a statement; white space and comments are between tokens. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'parameter' | 'symbol';
  /** As it was written. */
  readonly text: string;
  /** Index of its first character. */
  readonly at: number;
}

/** A character or a text that ends too early. */
export class LexicalError extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.name = 'LexicalError';
    this.at = at;
  }
}

const PATTERNS: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /\s+|--[^\n]*|\/\*[\s\S]*?\*\//y],
  ['word', /[\p{L}_][\p{L}\p{N}_@$]*/uy],
  ['quoted', /"(?:[^"]|"")*"/y],
  ['string', /[uU]&'(?:[^']|'')*'|'(?:[^']|'')*'/y],
  ['number', /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['parameter', /\?/y],
  ['symbol', /->>|->|=>|::|\/\/|==|<=|>=|<>|!=|\|\||\*\*|[-+*/%<>=().,;[\]{}:@~^&|!#$`]/y],
];

/** The tokens of a statement. Throws `LexicalError`. */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < sql.length;) {
    const found = match(sql, at);
    if (!found) {
      const open = /^['"]/.test(sql.slice(at)) ? 'a quotation that does not end' : sql[at];
      throw new LexicalError(`mismatched input ${open}`, at);
    }
    if (found.kind !== 'space') tokens.push({ kind: found.kind, text: found.text, at });
    at += found.text.length;
  }
  return tokens;
}

/** Whether a token is this keyword or symbol, in any case. */
export function isToken(token: Token | undefined, text: string): boolean {
  return (
    (token?.kind === 'word' || token?.kind === 'symbol') &&
    token.text.toLowerCase() === text.toLowerCase()
  );
}

/** The place of a character as messages tell it: `line 2:5`, both from 1. */
export function placeOf(sql: string, at: number): string {
  const before = sql.slice(0, at).split('\n');
  return `line ${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

/** The value of a string literal. */
export function stringValue(text: string): string {
  return text.slice(1, -1).replaceAll("''", "'");
}

function match(sql: string, at: number) {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at; // all the state a sticky pattern has
    const [text] = pattern.exec(sql) ?? [];
    if (text !== undefined) return { kind, text };
  }
  return undefined;
}
