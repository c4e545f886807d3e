import type { TimeZone } from '../pipeline/time-zone.ts';
import { writePadded, writeThree, writeTwo } from './byte-numbers.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const DASH = 0x2d;
const PLUS = 0x2b;
const COLON = 0x3a;
const POINT = 0x2e;
const SPACE = 0x20;
const LETTER_T = 0x54;
const LETTER_Z = 0x5a;
const DAYS_IN_400_YEARS = 146_097;
const DAYS_IN_4_YEARS = 1461;
/** Days from 0000-03-01 to 1970-01-01: years are counted from March, so that leap days come last in them. */
const DAYS_TO_1970 = 719_468;
/** Days from 1900-03-01 to 1970-01-01. */
const DAYS_FROM_1900 = 25_508;
/** Days from 1900-03-01 to 2100-03-01, in which every fourth year is a leap year. */
const DAYS_OF_PLAIN_YEARS = 73_049;
/** The first day of the years counted from March that is in the next year of the calendar: 1 January. */
const NEW_YEAR = 306;
/** `-MM-DD` of each day of a year that begins with March and has a 29 February. */
const MONTHS_AND_DAYS = Buffer.from(
  Array.from({ length: 366 }, (_, day) =>
    new Date(Date.UTC(1999, 2, 1 + day)).toISOString().slice(4, 10),
  ).join(''),
);
const MONTH_AND_DAY_BYTES = 6;

/** Dates and moments beyond this many days of 1970 are no dates to JavaScript, and hardly to anyone. */
export const MAX_DAYS = 100_000_000;
/** Most bytes a date or a timestamp takes. */
export const TIMESTAMP_BYTES = 40;

/** Writes `YYYY-MM-DD`; years beyond four digits as ISO 8601 expands them, `+012345-01-01`. */
export function writeDate(buffer: Buffer, offset: number, days: number): number {
  const shifted = days + DAYS_FROM_1900;
  if (shifted < 0 || shifted >= DAYS_OF_PLAIN_YEARS) return writeFarDate(buffer, offset, days);
  const year = ((4 * shifted + 3) / DAYS_IN_4_YEARS) | 0;
  const dayOfYear = shifted - ((year * DAYS_IN_4_YEARS) >> 2);
  return writeYearAndDay(buffer, offset, 1900 + year, dayOfYear);
}

/** The same by the whole rule of leap years, which repeats every 400 years. */
function writeFarDate(buffer: Buffer, offset: number, days: number): number {
  const shifted = days + DAYS_TO_1970;
  const cycle = Math.floor(shifted / DAYS_IN_400_YEARS);
  const day = (shifted - cycle * DAYS_IN_400_YEARS) | 0;
  // All leap days before the day taken out, years have 365 days.
  const leapDays = ((day / 1460) | 0) - ((day / 36_524) | 0) + ((day / 146_096) | 0);
  const year = ((day - leapDays) / 365) | 0;
  const dayOfYear = day - (365 * year + (year >> 2) - ((year / 100) | 0));
  return writeYearAndDay(buffer, offset, cycle * 400 + year, dayOfYear);
}

function writeYearAndDay(buffer: Buffer, offset: number, year: number, dayOfYear: number): number {
  offset = writeYear(buffer, offset, dayOfYear < NEW_YEAR ? year : year + 1);
  const from = dayOfYear * MONTH_AND_DAY_BYTES;
  // Written out: a loop takes twice as long.
  buffer[offset] = MONTHS_AND_DAYS[from] as number;
  buffer[offset + 1] = MONTHS_AND_DAYS[from + 1] as number;
  buffer[offset + 2] = MONTHS_AND_DAYS[from + 2] as number;
  buffer[offset + 3] = MONTHS_AND_DAYS[from + 3] as number;
  buffer[offset + 4] = MONTHS_AND_DAYS[from + 4] as number;
  buffer[offset + 5] = MONTHS_AND_DAYS[from + 5] as number;
  return offset + MONTH_AND_DAY_BYTES;
}

/** Writes `YYYY-MM-DDTHH:mm:ss.sss+HH:mm` as the zone's clocks show the moment, with `Z` for UTC itself. */
export function writeIsoTimestamp(
  buffer: Buffer,
  offset: number,
  epochMs: number,
  zone: TimeZone,
): number {
  // The format has no seconds in offsets, as local mean times had them: with whole minutes the moment stays exact.
  const offsetMinutes = zone.isUtc ? 0 : Math.round(zone.offsetMs(epochMs) / MINUTE_MS);
  const localMs = epochMs + offsetMinutes * MINUTE_MS;
  const days = Math.floor(localMs / DAY_MS);
  const msOfDay = (localMs - days * DAY_MS) | 0;
  offset = writeClock(buffer, offset, days, msOfDay, LETTER_T);
  buffer[offset] = POINT;
  offset = writeThree(buffer, offset + 1, msOfDay % 1000);
  if (zone.isUtc) {
    buffer[offset] = LETTER_Z;
    return offset + 1;
  }
  const distance = Math.abs(offsetMinutes);
  buffer[offset] = offsetMinutes < 0 ? DASH : PLUS;
  offset = writeTwo(buffer, offset + 1, (distance / 60) | 0);
  buffer[offset] = COLON;
  return writeTwo(buffer, offset + 1, distance % 60);
}

/** Writes `YYYY-MM-DD HH:mm:ss` as the zone's clocks show the moment: spreadsheets take it for a date. */
export function writePlainTimestamp(
  buffer: Buffer,
  offset: number,
  epochMs: number,
  zone: TimeZone,
): number {
  const localMs = epochMs + zone.offsetMs(epochMs);
  const days = Math.floor(localMs / DAY_MS);
  return writeClock(buffer, offset, days, (localMs - days * DAY_MS) | 0, SPACE);
}

function writeClock(
  buffer: Buffer,
  offset: number,
  days: number,
  msOfDay: number,
  separator: number,
): number {
  const second = (msOfDay / 1000) | 0;
  const minute = (second / 60) | 0;
  const hour = (minute / 60) | 0;
  offset = writeDate(buffer, offset, days);
  buffer[offset] = separator;
  offset = writeTwo(buffer, offset + 1, hour);
  buffer[offset] = COLON;
  offset = writeTwo(buffer, offset + 1, minute - hour * 60);
  buffer[offset] = COLON;
  return writeTwo(buffer, offset + 1, second - minute * 60);
}

function writeYear(buffer: Buffer, offset: number, year: number): number {
  if (year >= 0 && year <= 9999) {
    const century = (year / 100) | 0;
    return writeTwo(buffer, writeTwo(buffer, offset, century), year - century * 100);
  }
  buffer[offset] = year < 0 ? DASH : PLUS;
  return writePadded(buffer, offset + 1, Math.abs(year), 6);
}
