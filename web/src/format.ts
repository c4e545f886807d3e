/** The page is written in English; its figures and dates are too, on every machine. */
const LOCALE = 'en-GB';

const MS_PER_SECOND = 1000;
const SECONDS_PER_MINUTE = 60;
const SECONDS_PER_HOUR = 3600;
const SECONDS_PER_DAY = 86_400;
const JUST_NOW_SECONDS = 10;
const SHORTEST_SECONDS = 0.1;
const BYTES_PER_STEP = 1000;
const BYTE_UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

const wholeNumber = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
const moment = new Intl.DateTimeFormat(LOCALE, {
  dateStyle: 'medium',
  timeStyle: 'long',
});
const dayAndMinute = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' });
const calendarDay = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeZone: 'UTC' });

/** `84,211`. */
export function formatNumber(value: number): string {
  return wholeNumber.format(value);
}

/** `84,211 rows`, `1 row`. */
export function formatCount(count: number, singular: string): string {
  return `${formatNumber(count)} ${singular}${count === 1 ? '' : 's'}`;
}

/** `512 bytes`, `12.3 kB`: steps of 1000, as file managers and browsers count. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let step = 0;
  while (value >= BYTES_PER_STEP && step < BYTE_UNITS.length - 1) {
    value /= BYTES_PER_STEP;
    step += 1;
  }
  const unit = bytes === 1 ? 'byte' : BYTE_UNITS[step];
  return `${(value < 100 ? oneDecimal : wholeNumber).format(value)} ${unit}`;
}

/** `0.4 s`, `12 s`, `2 min 5 s`, `1 h 3 min`; negative durations, made by clocks that differ, are `0 s`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / MS_PER_SECOND;
  if (seconds > 0 && seconds < SHORTEST_SECONDS) return `${SHORTEST_SECONDS} s`;
  if (seconds < JUST_NOW_SECONDS) return `${oneDecimal.format(seconds)} s`;
  return formatWholeSeconds(seconds);
}

/** Like `formatDuration` but always in whole seconds: for figures that tick. */
export function formatTicking(milliseconds: number): string {
  return formatWholeSeconds(Math.max(0, milliseconds) / MS_PER_SECOND);
}

/** A guess of what is left as a range, `5 to 8 s`, `1 to 2 min`: a single figure would claim to know. */
export function formatLikelySeconds(seconds: number): string {
  if (seconds < 2) return 'a moment';
  const [low, high] = [seconds * 0.8, seconds * 1.3];
  if (high < 2 * SECONDS_PER_MINUTE) {
    const step = seconds < JUST_NOW_SECONDS ? 1 : 5;
    return range(low, high, step, 's');
  }
  if (high < 2 * SECONDS_PER_HOUR) {
    return range(low / SECONDS_PER_MINUTE, high / SECONDS_PER_MINUTE, 1, 'min');
  }
  return range(low / SECONDS_PER_HOUR, high / SECONDS_PER_HOUR, 1, 'h');
}

function range(low: number, high: number, step: number, unit: string): string {
  const from = Math.max(step, Math.floor(low / step) * step);
  const to = Math.max(from + step, Math.ceil(high / step) * step);
  return `${from} to ${to} ${unit}`;
}

function formatWholeSeconds(seconds: number): string {
  const whole = Math.floor(seconds);
  if (whole < SECONDS_PER_MINUTE) return `${whole} s`;
  const minutes = Math.floor(whole / SECONDS_PER_MINUTE);
  if (whole < SECONDS_PER_HOUR) return joined(minutes, 'min', whole % SECONDS_PER_MINUTE, 's');
  const hours = Math.floor(whole / SECONDS_PER_HOUR);
  return joined(hours, 'h', minutes % SECONDS_PER_MINUTE, 'min');
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** How long ago, in words: `just now`, `25 s ago`, `2 min ago`, `3 h ago`, `4 days ago`. */
export function formatAgo(thenMs: number, nowMs: number): string {
  const seconds = Math.floor((nowMs - thenMs) / MS_PER_SECOND);
  if (seconds < JUST_NOW_SECONDS) return 'just now';
  if (seconds < SECONDS_PER_MINUTE) return `${seconds} s ago`;
  if (seconds < SECONDS_PER_HOUR) return `${Math.floor(seconds / SECONDS_PER_MINUTE)} min ago`;
  if (seconds < SECONDS_PER_DAY) return `${Math.floor(seconds / SECONDS_PER_HOUR)} h ago`;
  return `${formatCount(Math.floor(seconds / SECONDS_PER_DAY), 'day')} ago`;
}

/** The moment in full with its zone, `28 Nov 2026, 14:05:00 CET`: for the title of a shorter time. */
export function formatMoment(timeMs: number): string {
  return moment.format(timeMs);
}

/** `28 Nov 2026, 14:05`, in the reader's zone. */
export function formatDayAndMinute(timeMs: number): string {
  return dayAndMinute.format(timeMs);
}

/** A day without a time, as the schema's AWSDate has it: `1 Jan 2026` for `2026-01-01`. */
export function formatDay(date: string): string {
  const timeMs = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(timeMs) ? date : calendarDay.format(timeMs);
}
