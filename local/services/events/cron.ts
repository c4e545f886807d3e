import { parseDays } from './cron-days.ts';
import { FIELDS, parseField } from './cron-field.ts';

/** The first time after `afterMs` that a schedule means; undefined when there is none. */
export type NextTime = (afterMs: number) => number | undefined;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** EventBridge's cron: minutes, hours, day-of-month, month, day-of-week, year; UTC. Throws with the reason. */
// documented: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
export function parseCron(fields: string): NextTime {
  const parts = fields.trim().split(/\s+/);
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = parts;
  if (parts.length !== 6) throw new Error(`cron takes six fields, not ${parts.length}`);
  const minutes = ascending(parseField(minute, FIELDS.minute));
  const hours = ascending(parseField(hour, FIELDS.hour));
  const months = parseField(month, FIELDS.month);
  const years = parseField(year, FIELDS.year);
  const isDay = parseDays(dayOfMonth, dayOfWeek);
  const lastYear = Math.max(...years);
  const timesOfDayMs = hours.flatMap((h) => minutes.map((m) => (h * 60 + m) * MINUTE_MS));

  return (afterMs) => {
    for (let dayMs = startOfDay(afterMs); ; dayMs += DAY_MS) {
      const date = new Date(dayMs);
      const [y, m] = [date.getUTCFullYear(), date.getUTCMonth()];
      if (y > lastYear) return undefined;
      if (!years.has(y) || !months.has(m + 1) || !isDay(y, m, date.getUTCDate())) continue;
      const time = timesOfDayMs.find((timeMs) => dayMs + timeMs > afterMs);
      if (time !== undefined) return dayMs + time;
    }
  };
}

function startOfDay(timeMs: number): number {
  return Math.floor(timeMs / DAY_MS) * DAY_MS;
}

function ascending(values: ReadonlySet<number>): number[] {
  return [...values].sort((a, b) => a - b);
}
