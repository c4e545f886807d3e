import type { ReportErrorInput } from '../../schema/generated/types.ts';

/** Stable codes of a failed report; the words may change, these may not. */
export type ReportErrorCode =
  | 'INVALID_DATA'
  | 'SOURCE_UNAVAILABLE'
  | 'SOURCE_TIMEOUT'
  | 'ROW_COUNT_MISMATCH'
  | 'TOO_LARGE_FOR_FORMAT'
  | 'SCAN_LIMIT'
  | 'STORAGE_ERROR'
  | 'WORKER_LOST'
  | 'DEADLINE_EXCEEDED'
  | 'INTERNAL';

const RETRYABLE: ReadonlySet<ReportErrorCode> = new Set([
  'SOURCE_UNAVAILABLE',
  'SOURCE_TIMEOUT',
  'ROW_COUNT_MISMATCH',
  'STORAGE_ERROR',
  'WORKER_LOST',
  'INTERNAL',
]);

/** A report that cannot be made: an outcome its owner is told of. The message is shown as it is. */
export class ReportError extends Error {
  readonly code: ReportErrorCode;

  constructor(code: ReportErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ReportError';
    this.code = code;
  }
}

/** What the owner is told; anything that is not a `ReportError` keeps its details to the log. */
export function toReportErrorInput(thrown: unknown): ReportErrorInput {
  const code = thrown instanceof ReportError ? thrown.code : 'INTERNAL';
  const message =
    thrown instanceof ReportError
      ? thrown.message
      : 'The report could not be made because of a fault on our side.';
  const retryable = RETRYABLE.has(code);
  const action = retryable ? 'Run the report again.' : 'Change the report and run it again.';
  return { code, message, retryable, action };
}
