import { ResolverFault } from '../faults.ts';
import { MONTHS, readDatePattern, WEEKDAYS } from './java-date-pattern.ts';
import type { TimeZone } from './time-zone.ts';

const MS_PER_DAY = 86_400_000;

/** A moment as clocks and calendars of a zone show it; `local` holds their fields as if they were UTC. */
interface Moment {
  readonly epochMs: number;
  readonly local: Date;
  readonly offsetMinutes: number;
  readonly zone: TimeZone;
}

type Field = (moment: Moment, count: number) => string;

/** A moment in the form of a java.time pattern, in English. */
// documented: https://docs.oracle.com/javase/8/docs/api/java/time/format/DateTimeFormatter.html#patterns
export function formatDate(epochMs: number, pattern: string, zone: TimeZone): string {
  const offsetMinutes = zone.offsetMinutes(epochMs);
  const local = new Date(epochMs + offsetMinutes * 60_000);
  if (Number.isNaN(local.getTime())) {
    throw new ResolverFault('DateTimeException', `not a moment: ${epochMs}`);
  }
  const moment = { epochMs, local, offsetMinutes, zone };
  return readDatePattern(pattern)
    .map((part) =>
      'literal' in part ? part.literal : (FIELDS[part.letter]?.(moment, part.count) ?? ''),
    )
    .join('');
}

const year: Field = ({ local }, count) => yearText(local.getUTCFullYear(), count);
const month: Field = ({ local }, count) =>
  count <= 2 ? pad(local.getUTCMonth() + 1, count) : text(MONTHS[local.getUTCMonth()], count);
const quarter: Field = ({ local }, count) => {
  const number = Math.floor(local.getUTCMonth() / 3) + 1;
  if (count <= 2) return pad(number, count);
  if (count === 4) return `${['1st', '2nd', '3rd', '4th'][number - 1]} quarter`;
  return count === 3 ? `Q${number}` : String(number);
};
const weekday: Field = ({ local }, count) => text(WEEKDAYS[local.getUTCDay()], count);
// assumed: weeks begin on Sunday, as in the United States
const localWeekday: Field = (moment, count) =>
  count <= 2 ? pad(moment.local.getUTCDay() + 1, count) : weekday(moment, count);

const FIELDS: Readonly<Record<string, Field>> = {
  G: ({ local }, count) => eraText(local.getUTCFullYear() > 0, count),
  y: year,
  u: year,
  Y: ({ local }, count) => yearText(weekOf(local).year, count),
  w: ({ local }, count) => pad(weekOf(local).week, count),
  D: ({ local }, count) => pad(dayOfYear(local), count),
  M: month,
  L: month,
  Q: quarter,
  q: quarter,
  d: ({ local }, count) => pad(local.getUTCDate(), count),
  E: weekday,
  e: localWeekday,
  c: localWeekday,
  a: ({ local }) => (local.getUTCHours() < 12 ? 'AM' : 'PM'),
  H: ({ local }, count) => pad(local.getUTCHours(), count),
  k: ({ local }, count) => pad(local.getUTCHours() || 24, count),
  K: ({ local }, count) => pad(local.getUTCHours() % 12, count),
  h: ({ local }, count) => pad(local.getUTCHours() % 12 || 12, count),
  m: ({ local }, count) => pad(local.getUTCMinutes(), count),
  s: ({ local }, count) => pad(local.getUTCSeconds(), count),
  S: ({ local }, count) => pad(local.getUTCMilliseconds(), 3).padEnd(count, '0').slice(0, count),
  A: ({ local }, count) => pad(msOfDay(local), count),
  n: ({ local }, count) => pad(local.getUTCMilliseconds() * 1_000_000, count),
  N: ({ local }, count) => pad(msOfDay(local) * 1_000_000, count),
  V: ({ zone }) => zone.id,
  z: ({ zone, epochMs }, count) => zone.name(epochMs, count === 4 ? 'long' : 'short'),
  O: ({ offsetMinutes }, count) => `GMT${gmtOffset(offsetMinutes, count)}`,
  X: ({ offsetMinutes }, count) => (offsetMinutes === 0 ? 'Z' : isoOffset(offsetMinutes, count)),
  x: ({ offsetMinutes }, count) => isoOffset(offsetMinutes, count),
  Z: ({ offsetMinutes }, count) => {
    if (count === 4) return `GMT${gmtOffset(offsetMinutes, 4)}`;
    if (count === 5) return offsetMinutes === 0 ? 'Z' : isoOffset(offsetMinutes, 3);
    return isoOffset(offsetMinutes, 2);
  },
};

function pad(value: number, count: number): string {
  return String(value).padStart(count, '0');
}

/** Three letters or fewer are the short form, four the long one, five a single letter. */
function text(name: string | undefined, count: number): string {
  if (!name) return '';
  if (count === 5) return name.charAt(0);
  return count === 4 ? name : name.slice(0, 3);
}

function eraText(isCommonEra: boolean, count: number): string {
  if (count === 4) return isCommonEra ? 'Anno Domini' : 'Before Christ';
  return (isCommonEra ? 'AD' : 'BC').slice(0, count === 5 ? 1 : 2);
}

function yearText(value: number, count: number): string {
  if (count === 2) return pad(Math.abs(value) % 100, 2);
  return value < 0 ? `-${pad(-value, count)}` : pad(value, count);
}

function isoOffset(minutes: number, count: number): string {
  const sign = minutes < 0 ? '-' : '+';
  const hours = pad(Math.floor(Math.abs(minutes) / 60), 2);
  const rest = Math.abs(minutes) % 60;
  if (count === 1 && rest === 0) return sign + hours;
  return `${sign}${hours}${count % 2 === 1 && count > 1 ? ':' : ''}${pad(rest, 2)}`;
}

function gmtOffset(minutes: number, count: number): string {
  if (minutes === 0) return '';
  if (count === 4) return isoOffset(minutes, 3);
  const rest = Math.abs(minutes) % 60;
  const hours = Math.floor(Math.abs(minutes) / 60);
  return `${minutes < 0 ? '-' : '+'}${hours}${rest === 0 ? '' : `:${pad(rest, 2)}`}`;
}

function msOfDay(local: Date): number {
  return ((local.getTime() % MS_PER_DAY) + MS_PER_DAY) % MS_PER_DAY;
}

function dayOfYear(local: Date): number {
  const newYear = Date.UTC(local.getUTCFullYear(), 0, 1);
  return Math.floor((local.getTime() - newYear) / MS_PER_DAY) + 1;
}

/** The week and its year: week 1 is the one with 1 January, and weeks begin on Sunday. */
// assumed: the week rules of the United States
function weekOf(local: Date): { year: number; week: number } {
  const thisYear = local.getUTCFullYear();
  for (const candidate of [thisYear + 1, thisYear]) {
    const newYear = new Date(Date.UTC(candidate, 0, 1));
    const firstSunday = newYear.getTime() - newYear.getUTCDay() * MS_PER_DAY;
    if (local.getTime() >= firstSunday) {
      return {
        year: candidate,
        week: Math.floor((local.getTime() - firstSunday) / MS_PER_DAY / 7) + 1,
      };
    }
  }
  return { year: thisYear, week: 1 };
}
