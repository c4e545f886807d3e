import { userFailure } from '../errors.ts';

/** DuckDB's names of Trino's types that are called otherwise. */
// documented: https://trino.io/docs/current/language/types.html
const TYPES: Readonly<Record<string, string>> = {
  boolean: 'BOOLEAN',
  tinyint: 'TINYINT',
  smallint: 'SMALLINT',
  int: 'INTEGER',
  integer: 'INTEGER',
  bigint: 'BIGINT',
  real: 'FLOAT',
  double: 'DOUBLE',
  varchar: 'VARCHAR',
  varbinary: 'BLOB',
  date: 'DATE',
  time: 'TIME',
  timestamp: 'TIMESTAMP',
  'timestamp with time zone': 'TIMESTAMPTZ',
};
const WHOLE = ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT'];

/** Writes CAST or TRY_CAST; `type` is in lower case with single spaces. */
export function writeCast(
  name: string,
  { value, type }: { readonly value: string; readonly type: string },
): string {
  const target = duckDbType(type);
  const cast = (from: string, to: string): string => `${name}(${from} AS ${to})`;
  // documented: https://trino.io/docs/current/functions/conversion.html; the macros write what Java does
  if (target === 'VARCHAR') {
    const length = /^varchar \( (\d+) \)$/.exec(type)?.[1];
    const text = `athena_text(${value})`;
    return length === undefined ? text : `left(${text}, ${length})`;
  }
  return WHOLE.includes(target) ? cast(`athena_whole(${value})`, target) : cast(value, target);
}

function duckDbType(type: string): string {
  const known = TYPES[type];
  if (known !== undefined) return known;
  if (/^(?:varchar|char) \( \d+ \)$/.test(type)) return 'VARCHAR';
  if (/^decimal \( \d+ (?:, \d+ )?\)$/.test(type)) return type.replaceAll(' ', '').toUpperCase();
  if (/^timestamp \( \d+ \)$/.test(type)) return 'TIMESTAMP';
  const element = /^array ?(?:\( (.*) \)|< (.*) >)$/.exec(type);
  if (element) return `${duckDbType(element[1] ?? element[2] ?? '')}[]`;
  throw userFailure(
    'NOT_SUPPORTED',
    `The local Athena does not cast to ${type}: docs/fidelity.md tells what it has.`,
  );
}
