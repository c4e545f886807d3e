import { userFailure } from '../errors.ts';

/** What strftime writes for each letter of MySQL's formats; absent where DuckDB has nothing alike. */
// documented: https://trino.io/docs/current/functions/datetime.html#mysql-date-functions
const MYSQL: Readonly<Record<string, string>> = {
  a: '%a',
  b: '%b',
  c: '%-m',
  d: '%d',
  e: '%-d',
  f: '%f',
  H: '%H',
  h: '%I',
  I: '%I',
  i: '%M',
  j: '%j',
  k: '%-H',
  l: '%-I',
  M: '%B',
  m: '%m',
  p: '%p',
  r: '%I:%M:%S %p',
  S: '%S',
  s: '%S',
  T: '%H:%M:%S',
  W: '%A',
  Y: '%Y',
  y: '%y',
  '%': '%%',
};
/** The same for Joda's patterns, by the whole run of a letter. */
// documented: https://trino.io/docs/current/functions/datetime.html#java-date-functions
const JODA: Readonly<Record<string, string>> = {
  yyyy: '%Y',
  YYYY: '%Y',
  yy: '%y',
  MMMM: '%B',
  MMM: '%b',
  MM: '%m',
  M: '%-m',
  dd: '%d',
  d: '%-d',
  HH: '%H',
  H: '%-H',
  hh: '%I',
  h: '%-I',
  mm: '%M',
  ss: '%S',
  SSS: '%g',
  a: '%p',
  EEEE: '%A',
  EEE: '%a',
};

/** A format of `date_format` and `date_parse` as strftime has it. */
export function fromMysqlFormat(format: string): string {
  return format.replaceAll(/%(.?)/gs, (whole, letter: string) => {
    const known = MYSQL[letter];
    if (known === undefined) throw unknown(whole);
    return known;
  });
}

/** A pattern of `format_datetime` and `parse_datetime` as strftime has it. */
export function fromJodaPattern(pattern: string): string {
  return pattern.replaceAll(
    /'((?:[^']|'')*)'|([A-Za-z])\2*|%/g,
    (whole, quoted: string | undefined) => {
      if (whole === '%') return '%%';
      if (quoted !== undefined) return quoted === '' ? "'" : quoted.replaceAll("''", "'");
      const known = JODA[whole];
      if (known === undefined) throw unknown(whole);
      return known;
    },
  );
}

function unknown(part: string): Error {
  return userFailure(
    'NOT_SUPPORTED',
    `The local Athena does not have the date format ${part}: docs/fidelity.md tells what it has.`,
  );
}
