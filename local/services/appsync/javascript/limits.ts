/** Longest code a resolver or function may have, in characters. */
// documented: https://docs.aws.amazon.com/appsync/latest/APIReference/API_EvaluateCode.html
export const MAX_CODE_CHARACTERS = 32_768;

/** Loop passes and array callbacks one evaluation of a handler may make. */
// documented: https://docs.aws.amazon.com/general/latest/gr/appsync.html
// assumed: callbacks of array methods count as passes, because AppSync runs them as loops
export const MAX_LOOP_ITERATIONS = 1_000;

/** Function calls one evaluation of a handler may make: what stops code that calls itself without end. */
// assumed: AppSync refuses recursion at deployment and states no number for calls
export const MAX_FUNCTION_CALLS = 100_000;

/** Deepest value a handler may return or hand to a utility, in levels. */
// assumed: no number is documented; deep enough for any document, shallow enough to stop a cycle
export const MAX_VALUE_DEPTH = 500;

/** Bytes of all response headers a resolver may add, names and values together. */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/http-helpers-in-utils-http-js.html
export const MAX_RESPONSE_HEADER_BYTES = 4_096;
