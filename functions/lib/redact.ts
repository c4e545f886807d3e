const HIDDEN = '[hidden]';

/** Fields that hold links, tokens, parameters or rows, by their names; numbers among them are counts and stay. */
const SECRET_FIELDS =
  /^(url|link|download|authorization|cookie|password|.*token|.*secret.*|.*credentials?|definition|parameters?|query|sql|rows?|values?|preview|payload|body)$/i;

/** What is secret wherever it stands in a text. */
const SECRET_TEXTS: readonly (readonly [RegExp, string])[] = [
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, HIDDEN], // a JSON web token
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12,}/g, HIDDEN], // an access key's id
  [/(https?:\/\/[^\s?"'<>]+)\?[^\s"'<>]*/g, `$1?${HIDDEN}`], // a presigned link is its query
  [
    /\b(X-Amz-(?:Signature|Credential|Security-Token)|Signature|Credential)=[^\s&,]+/gi,
    `$1=${HIDDEN}`,
  ],
];

const MOST_CAUSES = 5;
const MOST_CHARACTERS = 2_000;
/** What databases put into their words: cells, keys and whole lines of data stand in quotes or after these. */
const DATA_IN_WORDS: readonly (readonly [RegExp, string])[] = [
  [/'(?:[^']|'')*'/g, "'…'"],
  [/"[^"]*"/g, '"…"'],
  [/\b(values?:?) [^\s,]+/gi, '$1 …'],
];

/**
 * Makes values fit for a log: without links, tokens and keys, without what fields of parameters and rows hold, and
 * without `texts`, which the caller knows to be sensitive. Errors keep their name, code, frames and causes; of their
 * words the first line stays, without what is quoted in it: databases quote the cell that did not fit.
 */
export function createRedactor(texts: readonly string[] = []): (value: unknown) => unknown {
  const sensitive = texts.filter((text) => text !== '');
  return (value) => redact(value, 0);

  function redact(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return redactText(value);
    if (typeof value === 'number') return sensitive.includes(String(value)) ? HIDDEN : value;
    if (value instanceof Error) return redactError(value, depth);
    if (Array.isArray(value)) return value.map((each) => redact(each, depth));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [
        name,
        SECRET_FIELDS.test(name) && typeof each !== 'number' ? HIDDEN : redact(each, depth),
      ]),
    );
  }

  function redactText(text: string): string {
    let shown = text;
    for (const secret of sensitive) shown = shown.replaceAll(secret, HIDDEN);
    for (const [pattern, instead] of SECRET_TEXTS) shown = shown.replace(pattern, instead);
    return shown.length > MOST_CHARACTERS ? `${shown.slice(0, MOST_CHARACTERS)}…` : shown;
  }

  function redactError(error: Error & { code?: unknown }, depth: number): Record<string, unknown> {
    const { name, code, message, stack = '', cause } = error;
    let [words = ''] = message.split('\n');
    for (const [pattern, instead] of DATA_IN_WORDS) words = words.replace(pattern, instead);
    const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
    return {
      name,
      ...(typeof code === 'string' ? { code } : {}),
      message: redactText(words),
      stack: redactText(frames.map((frame) => frame.trim()).join('\n')),
      ...(cause === undefined || depth >= MOST_CAUSES ? {} : { cause: redact(cause, depth + 1) }),
    };
  }
}
