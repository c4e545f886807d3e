import { ResolverFault } from '../faults.ts';
import { textOf } from '../plain.ts';

/** Text encodings of `util`. */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/built-in-util-js.html
export const encoding = {
  /** As a form would send it: a space is `+`, and only letters, digits and `.-*_` stay as they are. */
  // documented: https://docs.oracle.com/javase/8/docs/api/java/net/URLEncoder.html
  urlEncode: (text: unknown): string =>
    encodeURIComponent(wellFormed(text))
      .replace(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
      .replace(/%20/g, '+'),

  urlDecode(text: unknown): string {
    try {
      return decodeURIComponent(textOf(text).replace(/\+/g, ' '));
    } catch {
      throw new ResolverFault('IllegalArgumentException', `not URL-encoded text: ${textOf(text)}`);
    }
  },

  base64Encode: (text: unknown): string => Buffer.from(textOf(text), 'utf8').toString('base64'),

  base64Decode: (text: unknown): string => Buffer.from(textOf(text), 'base64').toString('utf8'),

  /** Text that can stand inside a JavaScript string literal. */
  // assumed: the rules of Apache Commons Text's escapeEcmaScript, which AppSync's Java runtime has at hand
  escapeJavaScript: (text: unknown): string =>
    textOf(text).replace(/["'\\/]|[^ -~]/g, (char) => SHORT_ESCAPES[char] ?? unicodeEscape(char)),
};

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "'": "\\'",
  '\\': '\\\\',
  '/': '\\/',
  '\b': '\\b',
  '\n': '\\n',
  '\t': '\\t',
  '\f': '\\f',
  '\r': '\\r',
};

function unicodeEscape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function wellFormed(text: unknown): string {
  return textOf(text).toWellFormed();
}
