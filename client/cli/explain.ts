import {
  isAborted,
  isDownloadFailed,
  isFailed,
  isLimitExceeded,
  isRefused,
  isReportClientError,
  isSignedOut,
  isUnavailable,
} from '../errors.ts';
import { nameOptions, optionAt, written, type Catalogue } from './catalogue.ts';
import { CliError } from './cli-error.ts';
import {
  EXIT_CANCELLED,
  EXIT_INTERRUPTED,
  EXIT_NO_SERVICE,
  EXIT_REPORT_FAILED,
  EXIT_USAGE,
} from './exit-codes.ts';
import { printable } from './words.ts';

export interface Explanation {
  readonly lines: readonly string[];
  readonly exitCode: number;
  /** The option that is to blame. */
  readonly option?: string;
}

/** What an error means to the person at the keyboard; undefined for a bug of ours. */
export function explain(error: unknown, catalogue: Catalogue): Explanation | undefined {
  const meant = meaning(error, catalogue);
  // Words from elsewhere reach a terminal: line by line, without what it would obey.
  return (
    meant && { ...meant, lines: meant.lines.flatMap((text) => text.split('\n').map(printable)) }
  );
}

function meaning(error: unknown, catalogue: Catalogue): Explanation | undefined {
  if (isAborted(error)) return { lines: [], exitCode: EXIT_INTERRUPTED };
  if (isFailed(error)) {
    const { failure, report } = error;
    const why = failure ? `${failure.message} (${failure.code})` : error.message;
    const what = failure ? [failure.action] : [];
    const exitCode = report.status === 'CANCELLED' ? EXIT_CANCELLED : EXIT_REPORT_FAILED;
    return { lines: [why, ...what], exitCode };
  }
  if (isDownloadFailed(error)) return { lines: [error.message], exitCode: EXIT_REPORT_FAILED };
  if (isRefused(error)) return refusal(error.message, error.field, catalogue);
  if (isLimitExceeded(error)) {
    const when = `It is worth trying again in ${error.retryAfterSeconds} seconds.`;
    return { lines: [error.message, when], exitCode: EXIT_USAGE };
  }
  if (isUnavailable(error) || isSignedOut(error)) {
    return { lines: [error.message], exitCode: EXIT_NO_SERVICE };
  }
  if (error instanceof CliError) return { lines: [error.message], exitCode: error.exitCode };
  if (isReportClientError(error)) return { lines: [error.message], exitCode: EXIT_USAGE };
  return undefined;
}

/** The server's words, with options in place of the input's path and of the inputs beside it. */
function refusal(message: string, field: string | undefined, catalogue: Catalogue): Explanation {
  const found = field === undefined ? undefined : optionAt(catalogue, field);
  if (field === undefined || !found) return { lines: [message], exitCode: EXIT_USAGE };
  const rest = message.startsWith(`${field}: `) ? message.slice(field.length + 2) : message;
  const kind = catalogue.kinds.find(({ parameters }) => parameters.includes(found));
  const option = written(found);
  const line = `${option} ${nameOptions(rest, kind?.parameters ?? [])}`;
  return { lines: [line], exitCode: EXIT_USAGE, option };
}
