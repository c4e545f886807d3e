import { formatDay, formatNumber } from '../format.ts';
import type { OrderInput } from './inputs.ts';

/** The largest `Int` of GraphQL. */
const MAX_INT = 2_147_483_647;
/** The native date picker goes on to the year 275760; AWSDate does not. */
export const LAST_DAY = '9999-12-31';
const FIRST_DAY = '0001-01-01';

/** What is wrong with what was typed for one input, in words; undefined when it can be sent. */
export function valueProblem(input: OrderInput, text: string): string | undefined {
  if (text.trim() === '') {
    return input.isRequired || isNumber(input) ? emptyProblem(input) : undefined;
  }
  if (input.isList) {
    const problems = itemsOf(text).map((item) => itemProblem(input, item));
    return problems.find((problem) => problem !== undefined);
  }
  return itemProblem(input, text);
}

/** What is sent for what was typed, which must have no problem; undefined when nothing is. */
export function valueOf(input: OrderInput, text: string): unknown {
  if (input.type === 'Boolean') return text === 'true';
  if (text.trim() === '') return undefined;
  return input.isList ? itemsOf(text).map((item) => itemOf(input, item)) : itemOf(input, text);
}

/** Takes `10000`, `10,000` and `10 000`; anything else, `1.000` among it, is NaN rather than a guess. */
export function wholeNumber(text: string): number {
  const digits = text.trim();
  if (!/^-?\d+$|^-?\d{1,3}([, ]\d{3})+$/.test(digits)) return NaN;
  return Number(digits.replace(/[, ]/g, ''));
}

export function isNumber({ type }: OrderInput): boolean {
  return type === 'Int' || type === 'Float';
}

/** `0 to 10,000,000`, `1 or more`; nothing when there are no bounds. */
export function rangeInWords({ bounds: { min, max } }: OrderInput): string | undefined {
  if (min !== undefined && max !== undefined) return `${formatNumber(min)} to ${formatNumber(max)}`;
  if (min !== undefined) return `${formatNumber(min)} or more`;
  return max === undefined ? undefined : `at most ${formatNumber(max)}`;
}

function emptyProblem(input: OrderInput): string {
  if (isNumber(input)) return numberWanted(input);
  if (input.type === 'AWSDate') return 'Choose a day.';
  if (input.values) return 'Choose one.';
  const { example } = input.bounds;
  return example ? `Enter something, for example ${example}.` : 'Enter something here.';
}

function itemProblem(input: OrderInput, text: string): string | undefined {
  switch (input.type) {
    case 'Int':
    case 'Float':
      return numberProblem(input, text);
    case 'AWSDate':
      return dayProblem(input, text);
    default:
      return textProblem(input, text.trim());
  }
}

function itemOf(input: OrderInput, text: string): unknown {
  if (input.type === 'Int') return wholeNumber(text);
  if (input.type === 'Float') return Number(text.trim());
  const trimmed = text.trim();
  return isInCapitals(input) ? trimmed.toUpperCase() : trimmed;
}

/** A code like `CA` may be typed in small letters. */
function isInCapitals({ bounds: { letters, example } }: OrderInput): boolean {
  return letters !== undefined && example !== undefined && example === example.toUpperCase();
}

function numberProblem(input: OrderInput, text: string): string | undefined {
  const { min = -MAX_INT, max = MAX_INT } = input.bounds;
  const value = input.type === 'Int' ? wholeNumber(text) : Number(text);
  if (Number.isNaN(value)) return numberWanted(input);
  if (value < min) return `Enter at least ${formatNumber(min)}.`;
  if (value > max) return `Enter at most ${formatNumber(max)}.`;
  return undefined;
}

function numberWanted(input: OrderInput): string {
  const what = input.type === 'Int' ? 'a whole number' : 'a number';
  const range = rangeInWords(input);
  return range ? `Enter ${what}, ${range}.` : `Enter ${what}, for example 500.`;
}

function dayProblem({ bounds: { firstDay, lastDay } }: OrderInput, date: string) {
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || date < FIRST_DAY) {
    return 'Choose a day from the year 1 to the year 9999.';
  }
  // Text order is date order.
  if (firstDay && lastDay && (date < firstDay || date > lastDay)) {
    return `There is no data for that day. Choose one from ${formatDay(firstDay)} to ${formatDay(lastDay)}.`;
  }
  return undefined;
}

function textProblem({ bounds, values }: OrderInput, text: string): string | undefined {
  const { letters, example, maxCharacters } = bounds;
  if (values && !values.some(({ value }) => value === text)) return 'Choose one of the list.';
  if (letters !== undefined && !new RegExp(`^[A-Za-z]{${letters}}$`).test(text)) {
    return `Enter ${letters} letters${example ? `, for example ${example}` : ''}, or nothing.`;
  }
  if (maxCharacters !== undefined && text.length > maxCharacters) {
    return `Shorten it by ${text.length - maxCharacters}.`;
  }
  return undefined;
}

function itemsOf(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}
