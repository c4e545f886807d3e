import { JsonApiError } from '../aws/json-api.ts';
import type { AthenaError } from './types.ts';

/** A request Athena refuses; nothing has been started. */
// observed: 2026-09, https://github.com/aoyagikouhei/athena-local measured it on Athena (four keys: both codes have the same value)
export function invalidRequest(message: string, code = 'INVALID_INPUT'): JsonApiError {
  return new JsonApiError('InvalidRequestException', message, {
    AthenaErrorCode: code,
    ErrorCode: code,
  });
}

/** The refusal of a text that is no statement; `line` and `column` count from 1. */
// observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/api.md (StartQueryExecution itself refuses it)
export function malformedQuery(message: string): JsonApiError {
  return invalidRequest(message, 'MALFORMED_QUERY');
}

/** A query that has been started and fails. */
export class QueryFailure extends Error {
  readonly error: AthenaError;

  constructor(reason: string, error: Omit<AthenaError, 'ErrorMessage' | 'Retryable'>) {
    super(reason);
    this.name = 'QueryFailure';
    this.error = { ...error, Retryable: false, ErrorMessage: reason };
  }
}

/** A query that its work group's limit ends. */
export class ScanLimitReached extends Error {
  readonly scannedBytes: number;

  constructor(scannedBytes: number) {
    super('Bytes scanned limit was exceeded');
    this.name = 'ScanLimitReached';
    this.scannedBytes = scannedBytes;
  }
}

// documented: https://docs.aws.amazon.com/athena/latest/ug/error-reference.html (2 is the user's, 1 the system's)
const USER = 2;
const SYSTEM = 1;

// observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/api.md (measured on Athena: the type of each name)
const TYPES = {
  DIVISION_BY_ZERO: 1001,
  TYPE_MISMATCH: 1002,
  COLUMN_NOT_FOUND: 1006,
  INVALID_CAST_ARGUMENT: 1100,
  NOT_SUPPORTED: 1200,
  TABLE_NOT_FOUND: 1301,
  SCHEMA_NOT_FOUND: 1301,
  FUNCTION_NOT_FOUND: 1303,
  CATALOG_NOT_FOUND: 1006,
  // assumed: their types are not known; 1000 stands for them
  EXPRESSION_NOT_AGGREGATE: 1000,
  HIVE_BAD_DATA: 1000,
  HIVE_CANNOT_OPEN_SPLIT: 1000,
  HIVE_PATH_ALREADY_EXISTS: 1000,
  INVALID_PARAMETER_USAGE: 1000,
  NUMERIC_VALUE_OUT_OF_RANGE: 1000,
  PERMISSION_DENIED: 1000,
  SYNTAX_ERROR: 1000,
} as const;

export type FailureName = keyof typeof TYPES;

/** A failure that is the query's own; `name` stands before the text, as on Athena. */
export function userFailure(name: FailureName, text: string): QueryFailure {
  const reason = `${name}: ${text}`;
  return new QueryFailure(reason, { ErrorCategory: USER, ErrorType: TYPES[name] });
}

/** A failure that carries no name. */
export function namelessFailure(reason: string, ErrorType = 1000): QueryFailure {
  return new QueryFailure(reason, { ErrorCategory: USER, ErrorType });
}

/** A failure that is nobody's fault who asked. */
// observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/api.md (category 1 and type 200 for what is no user's error)
export function systemFailure(text: string, ErrorType = 200): QueryFailure {
  const reason = `GENERIC_INTERNAL_ERROR: ${text}`;
  return new QueryFailure(reason, { ErrorCategory: SYSTEM, ErrorType });
}
