import {
  ReportAbortedError,
  ReportLimitError,
  ReportRefusedError,
  ReportSignedOutError,
  ReportUnavailableError,
  isReportClientError,
  type ReportClientError,
} from './errors.ts';

/** One entry of `errors` as AppSync sends it, or as Amplify makes it of an HTTP failure. */
export interface GraphqlErrorEntry {
  readonly message?: string;
  readonly errorType?: string | null;
  readonly errorInfo?: unknown;
  readonly path?: readonly (string | number)[] | null;
  readonly originalError?: unknown;
}

interface AmplifyFailure {
  readonly name?: string;
  readonly message?: string;
  readonly underlyingError?: unknown;
  readonly response?: { readonly statusCode?: number; readonly body?: string };
}

/** What our resolvers add to their refusals. */
interface ErrorInfo {
  readonly field?: string;
  readonly limit?: number;
  readonly active?: number;
  readonly retryAfterSeconds?: number;
}

/** Names of Amplify's own errors. observed: aws-amplify 6.22.1 */
const CANCELLED = 'CanceledError';
const NETWORK = 'NetworkError';
const NOT_SIGNED_IN = new Set([
  'NoSignedUser',
  'NoValidAuthTokens',
  'UserUnAuthenticatedException',
]);

/** Error types that say "not now". `ServiceUnavailable` is our resolvers', the others are AppSync's. */
const TRY_AGAIN = new Set(['ServiceUnavailable', 'ThrottlingException', 'InternalFailure']);

/** Whatever Amplify threw, as the error callers are promised; `cause` keeps the original. */
export function toClientError(thrown: unknown, signal?: AbortSignal): ReportClientError {
  if (isReportClientError(thrown)) return thrown;
  if (signal?.aborted === true) return new ReportAbortedError(signal);
  const [entry] = errorsOf(thrown);
  if (!entry) return fromFailure(thrown as AmplifyFailure, thrown);
  if (entry.originalError) return fromFailure(entry.originalError, thrown);
  const errorType = entry.errorType ?? 'UnknownError';
  return fromErrorType(errorType, entry.message, thrown, entry.errorInfo);
}

/** The GraphQL errors in what Amplify threw: a plain object `{ data, errors }`; empty for anything else. */
export function errorsOf(thrown: unknown): readonly GraphqlErrorEntry[] {
  const errors = (thrown as { errors?: unknown } | null)?.errors;
  return Array.isArray(errors) ? (errors as GraphqlErrorEntry[]) : [];
}

/** Amplify's own failure: no token, no network, no 2xx. */
function fromFailure(failure: AmplifyFailure, cause: unknown): ReportClientError {
  const { name = '', response, underlyingError } = failure;
  if (name === CANCELLED) return new ReportAbortedError(undefined);
  // The session may only have failed to be renewed because the network is down.
  const lacksNetwork = (underlyingError as AmplifyFailure | undefined)?.name === NETWORK;
  if (NOT_SIGNED_IN.has(name) && !lacksNetwork) return signedOut(cause);
  const status = response?.statusCode;
  if (status !== undefined && status < 500 && status !== 429) {
    const [body] = errorsOf(parsed(response?.body));
    const errorType = body?.errorType ?? name;
    if (status === 401) return signedOut(cause);
    return fromErrorType(errorType, body?.message ?? failure.message, cause);
  }
  const message =
    status === undefined
      ? 'The service could not be reached.'
      : `The service answered HTTP ${status}.`;
  return new ReportUnavailableError(message, { cause, httpStatus: status });
}

function fromErrorType(
  errorType: string,
  message = errorType,
  cause?: unknown,
  errorInfo?: unknown,
): ReportClientError {
  if (errorType === 'UnauthorizedException') return signedOut(cause);
  if (TRY_AGAIN.has(errorType)) return new ReportUnavailableError(message, { cause });
  const { field, limit, active, retryAfterSeconds } = (errorInfo ?? {}) as ErrorInfo;
  if (errorType === 'LimitExceeded' && limit !== undefined) {
    const info = { limit, active: active ?? limit, retryAfterSeconds: retryAfterSeconds ?? 0 };
    return new ReportLimitError(message, info, { cause });
  }
  return new ReportRefusedError(message, { errorType, cause, ...(field ? { field } : {}) });
}

function signedOut(cause: unknown): ReportSignedOutError {
  return new ReportSignedOutError('Nobody is signed in, or the session has ended.', { cause });
}

function parsed(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '') as unknown;
  } catch {
    return undefined; // a proxy's page: the status tells enough
  }
}
