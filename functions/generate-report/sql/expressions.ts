import type { Column } from '../pipeline/batch.ts';
import { literal } from './text.ts';

/** As in `encode/csv-text.ts`: how a formula begins and what a number is. */
const FORMULA_STARTS = [
  '=',
  '+',
  '-',
  '@',
  '\t',
  '\r',
  '\n',
  '\uFF1D',
  '\uFF0B',
  '\uFF0D',
  '\uFF20',
];
const NUMBER = String.raw`[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?`;
/** Digits a spreadsheet keeps. */
const EXACT_DIGITS = 15;

/** Whether a spreadsheet would take the text for a formula. */
export function isFormula(value: string): string {
  const starts = FORMULA_STARTS.map((start) => start.charCodeAt(0)).join(', ');
  const isNumber = `regexp_full_match(${value}, ${literal(NUMBER)}, 'i')`;
  // CASE and not AND, which would evaluate both for every row.
  return `(CASE WHEN unicode(${value}) IN (${starts}) THEN NOT ${isNumber} ELSE false END)`;
}

/** Whether the number has more than 15 digits. */
export function isLongNumber({ type, scale = 0 }: Column, value: string): string {
  const digits = '9'.repeat(EXACT_DIGITS).padStart(scale, '0');
  const point = digits.length - (type === 'DECIMAL' ? scale : 0);
  const most = point < digits.length ? `${digits.slice(0, point)}.${digits.slice(point)}` : digits;
  return `(${value} > ${most} OR ${value} < -${most})`;
}

/** Whether the timestamp is not a whole second. */
export function losesMilliseconds(value: string): string {
  return `(epoch_ms(${value}) % 1000 <> 0)`;
}

/** `YYYY-MM-DD HH:MM:SS` as the zone's clocks show the instant. */
export function localDateTime(instant: string, timeZone: string): string {
  return `strftime(timezone(${literal(timeZone)}, ${instant}), '%Y-%m-%d %H:%M:%S')`;
}

/** `YYYY-MM-DDTHH:MM:SS.sss+HH:MM` as the zone's clocks show the instant; `Z` for UTC itself. */
export function isoDateTime(instant: string, timeZone: string): string {
  const utc = `timezone('UTC', ${instant})`;
  const whole = `'%Y-%m-%dT%H:%M:%S.%g`;
  if (isUtc(timeZone)) return `strftime(${utc}, ${whole}Z')`;
  const local = `timezone(${literal(timeZone)}, ${instant})`;
  // Offsets of long ago had seconds, which the format has not: with whole minutes the moment stays exact.
  const minutes = `round((epoch_ms(${local}) - epoch_ms(${utc})) / 60000.0)::INTEGER`;
  const sign = `CASE WHEN ${minutes} < 0 THEN '-' ELSE '+' END`;
  const offset = `printf('%02d:%02d', abs(${minutes}) // 60, abs(${minutes}) % 60)`;
  return `strftime(${utc} + to_minutes(${minutes}), ${whole}') || ${sign} || ${offset}`;
}

function isUtc(timeZone: string): boolean {
  return new Intl.DateTimeFormat('en-US', { timeZone }).resolvedOptions().timeZone === 'UTC';
}
