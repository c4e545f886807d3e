/** Character sets of Java's regular expressions, in JavaScript's set syntax. */

const SPACE = ' \\t\\n\\x0B\\f\\r';
const HORIZONTAL = ' \\t\\xA0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000';
const VERTICAL = '\\n\\x0B\\f\\r\\x85\\u2028\\u2029';

/** One-letter escapes. Java's are ASCII unless flagged otherwise. */
// documented: https://docs.oracle.com/javase/8/docs/api/java/util/regex/Pattern.html
export const CLASS_ESCAPES: Readonly<Record<string, string>> = {
  d: '[0-9]',
  D: '[^0-9]',
  w: '[a-zA-Z_0-9]',
  W: '[^a-zA-Z_0-9]',
  s: `[${SPACE}]`,
  S: `[^${SPACE}]`,
  h: `[${HORIZONTAL}]`,
  H: `[^${HORIZONTAL}]`,
  v: `[${VERTICAL}]`,
  V: `[^${VERTICAL}]`,
  t: '\\t',
  n: '\\n',
  r: '\\r',
  f: '\\f',
  a: '\\x07',
  e: '\\x1b',
};

const PUNCTUATION = '\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e';

const POSIX: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\x00-\\x7f',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: PUNCTUATION,
  Graph: `a-zA-Z0-9${PUNCTUATION}`,
  Print: `a-zA-Z0-9${PUNCTUATION}\\x20`,
  Blank: ' \\t',
  Cntrl: '\\x00-\\x1f\\x7f',
  XDigit: '0-9a-fA-F',
  Space: SPACE,
};

/** `\p{name}` as a set; undefined when there is none of that name. */
export function propertyClass(name: string, isNegated: boolean): string | undefined {
  if (Object.hasOwn(POSIX, name)) return `[${isNegated ? '^' : ''}${POSIX[name]}]`;
  const bare = name.replace(/^Is/, '');
  const letter = isNegated ? 'P' : 'p';
  const candidates = [bare, `Script=${bare}`, name.replace(/^(?:sc|script)=/i, 'Script=')];
  return candidates.map((candidate) => `\\${letter}{${candidate}}`).find(isProperty);
}

function isProperty(escape: string): boolean {
  try {
    new RegExp(escape, 'v');
    return true;
  } catch {
    return false;
  }
}
