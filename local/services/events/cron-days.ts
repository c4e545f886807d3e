import { FIELDS, parseField, parseValue, wrongField } from './cron-field.ts';

/** Says whether a day is one a cron expression means. `month` is 0 to 11, as in `Date`. */
export type DayTest = (year: number, month: number, day: number) => boolean;

const SATURDAY = 6;
const DAYS_A_WEEK = 7;

/** The days of the two day fields, of which one must be `?`. Throws with the reason. */
export function parseDays(dayOfMonth: string, dayOfWeek: string): DayTest {
  // documented: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw new Error('one of day-of-month and day-of-week must be ?, and the other must not');
  }
  return dayOfWeek === '?' ? parseDayOfMonth(dayOfMonth) : parseDayOfWeek(dayOfWeek);
}

function parseDayOfMonth(field: string): DayTest {
  return anyOf(field.split(',').map(parseMonthItem));
}

function parseMonthItem(item: string): DayTest {
  if (item === 'L') return (year, month, day) => day === lastDay(year, month);
  if (item === 'LW') {
    return (year, month, day) => day === nearestWeekday(year, month, lastDay(year, month));
  }
  const nearest = /^(\d+)W$/.exec(item);
  if (nearest) {
    const wanted = parseValue(nearest[1] ?? '', FIELDS.dayOfMonth);
    return (year, month, day) =>
      wanted <= lastDay(year, month) && day === nearestWeekday(year, month, wanted);
  }
  const days = parseField(item, FIELDS.dayOfMonth);
  return (_year, _month, day) => days.has(day);
}

function parseDayOfWeek(field: string): DayTest {
  // documented: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html ("only one expression")
  if (field.includes('#') && field.includes(',')) {
    throw new Error('day-of-week takes only one expression when it has a #');
  }
  return anyOf(field.split(',').map(parseWeekItem));
}

function parseWeekItem(item: string): DayTest {
  if (item === 'L') return (...date) => weekday(...date) === SATURDAY;
  const last = /^(\w+)L$/.exec(item);
  if (last) {
    const wanted = parseValue(last[1] ?? '', FIELDS.dayOfWeek) - 1;
    return (year, month, day) =>
      weekday(year, month, day) === wanted && day + DAYS_A_WEEK > lastDay(year, month);
  }
  const nth = /^(\w+)#(\d)$/.exec(item);
  if (nth) {
    const wanted = parseValue(nth[1] ?? '', FIELDS.dayOfWeek) - 1;
    const which = Number(nth[2]);
    if (which < 1 || which > 5) throw wrongField(item, FIELDS.dayOfWeek);
    return (year, month, day) =>
      weekday(year, month, day) === wanted && Math.ceil(day / DAYS_A_WEEK) === which;
  }
  const days = parseField(item, FIELDS.dayOfWeek);
  return (...date) => days.has(weekday(...date) + 1);
}

function anyOf(tests: readonly DayTest[]): DayTest {
  return (...date) => tests.some((test) => test(...date));
}

/** 0 is Sunday. */
function weekday(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month, day)).getUTCDay();
}

function lastDay(year: number, month: number): number {
  return new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
}

/** The weekday closest to a day, in the same month. */
// assumed: it stays in the month, as in Quartz; AWS's page says only "closest"
function nearestWeekday(year: number, month: number, day: number): number {
  const last = lastDay(year, month);
  switch (weekday(year, month, day)) {
    case SATURDAY:
      return day > 1 ? day - 1 : day + 2;
    case 0:
      return day < last ? day + 1 : day - 2;
    default:
      return day;
  }
}
