import { userFailure } from '../errors.ts';
import { fromJodaPattern, fromMysqlFormat } from './date-formats.ts';
import { stringValue } from './lexer.ts';

/** Writes a call of a Trino function as DuckDB understands it; `args` are translated already. */
export type WriteCall = (args: readonly string[], name: string) => string;

/** Functions that are called the same and do the same in both. */
// documented: https://trino.io/docs/current/functions.html and https://duckdb.org/docs/stable/sql/functions/overview (both pages compared)
const SAME = `
  abs any_value arbitrary array_agg avg bit_count bool_and bool_or cbrt ceil ceiling chr coalesce
  corr count count_if covar_pop covar_samp cume_dist date_trunc day degrees dense_rank every exp
  first_value flatten floor grouping hour lag last_value lead length ln log10 log2 lower lpad ltrim max
  max_by millisecond min min_by minute mod month nth_value ntile nullif now percent_rank pi position
  power quarter radians rank reverse round row row_number rpad rtrim second sign split_part sqrt
  starts_with stddev stddev_pop stddev_samp strpos substr substring sum trim try try_cast cast unnest
  upper variance var_pop var_samp week year extract sin cos tan asin acos atan atan2
  is_nan levenshtein_distance
`;

const rename =
  (name: string): WriteCall =>
  (args) =>
    `${name}(${args.join(', ')})`;

const UNITS: Readonly<Record<string, string>> = {
  millisecond: 'MILLISECOND',
  second: 'SECOND',
  minute: 'MINUTE',
  hour: 'HOUR',
  day: 'DAY',
  week: 'WEEK',
  month: 'MONTH',
  quarter: 'QUARTER',
  year: 'YEAR',
};

/** Functions that DuckDB has by another name or does otherwise. */
export const REWRITTEN: Readonly<Record<string, WriteCall>> = {
  // documented: https://trino.io/docs/current/functions/aggregate.html (approximate there; exact here)
  approx_percentile: (args, name) => {
    requireCount(args, [2], name);
    return `quantile_disc(${args[0]}, ${args[1]})`;
  },
  approx_distinct: ([value]) => `count(DISTINCT ${value})`,
  array_distinct: rename('list_distinct'),
  array_join: rename('array_to_string'),
  array_max: rename('list_max'),
  array_min: rename('list_min'),
  array_position: ([array, value]) => `coalesce(list_position(${array}, ${value}), 0)`,
  // documented: https://trino.io/docs/current/functions/array.html (nulls are placed at the end)
  array_sort: (args, name) => {
    requireCount(args, [1], name);
    return `list_sort(${args[0]}, 'ASC', 'NULLS LAST')`;
  },
  cardinality: rename('len'),
  char_length: rename('length'),
  codepoint: rename('unicode'),
  // documented: https://trino.io/docs/current/functions/string.html (a null makes the whole null, as || does)
  concat: (args) => `(${args.map((arg) => `(${arg})`).join(' || ')})`,
  concat_ws: rename('concat_ws'),
  contains: rename('list_contains'),
  date: ([value]) => `CAST(${value} AS DATE)`,
  date_add: (args, name) => {
    requireCount(args, [3], name);
    return `(${args[2]} + (${args[1]}) * INTERVAL 1 ${unit(args[0], name)})`;
  },
  // documented: https://trino.io/docs/current/functions/datetime.html (complete units that have passed, not boundaries)
  date_diff: (args, name) =>
    `date_sub('${unit(args[0], name).toLowerCase()}', ${args[1]}, ${args[2]})`,
  date_format: ([value, format = ''], name) =>
    `strftime(${value}, ${quote(fromMysqlFormat(constant(format, name)))})`,
  date_parse: ([value, format = ''], name) =>
    `strptime(${value}, ${quote(fromMysqlFormat(constant(format, name)))})`,
  day_of_month: rename('day'),
  day_of_week: rename('isodow'),
  day_of_year: rename('dayofyear'),
  dow: rename('isodow'),
  doy: rename('dayofyear'),
  element_at: rename('list_extract'),
  filter: rename('list_filter'),
  format_datetime: ([value, pattern = ''], name) =>
    `strftime(${value}, ${quote(fromJodaPattern(constant(pattern, name)))})`,
  from_iso8601_date: ([value]) => `CAST(${value} AS DATE)`,
  // documented: https://trino.io/docs/current/functions/comparison.html (null when any of them is)
  greatest: (args, name) => nullable(args, name),
  least: (args, name) => nullable(args, name),
  if: (args, name) => {
    requireCount(args, [2, 3], name);
    return `CASE WHEN ${args[0]} THEN ${args[1]} ELSE ${args[2] ?? 'NULL'} END`;
  },
  pow: rename('power'),
  // documented: https://trino.io/docs/current/functions/regexp.html (null when nothing matches; all that match are replaced)
  regexp_extract: ([text, pattern, group = '0']) =>
    `CASE WHEN regexp_matches(${text}, ${pattern}) THEN regexp_extract(${text}, ${pattern}, ${group}) END`,
  regexp_like: rename('regexp_matches'),
  regexp_replace: ([text, pattern, by = "''"]) =>
    `regexp_replace(${text}, ${pattern}, regexp_replace(${by}, '\\$(\\d)', '\\\\\\1', 'g'), 'g')`,
  replace: ([text, what, by = "''"]) => `replace(${text}, ${what}, ${by})`,
  sequence: rename('generate_series'),
  slice: ([array, from, count]) => `list_slice(${array}, ${from}, (${from}) + (${count}) - 1)`,
  split: rename('str_split'),
  transform: rename('list_transform'),
  truncate: rename('trunc'),
  year_of_week: rename('isoyear'),
};

const KNOWN: ReadonlySet<string> = new Set([
  ...SAME.trim().split(/\s+/),
  ...Object.keys(REWRITTEN),
]);

/** Whether a query may call a function by this name. */
export function isKnownFunction(name: string): boolean {
  return KNOWN.has(name);
}

function requireCount(args: readonly string[], counts: readonly number[], name: string): void {
  if (counts.includes(args.length)) return;
  throw userFailure(
    'NOT_SUPPORTED',
    `The local Athena has ${name} with ${counts.join(' or ')} arguments, not ${args.length}.`,
  );
}

function nullable(args: readonly string[], name: string): string {
  const anyIsNull = args.map((arg) => `(${arg}) IS NULL`).join(' OR ');
  return `CASE WHEN ${anyIsNull} THEN NULL ELSE ${name}(${args.join(', ')}) END`;
}

/** A format must be there before the rows are: it is translated, not interpreted. */
function constant(arg: string, name: string): string {
  const literal = arg.trim();
  if (/^'(?:[^']|'')*'$/.test(literal)) return stringValue(literal);
  throw userFailure(
    'NOT_SUPPORTED',
    `The local Athena has ${name} with a literal format only, not ${literal}.`,
  );
}

function unit(arg = '', name: string): string {
  const wanted = constant(arg, name).toLowerCase();
  const known = UNITS[wanted];
  if (known === undefined) throw userFailure('NOT_SUPPORTED', `${name} has no unit ${wanted}.`);
  return known;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
