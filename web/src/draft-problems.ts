import { FLIGHTS_FROM, FLIGHTS_TO, type FieldProblems, type OrderDraft } from './draft.ts';
import { formatCount, formatDay, formatNumber } from './format.ts';

/** The bounds of the schema, also checked by the API: here they are explained before anything is sent. */
export const MAX_SAMPLE_ROWS = 10_000_000;
export const MAX_SAMPLE_DELAY_MS = 840_000;
export const MAX_CALENDAR_DAYS_APART = 73_050;
export const MAX_TITLE_CHARACTERS = 120;
/** The largest `Int` of GraphQL. */
const MAX_INT = 2_147_483_647;
/** The native date picker goes on to the year 275760; AWSDate does not. */
export const LAST_DAY = '9999-12-31';
const FIRST_DAY = '0001-01-01';
const MS_PER_DAY = 86_400_000;

/** What is wrong with a draft, field by field, in words; only the fields of its kind are looked at. */
export function draftProblems(draft: OrderDraft): FieldProblems {
  const problems = { title: titleProblem(draft.title), ...kindProblems(draft) };
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem));
}

type Problems = { [Name in keyof FieldProblems]: string | undefined };

function kindProblems(draft: OrderDraft): Problems {
  const { amountOfRows, delayMs, minimumFlights } = draft;
  switch (draft.kind) {
    case 'sample':
      return {
        amountOfRows: numberProblem(amountOfRows, { min: 0, max: MAX_SAMPLE_ROWS, unit: 'rows' }),
        delayMs: numberProblem(delayMs, { min: 0, max: MAX_SAMPLE_DELAY_MS, unit: 'milliseconds' }),
      };
    case 'calendar':
      return calendarProblems(draft);
    case 'flightDelays':
      return {
        ...flightProblems(draft),
        minimumFlights: numberProblem(minimumFlights, { min: 1, max: MAX_INT, unit: 'flights' }),
      };
    case 'flightDetails':
      return flightProblems(draft);
  }
}

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly unit: string;
}

function numberProblem(text: string, { min, max, unit }: Bounds): string | undefined {
  if (text.trim() === '') {
    const range = max === MAX_INT ? `${min} or more` : `${min} to ${formatNumber(max)}`;
    return `Enter a number of ${unit}, ${range}.`;
  }
  const value = wholeNumber(text);
  if (Number.isNaN(value)) return `Enter a whole number of ${unit}, for example 500.`;
  if (value < min) return `Enter at least ${min}.`;
  if (value > max) return `Enter at most ${formatNumber(max)} ${unit}.`;
  return undefined;
}

function calendarProblems({ calendarFrom, calendarTo }: OrderDraft): Problems {
  const from = dayProblem(calendarFrom, 'first');
  const to = dayProblem(calendarTo, 'last');
  return {
    calendarFrom: from,
    calendarTo: to ?? (from ? undefined : rangeProblem(calendarFrom, calendarTo)),
  };
}

function flightProblems({ flightsFrom, flightsTo, state }: OrderDraft): Problems {
  const from = flightDayProblem(flightsFrom, 'first');
  const to = flightDayProblem(flightsTo, 'last');
  return {
    flightsFrom: from,
    flightsTo: to ?? (from ? undefined : rangeProblem(flightsFrom, flightsTo)),
    state: stateProblem(state),
  };
}

function flightDayProblem(date: string, which: string): string | undefined {
  const isCovered = date >= FLIGHTS_FROM && date <= FLIGHTS_TO;
  if (date === '' || isCovered) return dayProblem(date, which);
  return `Choose a day from ${formatDay(FLIGHTS_FROM)} to ${formatDay(FLIGHTS_TO)}.`;
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

function stateProblem(state: string): string | undefined {
  const isState = /^\s*([A-Za-z]{2})?\s*$/.test(state);
  return isState ? undefined : 'Enter a US state as two letters, for example CA, or nothing.';
}

function titleProblem(title: string): string | undefined {
  const excess = title.trim().length - MAX_TITLE_CHARACTERS;
  return excess > 0 ? `Shorten the name by ${formatCount(excess, 'character')}.` : undefined;
}

function daysApart(fromDate: string, toDate: string): number {
  return (Date.parse(`${toDate}T00:00:00Z`) - Date.parse(`${fromDate}T00:00:00Z`)) / MS_PER_DAY;
}

/** Takes `10000`, `10,000` and `10 000`; anything else, `1.000` among it, is NaN rather than a guess. */
export function wholeNumber(text: string): number {
  const digits = text.trim();
  if (!/^\d+$|^\d{1,3}([, ]\d{3})+$/.test(digits)) return NaN;
  return Number(digits.replace(/[, ]/g, ''));
}
