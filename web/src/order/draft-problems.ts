import { formatCount, formatDay, formatNumber } from '../format.ts';
import type { OrderDraft } from './draft.ts';
import {
  kindNamed,
  MAX_TITLE_CHARACTERS,
  nameOf,
  pathOf,
  TITLE,
  type FieldProblems,
  type OrderInput,
} from './inputs.ts';
import { valueProblem } from './values.ts';

/** What is wrong with a draft, input by input, in words; only the inputs of its kind are looked at. */
export function draftProblems(draft: OrderDraft): FieldProblems {
  const inputs = kindNamed(draft.kind)?.inputs ?? [];
  const problems = inputs.flatMap((input): [string, string][] => {
    const text = textOf(draft, input);
    const problem = valueProblem(input, text) ?? periodProblem(draft, inputs, input);
    return problem === undefined ? [] : [[pathOf(input), problem]];
  });
  const title = titleProblem(draft.title);
  if (title !== undefined) problems.push([TITLE, title]);
  return Object.fromEntries(problems);
}

/** The input a period starts with, for the one it ends with: the API checks `fromDate` and `toDate` so, of any kind. */
export function startOf(inputs: readonly OrderInput[], input: OrderInput): OrderInput | undefined {
  const [, rest] = /^to([A-Z]\w*)$/.exec(nameOf(input)) ?? [];
  if (rest === undefined) return undefined;
  return inputs.find((other) => nameOf(other) === `from${rest}` && other.type === input.type);
}

/** What is wrong with the end of a period whose start is good. */
function periodProblem(
  draft: OrderDraft,
  inputs: readonly OrderInput[],
  input: OrderInput,
): string | undefined {
  const start = startOf(inputs, input);
  const to = textOf(draft, input);
  const from = start && textOf(draft, start);
  if (!start || !from || !to || valueProblem(start, from) !== undefined) return undefined;
  // Text order is date order.
  if (to < from) return `Choose a day on or after the first day, ${formatDay(from)}.`;
  const { yearsAfter } = input.bounds;
  if (!yearsAfter || to <= inYears(from, yearsAfter.years)) return undefined;
  return `Choose a day at most ${formatNumber(yearsAfter.years)} years after the first day.`;
}

/** The same day `years` later; the last day of February stands for itself. */
function inYears(date: string, years: number): string {
  const moved = String(Number(date.slice(0, 4)) + years).padStart(4, '0') + date.slice(4);
  return moved.length > date.length ? '9999-12-31' : moved;
}

function titleProblem(title: string): string | undefined {
  const excess = title.trim().length - MAX_TITLE_CHARACTERS;
  return excess > 0 ? `Shorten the name by ${formatCount(excess, 'character')}.` : undefined;
}

function textOf({ values }: OrderDraft, input: OrderInput): string {
  return values[pathOf(input)] ?? '';
}
