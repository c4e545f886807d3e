// The first program of an execution environment: loads the handler, then serves one event at a time.
// Plain JavaScript, because a TypeScript entry costs every environment 17 MB and 35 ms.
import { patchConsole } from './console.mjs';
import { createContext } from './context.mjs';
import {
  errorPayload,
  errorLogLine,
  JSONStringifyError,
  UnhandledPromiseRejection,
} from './errors.mjs';
import { loadHandler } from './load-handler.mjs';

/** @typedef {import('./messages.ts').InvokeMessage} InvokeMessage */
/** @typedef {import('./messages.ts').EnvironmentMessage} EnvironmentMessage */

const channel = process.channel;
const sendMessage = process.send.bind(process);
const writeOut = process.stdout.write.bind(process.stdout);
const writeError = process.stderr.write.bind(process.stderr);
// Unlike anything a function prints: the service takes it out of the output.
const endOfInvocation = `\0${process.argv.splice(2, 1)[0]}\0\n`;
// The function must not find a channel that Lambda does not give it.
delete process.send;

/** @type {string | undefined} */
let requestId;

const logError = patchConsole(() => requestId);
// The service is gone. Nothing may outlive it, busy or not.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('uncaughtException', (error) => crash('Uncaught Exception', error, 129));
process.on('unhandledRejection', (reason) => {
  crash('Unhandled Promise Rejection', new UnhandledPromiseRejection(reason), 128);
});

try {
  const handler = await loadHandler(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
  process.on('message', (message) => void serve(handler, message));
  send({ type: 'ready' });
} catch (error) {
  logError('Uncaught Exception', errorLogLine(error));
  markEnd();
  send({ type: 'initFailed', payload: errorPayload(error) });
}

/**
 * Runs the handler for one event and answers.
 * @param {import('./load-handler.mjs').LoadedHandler} handler
 * @param {InvokeMessage} message
 */
async function serve(handler, message) {
  requestId = message.requestId;
  // A thawed environment first notices which of its idle connections died meanwhile, then starts work.
  await new Promise((resolve) => setImmediate(resolve));
  // A handler that waits for nothing ends the process instead of sitting out its timeout.
  // assumed: Lambda's runtime blocks on nothing but the handler's promise either.
  channel.unref();
  /** @type {EnvironmentMessage} */
  let answer;
  try {
    const event = JSON.parse(message.payload);
    const result = await handler(event, createContext(message));
    answer = { type: 'succeeded', requestId: message.requestId, payload: stringify(result) };
  } catch (error) {
    logError('Invoke Error', errorLogLine(error));
    answer = { type: 'failed', requestId: message.requestId, payload: errorPayload(error) };
  }
  channel.ref();
  markEnd();
  send(answer);
}

/**
 * Ends the environment the way an uncaught error does.
 * @param {string} title
 * @param {unknown} error
 * @param {number} exitCode
 */
function crash(title, error, exitCode) {
  logError(title, errorLogLine(error));
  channel.ref();
  sendMessage({ type: 'crashed', payload: errorPayload(error) }, () => process.exit(exitCode));
}

/** @param {unknown} result */
function stringify(result) {
  try {
    // `undefined`, and what JSON leaves out, is null on the wire.
    return JSON.stringify(result) ?? 'null';
  } catch {
    throw new JSONStringifyError();
  }
}

/** Lets the service know that every line of this invocation has come through. */
function markEnd() {
  writeOut(endOfInvocation);
  writeError(endOfInvocation);
}

/** @param {EnvironmentMessage} message */
function send(message) {
  sendMessage(message);
}
