import { ReportError, type ReportErrorCode } from '../errors.ts';
import type { QueryExecution } from './execution.ts';

type Failure = readonly [code: ReportErrorCode, message: string];

const SCAN_LIMIT: Failure = [
  'SCAN_LIMIT',
  'The query would read more data than a report may. Ask for less, for example a shorter range.',
];
const TOO_LARGE: Failure = [
  'TOO_LARGE_FOR_FORMAT',
  'The query needs more memory than there is. Ask for less, for example a shorter range.',
];
const TOO_LONG: Failure = [
  'SOURCE_TIMEOUT',
  'The query took longer than queries may. Ask for less, for example a shorter range.',
];
const STOPPED: Failure = ['SOURCE_UNAVAILABLE', 'The query was stopped before it had ended.'];
const UNREADABLE: Failure = ['SOURCE_UNAVAILABLE', 'The data of the report could not be read.'];
const DAMAGED: Failure = [
  'INVALID_DATA',
  'The data holds something the report does not expect, or a file of it is damaged.',
];
const NOT_STORED: Failure = ['STORAGE_ERROR', 'What the query has found could not be stored.'];
const MISTAKE: Failure = ['INTERNAL', 'The query of this kind of report has a mistake.'];
const SERVICE: Failure = ['SOURCE_UNAVAILABLE', 'The query service could not run the query.'];

/** By the words Athena's reason begins with or has in it: names of Trino's errors, mostly. The first that fits counts. */
// observed: many public logs of Athena have `Bytes scanned limit was exceeded`, of a query that is CANCELLED, and Trino's names before a colon
const BY_WORDS: readonly (readonly [words: RegExp, failure: Failure])[] = [
  [/Bytes scanned limit was exceeded/i, SCAN_LIMIT],
  [
    /exhausted resources|EXCEEDED_(?:LOCAL_|GLOBAL_)?MEMORY_LIMIT|INSUFFICIENT_RESOURCES/i,
    TOO_LARGE,
  ],
  // Glue refuses without a name before its words.
  [/^User: \S+ is not authorized to perform: /, UNREADABLE],
  [/timed? ?out|EXCEEDED_TIME_LIMIT/i, TOO_LONG],
  [/Not valid Parquet file|Malformed Parquet file/, DAMAGED],
  [/^(?:HIVE_PATH_ALREADY_EXISTS|HIVE_WRITER_\w+|HIVE_FILESYSTEM_ERROR)/, NOT_STORED],
  [
    /^(?:HIVE_BAD_DATA|HIVE_CURSOR_ERROR|HIVE_INVALID_METADATA|HIVE_PARTITION_SCHEMA_MISMATCH|INVALID_CAST_ARGUMENT|NUMERIC_VALUE_OUT_OF_RANGE|DIVISION_BY_ZERO|INVALID_FUNCTION_ARGUMENT)/,
    DAMAGED,
  ],
  [
    /^(?:HIVE_\w+|PERMISSION_DENIED|TABLE_NOT_FOUND|SCHEMA_NOT_FOUND|CATALOG_NOT_FOUND)/,
    UNREADABLE,
  ],
  [
    /^(?:SYNTAX_ERROR|COLUMN_NOT_FOUND|TYPE_MISMATCH|FUNCTION_NOT_FOUND|INVALID_PARAMETER_USAGE|NOT_SUPPORTED|EXPRESSION_\w+|MISSING_\w+)/,
    MISTAKE,
  ],
];

/** Types of Athena's errors, both ends included. */
// documented: https://docs.aws.amazon.com/athena/latest/ug/error-reference.html
const BY_TYPE: readonly (readonly [from: number, to: number, failure: Failure])[] = [
  [0, 8, TOO_LARGE],
  [206, 206, TOO_LONG],
  [210, 210, TOO_LONG],
  [401, 402, NOT_STORED],
  [1001, 1002, DAMAGED],
];
// documented: the same page
const USER_CATEGORY = 2;

/** What the owner of a report is told of a query that has not succeeded; Athena's own words are in the cause, for the log. */
export function toQueryFailure({ id, state, reason, error }: QueryExecution): ReportError {
  const cause = new Error(`query ${id} is ${state}: ${reason}`);
  const [code, message] = byWords(reason) ?? byState(state) ?? byType(error) ?? SERVICE;
  return new ReportError(code, message, { cause });
}

/** What the owner is told when a query could not even be started. */
export function toStartFailure(cause: unknown): ReportError {
  if (cause instanceof ReportError) return cause;
  const isOurMistake = (cause as Error).name === 'InvalidRequestException';
  const [code, message] = isOurMistake ? MISTAKE : SERVICE;
  return new ReportError(code, message, { cause });
}

function byWords(reason: string): Failure | undefined {
  return BY_WORDS.find(([words]) => words.test(reason))?.[1];
}

function byState(state: QueryExecution['state']): Failure | undefined {
  return state === 'CANCELLED' ? STOPPED : undefined;
}

function byType(error: QueryExecution['error']): Failure | undefined {
  const { type, category } = error ?? {};
  const found = BY_TYPE.find(([from, to]) => type !== undefined && type >= from && type <= to);
  return found?.[2] ?? (category === USER_CATEGORY ? MISTAKE : undefined);
}
