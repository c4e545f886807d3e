import { ReportError } from '../../errors.ts';
import type { SqlParameter } from '../../sql/parameters.ts';

const DAY_MS = 86_400_000;

/** Reads the fields of a stored definition; each throws `INVALID_DATA` naming the field when it is not as it must be. */
export function createFields(definition: unknown) {
  const fields = (definition ?? {}) as Readonly<Record<string, unknown>>;
  return { dateRange, daysIn, optionalText, wholeNumber };

  /** Two dates, both ends included. */
  function dateRange(): { fromDate: SqlParameter; toDate: SqlParameter } {
    const [from, to] = [date('fromDate'), date('toDate')];
    if (from > to) throw invalid('fromDate must not be after toDate.');
    return { fromDate: { type: 'DATE', value: from }, toDate: { type: 'DATE', value: to } };
  }

  /** Days of the range that lie from `first` to `last`. */
  function daysIn(first: string, last: string): number {
    const [from, to] = [date('fromDate'), date('toDate')];
    const begin = Date.parse(from < first ? first : from);
    const end = Date.parse(to > last ? last : to);
    return Math.max(0, (end - begin) / DAY_MS + 1);
  }

  function optionalText(name: string, pattern: RegExp, described: string): SqlParameter {
    const value = fields[name] ?? null;
    if (value === null) return { type: 'VARCHAR', value };
    if (typeof value !== 'string' || !pattern.test(value))
      throw invalid(`${name} must be ${described}.`);
    return { type: 'VARCHAR', value };
  }

  function wholeNumber(name: string, least: number, whenAbsent: number): SqlParameter {
    const value = fields[name] ?? whenAbsent;
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least) {
      throw invalid(`${name} must be a whole number of at least ${least}.`);
    }
    return { type: 'BIGINT', value };
  }

  function date(name: string): string {
    const value = fields[name];
    if (typeof value !== 'string' || !isDate(value))
      throw invalid(`${name} must be a date, YYYY-MM-DD.`);
    return value;
  }
}

/** A day of the calendar: 2001-02-30 is none. */
function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && new Date(time).toISOString().startsWith(text);
}

function invalid(message: string): ReportError {
  return new ReportError('INVALID_DATA', message);
}
