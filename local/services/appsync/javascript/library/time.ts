import type { Clock } from '../../../../host.ts';
import { ResolverFault } from '../faults.ts';
import { formatDate } from './java-date-format.ts';
import { parseDate } from './java-date-parse.ts';
import { createTimeZones } from './time-zone.ts';
import { textOf } from '../plain.ts';

const ISO_8601 =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)$/;

/** `util.time`. Moments are milliseconds since 1970; formats are patterns of java.time's DateTimeFormatter. */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/time-helpers-in-util-time-js.html
export function createTime(clock: Clock) {
  const findZone = createTimeZones();
  const now = (): number => Math.floor(clock.now());
  return {
    nowISO8601: (): string => iso8601(now()),
    nowEpochSeconds: (): number => Math.floor(now() / 1000),
    nowEpochMilliSeconds: now,
    nowFormatted: (format: unknown, zone?: unknown): string =>
      formatDate(now(), textOf(format), findZone(zoneId(zone))),
    parseFormattedToEpochMilliSeconds: (text: unknown, format: unknown, zone?: unknown): number =>
      parseDate(textOf(text), textOf(format), findZone(zoneId(zone)), findZone),
    parseISO8601ToEpochMilliSeconds: (text: unknown): number => parseIso8601(textOf(text)),
    epochMilliSecondsToSeconds: (epochMs: unknown): number => Math.floor(Number(epochMs) / 1000),
    epochMilliSecondsToISO8601: (epochMs: unknown): string => iso8601(Number(epochMs)),
    epochMilliSecondsToFormatted: (epochMs: unknown, format: unknown, zone?: unknown): string =>
      formatDate(Number(epochMs), textOf(format), findZone(zoneId(zone))),
  };
}

function zoneId(zone: unknown): string {
  return zone === undefined || zone === null ? 'UTC' : textOf(zone);
}

function iso8601(epochMs: number): string {
  const date = new Date(epochMs);
  if (Number.isNaN(date.getTime())) throw new ResolverFault('DateTimeException', 'not a moment');
  return date.toISOString();
}

// assumed: a zone is required, and digits beyond milliseconds are cut
function parseIso8601(text: string): number {
  const found = ISO_8601.exec(text);
  const fault = new ResolverFault('DateTimeParseException', `Text '${text}' could not be parsed`);
  if (!found) throw fault;
  const [, year, month, day, hour, minute, second = '00', fraction = '', zone = 'Z'] = found;
  const ms = fraction.padEnd(3, '0').slice(0, 3);
  const offset =
    zone === 'Z' ? zone : `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`;
  const parsed = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}${offset}`);
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number.isNaN(parsed) || Number(day) > lastDay || Number(hour) > 23) throw fault;
  return parsed;
}
