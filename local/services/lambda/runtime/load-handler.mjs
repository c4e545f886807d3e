import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RuntimeError } from './errors.mjs';

/** @typedef {(event: unknown, context: Record<string, unknown>) => Promise<unknown>} LoadedHandler */

// observed: aws/aws-lambda-nodejs-runtime-interface-client, src/function/module-loader.ts (the order)
const EXTENSIONS = ['', '.js', '.mjs', '.cjs'];
// observed: aws/aws-lambda-nodejs-runtime-interface-client, src/context/constants.ts
const CALLBACKS_REMOVED =
  'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.';

/**
 * Loads the function a handler string names. Throws the runtime's own errors.
 * @param {string} taskRoot
 * @param {string} handlerString
 * @returns {Promise<LoadedHandler>}
 */
export async function loadHandler(taskRoot, handlerString) {
  const { modulePath, exportPath } = parseHandlerString(handlerString);
  const loaded = await loadModule(join(taskRoot, modulePath), modulePath);
  const handler = find(loaded, exportPath) ?? find(loaded.default, exportPath);
  if (handler === undefined) {
    throw new RuntimeError('HandlerNotFound', `${handlerString} is undefined or not exported`);
  }
  if (typeof handler !== 'function') {
    throw new RuntimeError('HandlerNotFound', `${handlerString} is not a function`);
  }
  if (handler.length < 3) return async (event, context) => handler(event, context);
  // documented: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html (callback handlers: Node.js 22 and earlier)
  if (!/nodejs2[02]\.x$/.test(process.env.AWS_EXECUTION_ENV)) {
    throw new RuntimeError('CallbackHandlerDeprecated', CALLBACKS_REMOVED);
  }
  return (event, context) => callWithCallback(handler, event, context);
}

/** @param {string} handlerString */
function parseHandlerString(handlerString) {
  if (handlerString.includes('..')) {
    const advice = 'Use absolute paths when specifying root directories in handler names.';
    throw new RuntimeError(
      'MalformedHandlerName',
      `'${handlerString}' is not a valid handler name. ${advice}`,
    );
  }
  const match = /^([^.]*)\.(.+)$/.exec(basename(handlerString));
  if (!match) throw new RuntimeError('MalformedHandlerName', 'Bad handler');
  return { modulePath: join(dirname(handlerString), match[1]), exportPath: match[2] };
}

/**
 * @param {string} path
 * @param {string} name
 */
async function loadModule(path, name) {
  const extension = EXTENSIONS.find((candidate) => existsSync(path + candidate));
  try {
    if (extension === undefined) return createRequire(import.meta.url)(name);
    return await import(pathToFileURL(path + extension).href);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw Object.assign(new RuntimeError('UserCodeSyntaxError', String(error)), {
        stack: error.stack,
      });
    }
    if (error?.code === 'MODULE_NOT_FOUND')
      throw new RuntimeError('ImportModuleError', String(error));
    throw error;
  }
}

/**
 * @param {unknown} from
 * @param {string} path
 */
function find(from, path) {
  return path.split('.').reduce((value, key) => value?.[key], from);
}

/**
 * Waits as the older runtimes do: for the callback, and then for the event loop to be empty unless the handler said otherwise.
 * @param {(event: unknown, context: object, callback: (error: unknown, result?: unknown) => void) => unknown} handler
 * @param {unknown} event
 * @param {Record<string, unknown>} context
 */
function callWithCallback(handler, event, context) {
  return new Promise((resolve, reject) => {
    /** @type {() => void} */
    let settle = () => resolve(null);
    const onEmpty = () => settle();
    process.once('beforeExit', onEmpty);
    context.callbackWaitsForEmptyEventLoop = true;
    const finish = () => {
      process.removeListener('beforeExit', onEmpty);
      settle();
    };
    const returned = handler(event, context, (error, result) => {
      settle = () => (error ? reject(error) : resolve(result));
      if (!context.callbackWaitsForEmptyEventLoop) finish();
    });
    if (typeof returned?.then === 'function') {
      settle = () => resolve(returned);
      finish();
    }
  });
}
