import { ResolverFault } from '../faults.ts';

/** A piece of a Java date pattern: a letter with its count, or text that stands for itself. */
export type PatternPart =
  { readonly letter: string; readonly count: number } | { readonly literal: string };

/** The letters this cloud knows; of Java's own list only F, B and p are missing. */
const KNOWN_LETTERS = 'GuyDMLdQqYwEecaHhKkmsSAnNVzOXxZ';

/** English names, as Java's default locale on AWS gives them. */
// assumed: the locale is English (United States)
export const MONTHS: readonly string[] = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
export const WEEKDAYS: readonly string[] = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
];

/** Reads a pattern of java.time's DateTimeFormatter. Throws a ResolverFault for letters it does not know. */
// documented: https://docs.oracle.com/javase/8/docs/api/java/time/format/DateTimeFormatter.html#patterns
export function readDatePattern(pattern: string): PatternPart[] {
  const parts: PatternPart[] = [];
  for (const [token] of pattern.matchAll(/''|'(?:[^']|'')*'|([a-zA-Z])\1*|[^]/g)) {
    const letter = token.charAt(0);
    if (token === "''") parts.push({ literal: "'" });
    else if (token === "'") throw fault('Pattern ends with an incomplete string literal', pattern);
    else if (letter === "'") parts.push({ literal: token.slice(1, -1).replaceAll("''", "'") });
    else if (/[[\]{}#]/.test(letter))
      throw fault(`Pattern includes reserved character: ${letter}`, pattern);
    else if (!/[a-zA-Z]/.test(letter)) parts.push({ literal: token });
    else if (KNOWN_LETTERS.includes(letter)) parts.push({ letter, count: token.length });
    else throw fault(`Unknown pattern letter: ${letter}`, pattern);
  }
  return parts;
}

function fault(what: string, pattern: string): ResolverFault {
  return new ResolverFault('IllegalArgumentException', `${what}: ${pattern}`);
}
