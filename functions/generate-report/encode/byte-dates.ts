import type { TimeZone } from '../pipeline/time-zone.ts';
import { writePadded, writeTwo } from './byte-numbers.ts';

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
/** Days from 0000-03-01, where leap days come last in their year, to 1970-01-01. */
const DAYS_TO_1970 = 719_468;

/** Dates and moments beyond this many days of 1970 are no dates to JavaScript, and hardly to anyone. */
export const MAX_DAYS = 100_000_000;
/** Most bytes a date or a timestamp takes. */
export const TIMESTAMP_BYTES = 40;

/** Writes `YYYY-MM-DD`; years beyond four digits as ISO 8601 expands them, `+012345-01-01`. */
export function writeDate(buffer: Buffer, offset: number, days: number): number {
  const shifted = days + DAYS_TO_1970;
  const cycle = Math.floor(shifted / DAYS_IN_400_YEARS);
  const dayOfCycle = (shifted - cycle * DAYS_IN_400_YEARS) | 0;
  // The year within the cycle: leap days taken out, 365 days each.
  const yearOfCycle =
    ((dayOfCycle -
      ((dayOfCycle / 1460) | 0) +
      ((dayOfCycle / 36_524) | 0) -
      ((dayOfCycle / 146_096) | 0)) /
      365) |
    0;
  const dayOfYear =
    dayOfCycle - (365 * yearOfCycle + (yearOfCycle >> 2) - ((yearOfCycle / 100) | 0));
  // Months from March on repeat 31, 30, 31, 30, 31: 153 days in five.
  const month = ((5 * dayOfYear + 2) / 153) | 0;
  const day = dayOfYear - (((153 * month + 2) / 5) | 0) + 1;
  const year = cycle * 400 + yearOfCycle + (month < 10 ? 0 : 1);
  offset = writeYear(buffer, offset, year);
  buffer[offset] = DASH;
  offset = writeTwo(buffer, offset + 1, month < 10 ? month + 3 : month - 9);
  buffer[offset] = DASH;
  return writeTwo(buffer, offset + 1, day);
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
  offset = writeClock(buffer, offset, epochMs + offsetMinutes * MINUTE_MS, LETTER_T);
  const milliseconds = Math.floor(epochMs) - Math.floor(epochMs / 1000) * 1000;
  buffer[offset] = POINT;
  offset = writePadded(buffer, offset + 1, milliseconds, 3);
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
  return writeClock(buffer, offset, epochMs + zone.offsetMs(epochMs), SPACE);
}

function writeClock(buffer: Buffer, offset: number, localMs: number, separator: number): number {
  const days = Math.floor(localMs / DAY_MS);
  const second = ((localMs - days * DAY_MS) / 1000) | 0;
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
  if (year >= 0 && year <= 9999) return writePadded(buffer, offset, year, 4);
  buffer[offset] = year < 0 ? DASH : PLUS;
  return writePadded(buffer, offset + 1, Math.abs(year), 6);
}
