import type { Report, ReportFailure } from './types.ts';

/**
 * What this library throws; one subclass per outcome that callers treat differently. Fields are only declared: their
 * constructors set them, and a page need not load each name twice.
 */
export abstract class ReportClientError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The server said no; the same request will be refused again. */
export class ReportRefusedError extends ReportClientError {
  /** `BadRequest`, `IdempotentParameterMismatch`, `ValidationError`, ...: the schema lists them. */
  declare readonly errorType: string;
  /** The refused input as a path, for example `input.definition.sample.amountOfRows`. */
  declare readonly field: string | undefined;

  constructor(message: string, refusal: { errorType: string; field?: string; cause?: unknown }) {
    super(message, { cause: refusal.cause });
    this.errorType = refusal.errorType;
    this.field = refusal.field;
  }
}

/** Too many of the caller's reports are under way. The order can be repeated with its id when one of them has ended. */
export class ReportLimitError extends ReportClientError {
  /** How many may be under way at once, and how many are. */
  declare readonly limit: number;
  declare readonly active: number;
  /** When it is worth trying again, in seconds. */
  declare readonly retryAfterSeconds: number;

  constructor(
    message: string,
    info: { limit: number; active: number; retryAfterSeconds: number },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.limit = info.limit;
    this.active = info.active;
    this.retryAfterSeconds = info.retryAfterSeconds;
  }
}

/** Nobody is signed in, or the session has ended: sign in and repeat. */
export class ReportSignedOutError extends ReportClientError {}

/** No answer, or the service cannot answer now. Repeating is safe: an order keeps its `reportId`. */
export class ReportUnavailableError extends ReportClientError {
  /** The order whose fate is unknown; repeat it with this id, or read it. */
  declare readonly reportId: string | undefined;
  /** What was answered; undefined when nothing was. */
  declare readonly httpStatus: number | undefined;

  constructor(
    message: string,
    options?: ErrorOptions & { reportId?: string | undefined; httpStatus?: number | undefined },
  ) {
    super(message, options);
    this.reportId = options?.reportId;
    this.httpStatus = options?.httpStatus;
  }
}

/** The caller has no report with this id. */
export class ReportNotFoundError extends ReportClientError {
  declare readonly reportId: string;

  constructor(reportId: string, options?: ErrorOptions) {
    super(`You have no report ${reportId}.`, options);
    this.reportId = reportId;
  }
}

/** The report is still being made, or about to be cancelled: there is no file. */
export class ReportNotReadyError extends ReportClientError {
  declare readonly report: Report;

  constructor(report: Report) {
    const prospect =
      report.status === 'CANCELLING' ? 'there will be no file' : 'there is no file yet';
    super(`Report ${report.reportId} is ${report.status}: ${prospect}.`);
    this.report = report;
  }
}

/** The report ended without a file: FAILED, CANCELLED or EXPIRED. */
export class ReportFailedError extends ReportClientError {
  declare readonly report: Report;
  /** Why, and what to do. Null when it was cancelled or has expired. */
  declare readonly failure: ReportFailure | null;

  constructor(report: Report) {
    super(report.error?.message ?? endWithoutFile(report));
    this.report = report;
    this.failure = report.error;
  }
}

/** The file could not be fetched whole; asking again makes a new link. */
export class ReportDownloadError extends ReportClientError {
  /** What the file store answered. Undefined when it did not, or when the file was cut short. */
  declare readonly httpStatus: number | undefined;

  constructor(message: string, options?: ErrorOptions & { httpStatus?: number }) {
    super(message, options);
    this.httpStatus = options?.httpStatus;
  }
}

/** The caller's `AbortSignal` ended the wait; `cause` is its reason. A report that was ordered goes on. */
export class ReportAbortedError extends ReportClientError {
  constructor(signal: AbortSignal | undefined) {
    super('The wait was ended by its caller.', { cause: signal?.reason });
  }
}

/** The configuration file is missing, unreadable or not for this API. */
export class ReportConfigurationError extends ReportClientError {}

/** Whether `thrown` comes from this library. */
export const isReportClientError = (thrown: unknown): thrown is ReportClientError =>
  thrown instanceof ReportClientError;
/** Whether the server said no: `errorType`, and for forms `field`. */
export const isRefused = (thrown: unknown): thrown is ReportRefusedError =>
  thrown instanceof ReportRefusedError;
/** Whether the report has ended before, so that there is nothing to cancel. */
export const isAlreadyFinished = (thrown: unknown): thrown is ReportRefusedError =>
  isRefused(thrown) && thrown.errorType === 'AlreadyFinished';
/** Whether the report is still under way, so that it must be cancelled before it can be deleted. */
export const isNotFinished = (thrown: unknown): thrown is ReportRefusedError =>
  isRefused(thrown) && thrown.errorType === 'NotFinished';
/** Whether too many of the caller's reports are under way. */
export const isLimitExceeded = (thrown: unknown): thrown is ReportLimitError =>
  thrown instanceof ReportLimitError;
/** Whether signing in is what helps. */
export const isSignedOut = (thrown: unknown): thrown is ReportSignedOutError =>
  thrown instanceof ReportSignedOutError;
/** Whether repeating the same call later is what helps. */
export const isUnavailable = (thrown: unknown): thrown is ReportUnavailableError =>
  thrown instanceof ReportUnavailableError;
/** Whether there is no such report. */
export const isNotFound = (thrown: unknown): thrown is ReportNotFoundError =>
  thrown instanceof ReportNotFoundError;
/** Whether waiting is what helps. */
export const isNotReady = (thrown: unknown): thrown is ReportNotReadyError =>
  thrown instanceof ReportNotReadyError;
/** Whether the report ended without a file. */
export const isFailed = (thrown: unknown): thrown is ReportFailedError =>
  thrown instanceof ReportFailedError;
/** Whether the file could not be fetched whole. */
export const isDownloadFailed = (thrown: unknown): thrown is ReportDownloadError =>
  thrown instanceof ReportDownloadError;
/** Whether the caller's own signal ended the wait. */
export const isAborted = (thrown: unknown): thrown is ReportAbortedError =>
  thrown instanceof ReportAbortedError;

function endWithoutFile({ status, reportId }: Report): string {
  if (status === 'EXPIRED') {
    return `The file of report ${reportId} has expired. Run the report again to have a new one.`;
  }
  if (status === 'CANCELLED') return `Report ${reportId} was cancelled.`;
  return `Report ${reportId} is ${status}.`;
}
