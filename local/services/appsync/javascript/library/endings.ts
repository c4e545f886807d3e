import type { HandlerError } from '../../types.ts';
import { HandlerEnd, type Evaluation } from '../evaluation.ts';
import { isRecord, plain, textOf } from '../plain.ts';

/** The utilities that end a handler or add an error to its answer. */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/built-in-util-js.html
export function createEndings(evaluation: () => Evaluation) {
  return {
    util: {
      error(message?: unknown, errorType?: unknown, data?: unknown, errorInfo?: unknown): never {
        const error = handlerError(message, errorType, data, errorInfo);
        throw new HandlerEnd({ kind: 'failed', error });
      },
      appendError(
        message?: unknown,
        errorType?: unknown,
        data?: unknown,
        errorInfo?: unknown,
      ): void {
        evaluation().appended.push(handlerError(message, errorType, data, errorInfo));
      },
      unauthorized(): never {
        // assumed: the message of EvaluateCode is the type's name
        const error = {
          ...handlerError('Unauthorized', 'Unauthorized'),
          unauthorized: true,
        } as const;
        throw new HandlerEnd({ kind: 'failed', error });
      },
    },
    runtime: {
      // documented: https://docs.aws.amazon.com/appsync/latest/devguide/runtime-utils-js.html
      earlyReturn(value?: unknown, options?: unknown): never {
        const returned = plain(value) ?? null;
        // assumed: nothing is left to skip in a response handler, so that the value is its answer
        if (evaluation().handler === 'response') {
          throw new HandlerEnd({ kind: 'returned', value: returned });
        }
        const skipTo = isRecord(options) && options.skipTo === 'END' ? 'END' : 'NEXT';
        throw new HandlerEnd({ kind: 'earlyReturn', value: returned, skipTo });
      },
    },
  };
}

function handlerError(
  message: unknown,
  errorType?: unknown,
  data?: unknown,
  errorInfo?: unknown,
): HandlerError {
  return {
    message: textOf(message),
    errorType: optionalText(errorType),
    data: plain(data) ?? null,
    errorInfo: plain(errorInfo) ?? null,
  };
}

/** Numbers are common here: `util.appendError(body, result.statusCode)`. */
function optionalText(value: unknown): string | null {
  return value === undefined || value === null ? null : textOf(value);
}
