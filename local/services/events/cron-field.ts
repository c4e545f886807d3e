/** What a field of a cron expression may hold. */
export interface FieldRange {
  /** As AWS names the field, for messages. */
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Words for the values from `min` on. */
  readonly words?: readonly string[];
  /** Whether a range may run over the end, as FRI-MON does. */
  readonly wraps?: boolean;
}

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const DAYS = 'SUN MON TUE WED THU FRI SAT'.split(' ');

// documented: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
export const FIELDS = {
  minute: { name: 'minutes', min: 0, max: 59, wraps: true },
  hour: { name: 'hours', min: 0, max: 23, wraps: true },
  dayOfMonth: { name: 'day-of-month', min: 1, max: 31, wraps: true },
  month: {
    name: 'month',
    min: 1,
    max: 12,
    words: MONTHS,
    wraps: true,
  },
  dayOfWeek: { name: 'day-of-week', min: 1, max: 7, words: DAYS, wraps: true },
  year: { name: 'year', min: 1970, max: 2199 },
} as const satisfies Record<string, FieldRange>;

/** The values of `*`, `5`, `1-5`, `0/15`, `10-40/5` and lists of those. Throws for anything else. */
export function parseField(text: string, range: FieldRange): ReadonlySet<number> {
  return new Set(text.split(',').flatMap((item) => parseItem(item, range)));
}

/** One value, as a number or as a word. */
export function parseValue(text: string, range: FieldRange): number {
  const word = range.words?.indexOf(text.toUpperCase()) ?? -1;
  const value = word >= 0 ? word + range.min : /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= range.min && value <= range.max) return value;
  throw wrongField(text, range);
}

/** The error for a part of a field that means nothing. */
export function wrongField(text: string, { name, min, max }: FieldRange): Error {
  return new Error(`"${text}" is no value for ${name} (${min} to ${max})`);
}

function parseItem(item: string, range: FieldRange): number[] {
  const [span = '', step, ...rest] = item.split('/');
  const every = step === undefined ? 1 : /^[1-9]\d*$/.test(step) ? Number(step) : NaN;
  if (Number.isNaN(every) || rest.length > 0) throw wrongField(item, range);
  const [first, last] = parseSpan(span, range, step !== undefined);
  const size = range.max - range.min + 1;
  const length = first <= last ? last - first : last + size - first;
  const values: number[] = [];
  for (let offset = 0; offset <= length; offset += every) {
    values.push(range.min + ((first - range.min + offset) % size));
  }
  return values;
}

/** `5` alone is a range of one, `5/10` starts at 5 and ends with the field. */
function parseSpan(span: string, range: FieldRange, hasStep: boolean): [number, number] {
  if (span === '*') return [range.min, range.max];
  const [from = '', to, ...rest] = span.split('-');
  if (rest.length > 0) throw wrongField(span, range);
  const first = parseValue(from, range);
  if (to === undefined) return [first, hasStep ? range.max : first];
  const last = parseValue(to, range);
  // assumed: a range over the end of a field is taken as in Quartz, whose grammar AWS's has the marks of
  if (first > last && !range.wraps) throw wrongField(span, range);
  return [first, last];
}
