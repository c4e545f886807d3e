import type { Batch, RowSource } from '../../pipeline/batch.ts';

const DAY_MS = 86_400_000;
const BATCH_ROWS = 4096;

export interface CalendarParameters {
  readonly fromDate: string;
  readonly toDate: string;
}

/** A calendar table: one row per day, both ends included. */
export function calendar({ fromDate, toDate }: CalendarParameters): RowSource {
  const firstDay = daysOf(fromDate);
  const rowsExpected = daysOf(toDate) - firstDay + 1;
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
    rowsExpected,
    // eslint-disable-next-line @typescript-eslint/require-await -- batches are asynchronous for all kinds
    async *batches({ fromRow, signal }) {
      for (let row = fromRow; row < rowsExpected; row += BATCH_ROWS) {
        signal.throwIfAborted();
        yield calendarRows(firstDay + row, Math.min(BATCH_ROWS, rowsExpected - row));
      }
    },
  };
}

function daysOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

function calendarRows(firstDay: number, length: number): Batch {
  const dates = new Int32Array(length);
  const years = new Int32Array(length);
  const quarters = new Int32Array(length);
  const months = new Int32Array(length);
  const weeks = new Array<string>(length);
  const weekdays = new Int32Array(length);
  const weekends = new Uint8Array(length);
  for (let row = 0; row < length; row++) {
    const day = new Date((firstDay + row) * DAY_MS);
    const month = day.getUTCMonth() + 1;
    const weekday = day.getUTCDay() || 7;
    dates[row] = firstDay + row;
    years[row] = day.getUTCFullYear();
    quarters[row] = Math.ceil(month / 3);
    months[row] = month;
    weeks[row] = isoWeek(day.getTime(), weekday);
    weekdays[row] = weekday;
    weekends[row] = weekday > 5 ? 1 : 0;
  }
  const columns = [dates, years, quarters, months, weeks, weekdays, weekends];
  return { length, vectors: columns.map((values) => ({ values })) };
}

/** ISO 8601 week: the week of a day is the week its Thursday is in. */
function isoWeek(dayMs: number, weekday: number): string {
  const thursday = new Date(dayMs + (4 - weekday) * DAY_MS);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / DAY_MS / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}
