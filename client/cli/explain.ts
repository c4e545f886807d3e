import {
  isAborted,
  isDownloadFailed,
  isFailed,
  isLimitExceeded,
  isNotFound,
  isRefused,
  isReportClientError,
  isSignedOut,
  isUnavailable,
} from '../errors.ts';
import { CliError } from './cli-error.ts';
import { optionOfField } from './option-of-field.ts';
import { printable } from './words.ts';

export const EXIT_DONE = 0;
export const EXIT_REPORT_FAILED = 1;
export const EXIT_USAGE = 2;
/** 128 + SIGINT, as shells count. */
export const EXIT_INTERRUPTED = 130;

export interface Explanation {
  readonly lines: readonly string[];
  readonly exitCode: number;
}

/** What an error means to the person at the keyboard; undefined for a bug of ours. */
export function explain(error: unknown): Explanation | undefined {
  const meant = meaning(error);
  // Words from elsewhere reach a terminal: line by line, without what it would obey.
  return (
    meant && { ...meant, lines: meant.lines.flatMap((text) => text.split('\n').map(printable)) }
  );
}

function meaning(error: unknown): Explanation | undefined {
  if (isAborted(error)) return { lines: [], exitCode: EXIT_INTERRUPTED };
  if (isFailed(error)) {
    const { failure } = error;
    const why = failure ? `${failure.message} (${failure.code})` : error.message;
    const what = failure ? [failure.action] : [];
    return { lines: [why, ...what], exitCode: EXIT_REPORT_FAILED };
  }
  if (isDownloadFailed(error)) return { lines: [error.message], exitCode: EXIT_REPORT_FAILED };
  if (isRefused(error))
    return { lines: [refusal(error.message, error.field)], exitCode: EXIT_USAGE };
  if (isLimitExceeded(error)) {
    const when = `It is worth trying again in ${error.retryAfterSeconds} seconds.`;
    return { lines: [error.message, when], exitCode: EXIT_USAGE };
  }
  if (isUnavailable(error) || isSignedOut(error) || isNotFound(error)) {
    return { lines: [error.message], exitCode: EXIT_USAGE };
  }
  if (error instanceof CliError || isReportClientError(error)) {
    return { lines: [error.message], exitCode: EXIT_USAGE };
  }
  return undefined;
}

/** The server's words, with the option in place of the input's path. */
function refusal(message: string, field: string | undefined): string {
  const option = field === undefined ? undefined : optionOfField(field);
  if (field === undefined || option === undefined) return message;
  const rest = message.startsWith(`${field}: `) ? message.slice(field.length + 2) : message;
  return `${option} ${rest}`;
}
