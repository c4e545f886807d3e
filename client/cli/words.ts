import type { Report, ReportEstimate } from '../types.ts';

const NUMBERS = new Intl.NumberFormat('en-US');
const THREE_DIGITS = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });
const BYTE_UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];
const MS_PER_SECOND = 1000;

/** How a status is told. */
export const STATUS_WORDS: Readonly<Record<Report['status'], string>> = {
  QUEUED: 'Queued',
  RUNNING: 'Running',
  CANCELLING: 'Cancelling',
  SUCCEEDED: 'Done',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
  EXPIRED: 'Expired',
};

/** What an order is likely to take, in one line; what cannot be told is left out. */
export function estimateLine(estimate: ReportEstimate): string {
  const { rows, byteSize, seconds, engine, bytesScanned, basedOnReports } = estimate;
  const parts = [rows === null ? 'An unknown number of rows' : `About ${count(rows)} rows`];
  if (byteSize !== null) parts.push(size(byteSize));
  if (seconds !== null) parts.push(`ready in about ${duration(seconds * MS_PER_SECOND)}`);
  if (engine === 'ATHENA') {
    parts.push(
      `by Athena${bytesScanned === null ? '' : `, which reads up to ${size(bytesScanned)}`}`,
    );
  }
  return `${parts.join(', ')} (judging by ${basisOf(basedOnReports)})`;
}

function basisOf(reports: number): string {
  if (reports === 0) return 'figures that came with the system';
  return reports === 1 ? '1 earlier report' : `${count(reports)} earlier reports`;
}

/** A whole number with thousands separated. */
export function count(value: number): string {
  return NUMBERS.format(value);
}

/** A number of bytes to three digits: `532 bytes`, `12.2 kB`, `237 MB`. */
export function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // From 999.5 on, three digits would be written as 1,000 of the smaller unit.
  for (; value >= 999.5 && unit < BYTE_UNITS.length - 1; unit += 1) value /= 1000;
  return `${THREE_DIGITS.format(value)} ${BYTE_UNITS[unit] ?? ''}`;
}

/** Text from elsewhere without the control characters a terminal would obey. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ');
}

/** Minutes and seconds, with hours when there are any: `0:04`, `12:30`, `1:02:03`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / MS_PER_SECOND));
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}
