import { ResolverFault } from '../faults.ts';

const MS_PER_MINUTE = 60_000;

/** A time zone: its offset at a moment, and its short and long English names. */
export interface TimeZone {
  readonly id: string;
  offsetMinutes(epochMs: number): number;
  name(epochMs: number, style: 'short' | 'long'): string;
}

/** Finds zones by IANA name (`Europe/Berlin`), `UTC`, `Z`, or an offset such as `+02:00` or `GMT+2`. */
export function createTimeZones(): (id: string) => TimeZone {
  const known = new Map<string, TimeZone>();
  return (id) => {
    const zone = known.get(id) ?? fixedZone(id) ?? namedZone(id);
    known.set(id, zone);
    return zone;
  };
}

/** The moment at which clocks of a zone show a local time, given as if it were UTC. */
export function fromLocal(localMs: number, zone: TimeZone): number {
  const first = localMs - zone.offsetMinutes(localMs) * MS_PER_MINUTE;
  // The offset may differ between the guess and the result when a change of time lies between.
  return localMs - zone.offsetMinutes(first) * MS_PER_MINUTE;
}

function fixedZone(id: string): TimeZone | undefined {
  if (id === 'Z') return fixed(id, 0);
  if (id === 'UTC' || id === 'GMT' || id === 'UT') return fixed(id, 0);
  const found = /^(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::?(\d{2}))?(?::?\d{2})?$/.exec(id);
  if (!found) return undefined;
  const minutes = Number(found[2]) * 60 + Number(found[3] ?? 0);
  return fixed(id, found[1] === '-' ? -minutes : minutes);
}

function fixed(id: string, minutes: number): TimeZone {
  return { id, offsetMinutes: () => minutes, name: () => id };
}

function namedZone(id: string): TimeZone {
  let parts: Intl.DateTimeFormat;
  try {
    parts = new Intl.DateTimeFormat('en-US', {
      timeZone: id,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw new ResolverFault('DateTimeException', `Invalid ID for region-based ZoneId: ${id}`);
  }
  return {
    id,
    offsetMinutes(epochMs) {
      const fields = new Map(parts.formatToParts(epochMs).map(({ type, value }) => [type, value]));
      const read = (type: Intl.DateTimeFormatPartTypes): number => Number(fields.get(type));
      const year = fields.get('era')?.startsWith('B') ? 1 - read('year') : read('year');
      const local = new Date(0);
      local.setUTCFullYear(year, read('month') - 1, read('day'));
      local.setUTCHours(read('hour'), read('minute'), read('second'));
      return Math.round((local.getTime() - Math.floor(epochMs / 1000) * 1000) / MS_PER_MINUTE);
    },
    name(epochMs, style) {
      const format = new Intl.DateTimeFormat('en-US', { timeZone: id, timeZoneName: style });
      const name = format.formatToParts(epochMs).find(({ type }) => type === 'timeZoneName');
      return name?.value ?? id;
    },
  };
}
