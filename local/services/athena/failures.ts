import { QueryFailure, systemFailure, userFailure, type FailureName } from './errors.ts';
import { placeOf, tokenize } from './sql/lexer.ts';

/** Of one kind of DuckDB's errors: the name Athena has for it, and its words. */
interface Rule {
  readonly pattern: RegExp;
  readonly name: FailureName;
  /** `at` begins the sentence with the place of what is named. */
  say(found: readonly string[], at: (word: string) => string, message: string): string;
}

const RULES: readonly Rule[] = [
  {
    pattern: /^Error opening Hive split /,
    name: 'HIVE_CANNOT_OPEN_SPLIT',
    say: (_found, _at, message) => message,
  },
  {
    pattern: /Referenced column "([^"]+)" not found|does not have a column named "([^"]+)"/,
    name: 'COLUMN_NOT_FOUND',
    // observed: https://github.com/morganchorlton3/evidence-connector-aws-athena/pull/56 (the whole sentence, engine version 3)
    say: ([, first, second], at) =>
      `${at(first ?? second ?? '')}: Column '${first ?? second}' cannot be resolved or requester is not authorized to access requested resources`,
  },
  {
    pattern: /column "([^"]+)" must appear in the GROUP BY clause/,
    name: 'EXPRESSION_NOT_AGGREGATE',
    // observed: https://github.com/trinodb/trino AggregationAnalyzer (the words in the engine's source)
    say: ([, column = ''], at) =>
      `${at(column)}: '${column}' must be an aggregate expression or appear in GROUP BY clause`,
  },
  {
    pattern:
      /^(?:Binder Error: )?.*(?:Could not choose a best candidate|No function matches|Cannot compare|Cannot mix|Cannot combine types)/,
    name: 'TYPE_MISMATCH',
    say: (_found, at, message) => `${at('')}: ${firstLine(message)}`,
  },
  {
    pattern: /^Conversion Error: /,
    name: 'INVALID_CAST_ARGUMENT',
    say: (_found, _at, message) => firstLine(message),
  },
  {
    pattern: /^Out of Range Error: /,
    name: 'NUMERIC_VALUE_OUT_OF_RANGE',
    say: (_found, _at, message) => firstLine(message),
  },
  {
    pattern: /^(?:Binder|Parser|Catalog|Not implemented) Error: /,
    name: 'SYNTAX_ERROR',
    say: (_found, at, message) => `${at('')}: ${firstLine(message)}`,
  },
];

/** What DuckDB says of a query as Athena says it; places are those of the statement as it was asked for. */
export function explainFailure(message: string, statement: string): QueryFailure {
  if (/^Out of Memory Error|could not allocate|Out of memory/i.test(message)) {
    // documented: https://docs.aws.amazon.com/athena/latest/ug/error-reference.html (type 0)
    return new QueryFailure('Query exhausted resources at this scale factor', {
      ErrorCategory: 1,
      ErrorType: 0,
    });
  }
  for (const { pattern, name, say } of RULES) {
    const found = pattern.exec(message);
    if (found)
      return userFailure(
        name,
        say(found, (word) => placeOfWord(statement, word), message),
      );
  }
  return systemFailure(firstLine(message));
}

/** Where a name stands first in a statement; the start of it when it does not. */
export function placeOfWord(statement: string, word: string): string {
  const wanted = word.toLowerCase();
  const token = tokenize(statement).find(
    ({ kind, text }) =>
      (kind === 'word' && text.toLowerCase() === wanted) ||
      (kind === 'quoted' && text.slice(1, -1).toLowerCase() === wanted),
  );
  return placeOf(statement, token?.at ?? 0);
}

/** Without DuckDB's own name for the error, and without the statement it had. */
function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/^[A-Z][A-Za-z ]* Error: /, '');
}
