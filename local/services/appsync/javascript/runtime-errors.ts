import type { HandlerError } from '../types.ts';
import type { CompiledModule } from './compile.ts';
import type { Position } from './positions.ts';

/** The file name AppSync gives every resolver's code. */
// observed: https://github.com/aws/aws-appsync-community/issues/328
export const CODE_FILE = 'code.js';

const FRAME = /\bcode\.js:(\d+):(\d+)/;

/** Where in the script a thrown value or an Error made now was created; undefined when not in the script. */
export function scriptPosition(thrown: unknown): Position | undefined {
  const stack = (thrown as { stack?: unknown } | null)?.stack;
  // The message may itself look like a frame, so only the lines of the trace count.
  const trace = typeof stack === 'string' ? stack.slice(stack.indexOf('\n    at ')) : '';
  const frame = FRAME.exec(trace);
  return frame ? { line: Number(frame[1]), column: Number(frame[2]) } : undefined;
}

/** An uncaught runtime error as AppSync reports it. */
// observed: https://github.com/aws/aws-appsync-community/issues/328
// assumed: the text after the position, which is this JavaScript engine's own
export function codeError(
  thrown: unknown,
  module: CompiledModule,
  handler: 'request' | 'response',
): HandlerError {
  const inScript = scriptPosition(thrown);
  const { line, column } = inScript
    ? module.originalPosition(inScript)
    : module.handlerPosition(handler);
  return {
    message: `${CODE_FILE}:${line}:${column}: ${describe(thrown)}`,
    errorType: 'Code',
    data: null,
    errorInfo: null,
  };
}

function describe(thrown: unknown): string {
  const { name, message } = (thrown ?? {}) as { name?: unknown; message?: unknown };
  if (typeof message !== 'string') return 'Error';
  return `${typeof name === 'string' ? name : 'Error'}: ${message}`;
}
