import { ReportError, type ReportErrorCode } from '../errors.ts';

/** DuckDB's kinds of errors, by the words its messages begin with, and what the owner of the report is told. */
// documented: https://duckdb.org/docs/stable/dev/internal_errors (kinds); observed: 1.5.5, `<kind> Error: …`
const FAILURES: readonly (readonly [kinds: RegExp, code: ReportErrorCode, message: string])[] = [
  [
    /^Out of Memory|No space left on device/,
    'TOO_LARGE_FOR_FORMAT',
    'The report needs more memory or disk space than there is. Ask for less, for example a shorter range.',
  ],
  [
    /^(Conversion|Out of Range|Invalid|Invalid Input|Mismatch Type|Serialization) Error|Could not read enough bytes/,
    'INVALID_DATA',
    'The data holds something the report does not expect, or a file of it is damaged.',
  ],
  [/^(IO|HTTP|Connection)/, 'SOURCE_UNAVAILABLE', 'The data of the report could not be read.'],
];

/** A failure of DuckDB in words without its own: those hold paths and SQL and stay in the cause, for the log. */
export function toSqlFailure(cause: unknown): unknown {
  if (cause instanceof ReportError || !(cause instanceof Error)) return cause;
  const found = FAILURES.find(([kinds]) => kinds.test(cause.message));
  return found ? new ReportError(found[1], found[2], { cause }) : queryMistake(cause);
}

/** The query or its declaration is wrong: nothing the owner can mend. */
export function queryMistake(cause: unknown): ReportError {
  return new ReportError('INTERNAL', 'The query of this kind of report has a mistake.', { cause });
}
