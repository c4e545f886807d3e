import { ResolverFault } from '../faults.ts';
import { MONTHS, readDatePattern, WEEKDAYS, type PatternPart } from './java-date-pattern.ts';
import { fromLocal, type TimeZone } from './time-zone.ts';

type Fields = Map<string, number>;

const NUMBER_LETTERS = 'uydDHhKkmsSAnN';
const MAX_YEAR_DIGITS = 10;

/**
 * The moment a text names, in milliseconds since 1970; the zone is the text's own where the pattern has one.
 * Throws a ResolverFault when the text does not fit, or when the pattern has no full date.
 */
// documented: https://docs.oracle.com/javase/8/docs/api/java/time/format/DateTimeFormatter.html#patterns
// assumed: a missing time of day is midnight
export function parseDate(
  text: string,
  pattern: string,
  zone: TimeZone,
  findZone: (id: string) => TimeZone,
): number {
  const parts = readDatePattern(pattern);
  const fields: Fields = new Map();
  let at = 0;
  let textZone: TimeZone | undefined;

  parts.forEach((part, index) => {
    if ('literal' in part) {
      if (!text.startsWith(part.literal, at)) throw unreadable(at);
      at += part.literal.length;
    } else if ('VzOXxZ'.includes(part.letter)) {
      textZone = readZone();
    } else if (isNumber(part)) {
      readNumber(part, parts[index + 1]);
    } else {
      readName(part.letter, part.count);
    }
  });
  if (at < text.length) throw unreadable(at);
  return fromLocal(
    localTime(fields, () => unreadable(0)),
    textZone ?? zone,
  );

  function unreadable(index: number): ResolverFault {
    const message = `Text '${text}' could not be parsed at index ${index}`;
    return new ResolverFault('DateTimeParseException', message);
  }

  function readNumber(
    part: { letter: string; count: number },
    next: PatternPart | undefined,
  ): void {
    const isYear = part.letter === 'y' || part.letter === 'u';
    const isAdjacent = next !== undefined && isNumber(next);
    // Java reads as many digits as letters where another number follows, and up to the field's width elsewhere.
    const widest =
      part.letter === 'S' || isAdjacent || part.count === 2 ? part.count : MAX_YEAR_DIGITS;
    const narrowest = isYear || part.letter === 'S' ? part.count : Math.min(part.count, 2);
    const [digits = ''] = new RegExp(`^\\d{1,${widest}}`).exec(text.slice(at)) ?? [];
    if (digits.length < narrowest) throw unreadable(at);
    at += digits.length;
    if (isYear) fields.set('year', part.count === 2 ? 2000 + Number(digits) : Number(digits));
    else if (part.letter === 'S') fields.set('S', Number(digits.padEnd(3, '0').slice(0, 3)));
    else fields.set('ML'.includes(part.letter) ? 'month' : part.letter, Number(digits));
  }

  function readName(letter: string, count: number): void {
    const names = namesOf(letter).map((name) => (count === 4 ? name : name.slice(0, 3)));
    const found = names.findIndex((name) => text.startsWith(name, at));
    const name = names[found];
    if (name === undefined) throw unreadable(at);
    at += name.length;
    if (letter === 'M' || letter === 'L') fields.set('month', found + 1);
    if (letter === 'a') fields.set('a', found);
  }

  function readZone(): TimeZone {
    const found = /^(?:(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2}){0,2}|[A-Za-z]+(?:[/_-][A-Za-z_]+)*)/.exec(
      text.slice(at),
    );
    if (!found) throw unreadable(at);
    at += found[0].length;
    return findZone(found[0]);
  }
}

function isNumber(part: PatternPart): part is { letter: string; count: number } {
  if ('literal' in part) return false;
  if (part.letter === 'M' || part.letter === 'L') return part.count <= 2;
  return NUMBER_LETTERS.includes(part.letter);
}

function namesOf(letter: string): readonly string[] {
  switch (letter) {
    case 'M':
    case 'L':
      return MONTHS;
    case 'E':
      return WEEKDAYS;
    case 'a':
      return ['AM', 'PM'];
    case 'G':
      return ['AD', 'BC'];
    default:
      throw new ResolverFault('IllegalArgumentException', `the letter ${letter} cannot be parsed`);
  }
}

/** The fields as a local time. Each has to be in its range: 30 February is refused, as java.time does. */
function localTime(fields: Fields, unreadable: () => ResolverFault): number {
  const year = fields.get('year');
  const dayOfYear = fields.get('D');
  const month = dayOfYear === undefined ? fields.get('month') : 1;
  const day = dayOfYear ?? fields.get('d');
  if (year === undefined || month === undefined || day === undefined) throw unreadable();
  const hour = hourOf(fields);
  const minute = fields.get('m') ?? 0;
  const second = fields.get('s') ?? 0;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isDate =
    dayOfYear !== undefined || (date.getUTCMonth() === month - 1 && date.getUTCDate() === day);
  if (!isDate || date.getUTCFullYear() !== year || hour > 23 || minute > 59 || second > 59) {
    throw unreadable();
  }
  const ms = fields.get('S') ?? Math.floor((fields.get('n') ?? 0) / 1_000_000);
  return date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 + ms;
}

function hourOf(fields: Fields): number {
  const twelveHour = fields.get('h') ?? fields.get('K');
  if (twelveHour !== undefined) return (twelveHour % 12) + 12 * (fields.get('a') ?? 0);
  return fields.get('H') ?? (fields.get('k') ?? 0) % 24;
}
