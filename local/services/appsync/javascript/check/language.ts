/** What the language offers by name: the check refuses the rest at load, and the realm hides it at run time. */

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/supported-features.html
export const GLOBAL_VALUES: readonly string[] = ['undefined', 'NaN', 'Infinity'];

/** The library objects that need no import. */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/runtime-utils-js.html
export const GLOBAL_LIBRARIES: readonly string[] = ['util', 'extensions', 'runtime'];

/** Members of the built-in objects. None of the objects can be called. */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/supported-features.html
// assumed: Array.isArray, because the lint rules of @aws-appsync/eslint-plugin name every other static member
export const BUILT_INS: Readonly<Record<string, readonly string[]>> = {
  Object: ['assign', 'entries', 'hasOwn', 'keys', 'values'],
  Array: ['isArray'],
  String: ['raw'],
  Number: ['isFinite', 'isNaN'],
  Math: ['random', 'min', 'max', 'round', 'floor', 'ceil'],
  JSON: ['parse', 'stringify'],
  console: ['log', 'error'],
};

/** Array methods that take a callback. */
// documented: https://www.npmjs.com/package/@aws-appsync/eslint-plugin (rule no-function-passing)
export const CALLBACK_METHODS: readonly string[] = [
  'forEach',
  'map',
  'flatMap',
  'filter',
  'find',
  'findIndex',
  'findLast',
  'findLastIndex',
  'some',
  'every',
  'reduce',
  'reduceRight',
];

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/supported-features.html
// assumed: includes, which the page leaves out and resolvers in production use; toString for coercion
export const ARRAY_MEMBERS: readonly string[] = [
  'length',
  'concat',
  'fill',
  'flat',
  'indexOf',
  'join',
  'lastIndexOf',
  'pop',
  'push',
  'reverse',
  'shift',
  'slice',
  'sort',
  'splice',
  'unshift',
  ...CALLBACK_METHODS,
  'includes',
  'toString',
];

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/supported-features.html
// assumed: includes, substring and match, which the page leaves out and the lint rules do not deny
export const STRING_MEMBERS: readonly string[] = [
  'length',
  'charAt',
  'concat',
  'endsWith',
  'indexOf',
  'lastIndexOf',
  'replace',
  'replaceAll',
  'slice',
  'split',
  'startsWith',
  'toLowerCase',
  'toUpperCase',
  'trim',
  'trimEnd',
  'trimStart',
  'includes',
  'substring',
  'match',
  'toString',
  'valueOf',
];

/** Methods whose name alone says that they are not there. */
// documented: https://www.npmjs.com/package/@aws-appsync/eslint-plugin (rule no-disallowed-methods)
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/supported-features.html (call, apply, bind)
export const MISSING_METHODS: readonly string[] = [
  'copyWithin',
  'charCodeAt',
  'localeCompare',
  'matchAll',
  'padEnd',
  'padStart',
  'repeat',
  'search',
  'toLocaleLowerCase',
  'toLocaleUpperCase',
  'toLocaleString',
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
  'call',
  'apply',
  'bind',
];

/** What to write instead of a global that is not there. */
export const ADVICE: Readonly<Record<string, string>> = {
  Date: 'use util.time',
  Promise: 'ask a data source and read ctx.result',
  RegExp: 'use util.matches(pattern, text)',
  Map: 'use a plain object',
  Set: 'use a plain object or an array',
  Error: 'end the handler with util.error(message, type)',
  fetch: 'use an HTTP data source',
  process: 'read ctx.env',
  setTimeout: 'handlers cannot wait; use a Lambda data source',
  setInterval: 'handlers cannot wait; use a Lambda data source',
  require: 'bundle what the handler needs',
  eval: 'write the code out',
  Function: 'write the code out',
  Buffer: 'use util.base64Encode and util.base64Decode',
  atob: 'use util.base64Decode',
  btoa: 'use util.base64Encode',
  encodeURIComponent: 'use util.urlEncode',
  decodeURIComponent: 'use util.urlDecode',
  crypto: 'use util.autoId, util.autoUlid or util.autoKsuid',
  parseInt: 'use JSON.parse(text)',
  parseFloat: 'use JSON.parse(text)',
  isNaN: 'use Number.isNaN',
  isFinite: 'use Number.isFinite',
  globalThis: 'name the value itself',
  arguments: 'use a rest parameter',
};

/** What to write instead of a VTL utility that JavaScript resolvers do not have. */
export const LIBRARY_ADVICE: Readonly<Record<string, string>> = {
  'util.isNull': 'compare with null',
  'util.isNullOrEmpty': 'compare with null and ""',
  'util.isNullOrBlank': 'compare with null and text.trim()',
  'util.defaultIfNull': 'use ??',
  'util.defaultIfNullOrEmpty': 'use ||',
  'util.validate': 'use if and util.error',
  'util.toJson': 'use JSON.stringify',
  'util.parseJson': 'use JSON.parse',
  'util.qr': 'write the statement alone',
  'util.quiet': 'write the statement alone',
  'util.rds': 'this local cloud has no relational data source',
  'util.transform.toElasticsearchQueryDSL': 'this local cloud has no OpenSearch data source',
};
