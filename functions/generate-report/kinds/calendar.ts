import type { Row, RowSource } from '../columns.ts';

const DAY_MS = 86_400_000;
const BATCH_ROWS = 1000;

export interface CalendarParameters {
  readonly fromDate: string;
  readonly toDate: string;
}

/** A calendar table: one row per day, both ends included. */
export function calendar({ fromDate, toDate }: CalendarParameters): RowSource {
  const firstMs = Date.parse(`${fromDate}T00:00:00Z`);
  const days = (Date.parse(`${toDate}T00:00:00Z`) - firstMs) / DAY_MS + 1;
  return {
    columns: [
      { name: 'Date', type: 'DATE' },
      { name: 'Year', type: 'INTEGER' },
      { name: 'Quarter', type: 'INTEGER' },
      { name: 'Month', type: 'INTEGER' },
      { name: 'ISO week', type: 'STRING' },
      { name: 'ISO weekday', type: 'INTEGER' },
      { name: 'Weekend', type: 'BOOLEAN' },
    ],
    rowsExpected: days,
    // eslint-disable-next-line @typescript-eslint/require-await -- batches are asynchronous for all kinds
    async *batches(signal) {
      for (let day = 0; day < days; day += BATCH_ROWS) {
        signal.throwIfAborted();
        const count = Math.min(BATCH_ROWS, days - day);
        yield Array.from({ length: count }, (_, offset) =>
          calendarRow(firstMs + (day + offset) * DAY_MS),
        );
      }
    },
  };
}

function calendarRow(dayMs: number): Row {
  const day = new Date(dayMs);
  const month = day.getUTCMonth() + 1;
  const weekday = day.getUTCDay() || 7;
  return [
    day.toISOString().slice(0, 10),
    day.getUTCFullYear(),
    Math.ceil(month / 3),
    month,
    isoWeek(dayMs, weekday),
    weekday,
    weekday > 5,
  ];
}

/** ISO 8601 week: the week of a day is the week its Thursday is in. */
function isoWeek(dayMs: number, weekday: number): string {
  const thursday = new Date(dayMs + (4 - weekday) * DAY_MS);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / DAY_MS / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}
