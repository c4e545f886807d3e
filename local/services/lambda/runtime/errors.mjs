import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const taskRoot = process.env.LAMBDA_TASK_ROOT;
const realTaskRoot = realpathSync(taskRoot);
const runtimeDirectory = dirname(fileURLToPath(import.meta.url));

// observed: aws/aws-lambda-nodejs-runtime-interface-client, src/utils/errors.ts (the names)
export class RuntimeError extends Error {
  /**
   * @param {string} name
   * @param {string} message
   */
  constructor(name, message) {
    super(message);
    this.name = `Runtime.${name}`;
  }
}

export class UnhandledPromiseRejection extends RuntimeError {
  /** @param {unknown} reason */
  constructor(reason) {
    super('UnhandledPromiseRejection', String(reason));
    this.reason = reason;
  }
}

export class JSONStringifyError extends RuntimeError {
  constructor() {
    super('JSONStringifyError', 'Unable to stringify response body');
  }
}

/**
 * The error as the caller gets it, as JSON. Paths are Lambda's: this machine's stay in the log.
 * @param {unknown} error
 */
export function errorPayload(error) {
  // observed: aws/aws-lambda-nodejs-runtime-interface-client, src/utils/error.ts
  const shown =
    error instanceof Error
      ? {
          errorType: error.name,
          errorMessage: error.message,
          trace: typeof error.stack === 'string' ? error.stack.split('\n') : [],
        }
      : { errorType: typeof error, errorMessage: String(error), trace: [] };
  return withLambdaPaths(JSON.stringify(shown));
}

/**
 * The error as the runtime logs it after a title.
 * @param {unknown} error
 */
export function errorLogLine(error) {
  if (!(error instanceof Error))
    return `\t${JSON.stringify({ errorType: typeof error, errorMessage: String(error) })}`;
  const own = { errorType: error.name, errorMessage: error.message, ...error };
  try {
    return `\t${JSON.stringify({ ...own, stack: error.stack?.split('\n') })}`;
  } catch {
    return `\t${errorPayload(error)}`;
  }
}

/** @param {string} text */
function withLambdaPaths(text) {
  return text
    .replaceAll(realTaskRoot, '/var/task')
    .replaceAll(taskRoot, '/var/task')
    .replaceAll(runtimeDirectory, '/var/runtime');
}
