import type { KeyReader } from './types.ts';

/** A text of a policy, made ready: nothing is compiled when a call is evaluated. */
export interface TextPattern {
  matches(text: string, keys: KeyReader): boolean;
}

export interface PatternOptions {
  /** Whether `*` and `?` stand for other characters. */
  readonly wildcards: boolean;
  /** Whether `${...}` stands for a key of the request. */
  readonly variables: boolean;
  readonly ignoreCase?: boolean;
}

const ANY_RUN = Symbol('*');
const ANY_ONE = Symbol('?');
type Token = string | typeof ANY_RUN | typeof ANY_ONE;

interface Variable {
  readonly name: string;
  readonly otherwise?: string;
}
type Piece = Token | Variable;

// documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html (default values, `${*}`, `${?}`, `${$}`)
const VARIABLE = /^\$\{\s*([^},\s]+)\s*(?:,\s*'([^']*)'\s*)?\}/;
const LITERALS = ['*', '?', '$'];

/** Makes a pattern of a text of a policy. */
export function compileText(source: string, options: PatternOptions): TextPattern {
  const fold = (text: string): string => (options.ignoreCase ? text.toLowerCase() : text);
  const pieces = readPieces(fold(source), options);
  const tokens = pieces.filter(isToken);
  if (tokens.length < pieces.length) {
    return {
      matches(text, keys) {
        const resolved = resolveVariables(pieces, keys);
        return resolved !== undefined && matchTokens(resolved, fold(text));
      },
    };
  }
  const end = tokens.findIndex((token) => typeof token !== 'string');
  if (end === -1) {
    const whole = tokens.join('');
    return { matches: (text) => fold(text) === whole };
  }
  if (end === tokens.length - 1 && tokens[end] === ANY_RUN) {
    const head = tokens.slice(0, end).join('');
    return { matches: (text) => fold(text).startsWith(head) };
  }
  return { matches: (text) => matchTokens(tokens, fold(text)) };
}

function readPieces(source: string, { wildcards, variables }: PatternOptions): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < source.length;) {
    const [whole, name = '', otherwise] = (variables && VARIABLE.exec(source.slice(at))) || [];
    if (whole !== undefined) {
      if (LITERALS.includes(name)) pieces.push(name);
      else
        pieces.push({
          name: name.toLowerCase(),
          ...(otherwise === undefined ? {} : { otherwise }),
        });
      at += whole.length;
      continue;
    }
    const character = source[at++] ?? '';
    if (wildcards && character === '*') pieces.push(ANY_RUN);
    else if (wildcards && character === '?') pieces.push(ANY_ONE);
    else pieces.push(character);
  }
  return pieces;
}

function isToken(piece: Piece): piece is Token {
  return typeof piece !== 'object';
}

/** Undefined when the request has no value for a variable: then the pattern matches nothing. */
// documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html (a variable without a value does not match)
// assumed: wildcards in a value are plain characters
function resolveVariables(pieces: readonly Piece[], keys: KeyReader): Token[] | undefined {
  const tokens: Token[] = [];
  for (const piece of pieces) {
    if (isToken(piece)) tokens.push(piece);
    else {
      const values = keys(piece.name);
      const value = values?.length === 1 ? values[0] : piece.otherwise;
      if (value === undefined) return undefined;
      for (let at = 0; at < value.length; at++) tokens.push(value.charAt(at));
    }
  }
  return tokens;
}

/** `*` is any run of characters, `?` any one: after a mismatch, the last `*` takes one character more. */
function matchTokens(tokens: readonly Token[], text: string): boolean {
  let token = 0;
  let at = 0;
  let afterRun = -1;
  let runEnd = 0;
  while (at < text.length) {
    const wanted = tokens[token];
    if (wanted === ANY_RUN) {
      afterRun = ++token;
      runEnd = at;
    } else if (wanted === ANY_ONE || (wanted !== undefined && wanted === text[at])) {
      token++;
      at++;
    } else if (afterRun >= 0) {
      token = afterRun;
      at = ++runEnd;
    } else return false;
  }
  while (tokens[token] === ANY_RUN) token++;
  return token === tokens.length;
}
