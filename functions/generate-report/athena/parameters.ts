import { ReportError } from '../errors.ts';
import { queryMistake } from '../sql/failures.ts';
import type { SqlParameter, SqlParameters } from '../sql/parameters.ts';
import { literal } from '../sql/text.ts';

// documented: https://docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html (ExecutionParameters)
const MOST_CHARACTERS = 1024;
/** Texts, quoted names and comments, in which nothing is a parameter; then a parameter. */
const PIECES = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[^]*?\*\/|\$(\w+)/g;

export interface PositionalQuery {
  /** With `?` where the parameters were. */
  readonly sql: string;
  /** A literal for each `?`, in their order. */
  readonly values: readonly string[];
}

/** A query with named parameters (`$name`) as Athena takes it: positions, and a literal for each. */
export function toPositions(sql: string, parameters: SqlParameters): PositionalQuery {
  const values: string[] = [];
  const positional = sql.replace(PIECES, (piece, name: string | undefined) => {
    if (name === undefined) return piece;
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (!parameter) throw queryMistake(new Error(`there is no value for the parameter ${name}`));
    values.push(toLiteral(parameter));
    return '?';
  });
  return { sql: positional, values };
}

/** A value as Athena is given it: a literal of SQL, which it evaluates on its own, away from the query's text. */
// observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/parameters.md (an expression is one, NULL too; quoted texts stay texts)
export function toLiteral({ type, value }: SqlParameter): string {
  if (value === null) return 'NULL';
  switch (type) {
    case 'VARCHAR':
      return short(literal(value));
    case 'DATE':
      return `DATE ${literal(value)}`;
    case 'BIGINT':
      return String(BigInt(value));
    case 'DOUBLE':
      return double(value);
    case 'BOOLEAN':
      return String(value);
  }
}

function short(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  throw new ReportError(
    'INVALID_DATA',
    `A text of the report is too long: ${text.length} characters, quotes included, where ${MOST_CHARACTERS} are possible.`,
  );
}

function double(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} cannot be written in SQL.`);
  // documented: https://trino.io/docs/current/language/types.html#double (a number with an exponent is one)
  return value.toExponential();
}
