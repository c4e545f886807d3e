import { ReportError } from '../errors.ts';

const HOUR_MS = 3_600_000;
/** Hours remembered: fifteen years of them, in 1 MiB. */
const SLOTS = 1 << 17;
const NOT_REMEMBERED = -2_147_483_648;
const CHANGES_WITHIN = -2_147_483_647;

/** An IANA time zone and what its clocks show. */
export interface TimeZone {
  readonly name: string;
  readonly isUtc: boolean;
  /** Milliseconds the zone's clocks are ahead of UTC at a moment, which is in milliseconds since 1970-01-01T00:00Z. */
  offsetMs(epochMs: number): number;
}

/**
 * A zone that answers for any moment in a few nanoseconds once it has met the moment's hour; `INVALID_DATA` when
 * there is no zone of that name.
 */
export function createTimeZone(name: string): TimeZone {
  const formatter = createFormatter(name);
  const isUtc = formatter.resolvedOptions().timeZone === 'UTC';
  if (isUtc) return { name, isUtc, offsetMs: () => 0 };
  const hours = new Int32Array(SLOTS).fill(NOT_REMEMBERED);
  const offsets = new Int32Array(SLOTS);
  let lastHour = Number.NaN;
  let lastOffset = 0;
  return { name, isUtc, offsetMs };

  function offsetMs(epochMs: number): number {
    const hour = Math.floor(epochMs / HOUR_MS);
    if (hour === lastHour) return lastOffset;
    const slot = hour & (SLOTS - 1);
    if (hours[slot] !== hour) {
      offsets[slot] = offsetOfHour(hour);
      hours[slot] = hour;
    }
    const offset = offsets[slot] as number;
    if (offset === CHANGES_WITHIN) return exactOffsetMs(formatter, epochMs);
    lastHour = hour;
    lastOffset = offset;
    return offset;
  }

  /** Not every change is on the hour: Lord Howe's is at half past, and old ones were at any second. */
  function offsetOfHour(hour: number): number {
    const first = exactOffsetMs(formatter, hour * HOUR_MS);
    const last = exactOffsetMs(formatter, (hour + 1) * HOUR_MS - 1);
    return first === last ? first : CHANGES_WITHIN;
  }
}

function createFormatter(name: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  } catch (cause) {
    throw new ReportError('INVALID_DATA', `There is no time zone called ${name}.`, { cause });
  }
}

/** Reads the `GMT+05:45` at the end of a formatted moment; seconds stand there only for offsets of long ago. */
function exactOffsetMs(formatter: Intl.DateTimeFormat, epochMs: number): number {
  const text = formatter.format(epochMs);
  const [, sign, hours, minutes, seconds] =
    /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text) ?? [];
  if (sign === undefined) return 0;
  const offset = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0)) * 1000;
  return sign === '-' ? -offset : offset;
}
