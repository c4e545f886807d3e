/** What may be entered, in the words a description has for it. */
export interface Bounds {
  min?: number;
  max?: number;
  firstDay?: string;
  lastDay?: string;
  yearsAfter?: { years: number; field: string };
  letters?: number;
  maxCharacters?: number;
  example?: string;
}

const NUMBER = String.raw`(-?\d[\d,]*)`;
const DAY = String.raw`(\d{4}-\d\d-\d\d)`;
const COUNTED = ['one', 'two', 'three', 'four', 'five'];

/**
 * The bounds a description tells, by fixed phrases: `0 to 10,000,000`, `1 or more`, `2001-01-01 to 2001-06-30`,
 * `At most 200 years after \`fromDate\``, `At most 120 characters`, `two letters`, `for example CA`. The API checks them
 * itself; a form that reads them can say them before anything is sent.
 */
export function boundsOf(doc: string): Bounds {
  const days = match(doc, `${DAY} to ${DAY}`);
  const range = days ? undefined : match(doc, String.raw`\b${NUMBER} to ${NUMBER}\b`);
  const least = match(doc, String.raw`\b${NUMBER} or more\b`);
  const years = match(doc, String.raw`\bat most ${NUMBER} years after \`(\w+)\``);
  const characters = match(doc, String.raw`\bat most ${NUMBER} characters\b`);
  const letters = match(doc, String.raw`\b(${COUNTED.join('|')}) letters\b`);
  const example = match(doc, String.raw`\bfor example ([\w/.:+-]*\w)`);
  return {
    ...(range ? { min: numberOf(range[0]), max: numberOf(range[1]) } : {}),
    ...(least ? { min: numberOf(least[0]) } : {}),
    ...(days ? { firstDay: days[0] ?? '', lastDay: days[1] ?? '' } : {}),
    ...(years ? { yearsAfter: { years: numberOf(years[0]), field: years[1] ?? '' } } : {}),
    ...(letters ? { letters: COUNTED.indexOf((letters[0] ?? '').toLowerCase()) + 1 } : {}),
    ...(characters ? { maxCharacters: numberOf(characters[0]) } : {}),
    ...(example ? { example: example[0] ?? '' } : {}),
  };
}

const MADE_BY = /\s*\bMade by ([A-Z]+(?: or [A-Z]+)*)\./;

/** The engines a kind can be made by, the usual first, where its description says so: `Made by DUCKDB or ATHENA.` */
export function enginesIn(doc: string): string[] {
  return MADE_BY.exec(doc)?.[1]?.split(' or ') ?? [];
}

/** A description without that sentence: for people who are offered a choice instead. */
export function withoutEngines(doc: string): string {
  return doc.replace(MADE_BY, '');
}

function match(doc: string, pattern: string): string[] | undefined {
  const found = new RegExp(pattern, 'i').exec(doc);
  return found ? found.slice(1) : undefined;
}

function numberOf(text = ''): number {
  return Number(text.replaceAll(',', ''));
}
