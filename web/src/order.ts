import type { ReportOrder } from '../../client/index.ts';
import { formatDay, formatDuration, formatCount, formatNumber } from './format.ts';

/** The bounds of the schema, also checked by the API: here they are explained before anything is sent. */
export const MAX_SAMPLE_ROWS = 10_000_000;
export const MAX_SAMPLE_DELAY_MS = 840_000;
export const MAX_CALENDAR_DAYS_APART = 73_050;
export const MAX_TITLE_CHARACTERS = 120;
/** The native date picker goes on to the year 275760; AWSDate does not. */
export const LAST_DAY = '9999-12-31';
const FIRST_DAY = '0001-01-01';
const MS_PER_DAY = 86_400_000;

export type Kind = 'sample' | 'calendar';

/** The form as typed. */
export interface OrderDraft {
  readonly kind: Kind;
  readonly title: string;
  readonly amountOfRows: string;
  readonly delayMs: string;
  readonly fromDate: string;
  readonly toDate: string;
}

export type FieldName = Exclude<keyof OrderDraft, 'kind'>;
export type FieldProblems = Partial<Record<FieldName, string>>;

/** What the form sends; `reportId` is added when it is sent. */
export type Order = Pick<ReportOrder, 'title' | 'definition' | 'format'>;

/** The form at first sight: small, quick, and slow enough to be seen working. */
export function firstDraft(nowMs: number): OrderDraft {
  const year = new Date(nowMs).getFullYear();
  return {
    kind: 'sample',
    title: '',
    amountOfRows: '500',
    delayMs: '5000',
    fromDate: `${year}-01-01`,
    toDate: `${year}-12-31`,
  };
}

/** The order a draft makes, or what is wrong with it, field by field, in words. */
export function checkDraft(
  draft: OrderDraft,
): { readonly order: Order } | { readonly problems: FieldProblems } {
  const problems = withoutEmpty({
    title: titleProblem(draft.title),
    ...(draft.kind === 'sample' ? sampleProblems(draft) : calendarProblems(draft)),
  });
  if (Object.keys(problems).length > 0) return { problems };
  const title = draft.title.trim();
  return { order: { ...(title ? { title } : {}), definition: definitionOf(draft) } };
}

/** What the order will give, before it is sent; undefined while the form has problems. */
export function expectation(draft: OrderDraft): string | undefined {
  if ('problems' in checkDraft(draft)) return undefined;
  if (draft.kind === 'calendar') {
    return `${formatCount(daysApart(draft.fromDate, draft.toDate) + 1, 'row')}, one for each day.`;
  }
  const rows = formatCount(wholeNumber(draft.amountOfRows), 'row');
  const delayMs = wholeNumber(draft.delayMs);
  return delayMs === 0
    ? `${rows}, as fast as possible.`
    : `${rows}, in about ${formatDuration(delayMs)}.`;
}

function definitionOf(draft: OrderDraft): Order['definition'] {
  if (draft.kind === 'calendar') {
    return { calendar: { fromDate: draft.fromDate, toDate: draft.toDate } };
  }
  const { amountOfRows, delayMs } = draft;
  return {
    sample: { amountOfRows: wholeNumber(amountOfRows), delayMs: wholeNumber(delayMs) },
  };
}

function sampleProblems({ amountOfRows, delayMs }: OrderDraft) {
  return {
    amountOfRows: numberProblem(amountOfRows, MAX_SAMPLE_ROWS, 'rows'),
    delayMs: numberProblem(delayMs, MAX_SAMPLE_DELAY_MS, 'milliseconds'),
  };
}

function numberProblem(text: string, max: number, unit: string): string | undefined {
  if (text.trim() === '') return `Enter a number of ${unit}, 0 to ${formatNumber(max)}.`;
  const value = wholeNumber(text);
  if (Number.isNaN(value)) return `Enter a whole number of ${unit}, for example 500.`;
  if (value > max) return `Enter at most ${formatNumber(max)} ${unit}.`;
  return undefined;
}

function calendarProblems({ fromDate, toDate }: OrderDraft) {
  const from = dayProblem(fromDate, 'first');
  const to = dayProblem(toDate, 'last');
  return { fromDate: from, toDate: to ?? (from ? undefined : rangeProblem(fromDate, toDate)) };
}

function dayProblem(date: string, which: string): string | undefined {
  if (date === '') return `Choose the ${which} day.`;
  const isDay = /^\d{4}-\d\d-\d\d$/.test(date) && date >= FIRST_DAY;
  return isDay ? undefined : 'Choose a day from the year 1 to the year 9999.';
}

function rangeProblem(fromDate: string, toDate: string): string | undefined {
  // Text order is date order.
  if (toDate < fromDate) {
    return `Choose a day on or after the first day, ${formatDay(fromDate)}.`;
  }
  if (daysApart(fromDate, toDate) <= MAX_CALENDAR_DAYS_APART) return undefined;
  return 'Choose a day at most 200 years after the first day.';
}

function titleProblem(title: string): string | undefined {
  const excess = title.trim().length - MAX_TITLE_CHARACTERS;
  return excess > 0 ? `Shorten the name by ${formatCount(excess, 'character')}.` : undefined;
}

function daysApart(fromDate: string, toDate: string): number {
  return (Date.parse(`${toDate}T00:00:00Z`) - Date.parse(`${fromDate}T00:00:00Z`)) / MS_PER_DAY;
}

/** Takes `10000`, `10,000` and `10 000`; anything else, `1.000` among it, is NaN rather than a guess. */
function wholeNumber(text: string): number {
  const digits = text.trim();
  if (!/^\d+$|^\d{1,3}([, ]\d{3})+$/.test(digits)) return NaN;
  return Number(digits.replace(/[, ]/g, ''));
}

function withoutEmpty(problems: Partial<Record<FieldName, string | undefined>>): FieldProblems {
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem));
}
