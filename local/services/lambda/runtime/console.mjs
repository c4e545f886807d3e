import { format } from 'node:util';

// observed: aws/aws-lambda-nodejs-runtime-interface-client, src/logging (text format: time, request id, level, message)
const LEVELS = {
  log: 'INFO',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
  debug: 'DEBUG',
  trace: 'TRACE',
};

/**
 * Makes the console write Lambda's log lines, to one stream for all levels to keep them in order. Returns the writer of errors.
 * @param {() => string | undefined} currentRequestId
 */
export function patchConsole(currentRequestId) {
  const write = process.stdout.write.bind(process.stdout);
  const writer =
    (level) =>
    (...values) => {
      const time = new Date().toISOString();
      write(`${time}\t${currentRequestId()}\t${level}\t${format(...values)}\n`);
    };
  const methods = Object.entries(LEVELS).map(([method, level]) => [method, writer(level)]);
  Object.assign(globalThis.console, Object.fromEntries(methods));
  return writer('ERROR');
}
