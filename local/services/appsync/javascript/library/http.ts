import type { Evaluation } from '../evaluation.ts';
import { MAX_RESPONSE_HEADER_BYTES } from '../limits.ts';
import { isRecord, setMember, textOf } from '../plain.ts';

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/http-helpers-in-utils-http-js.html
const NOT_COPIED: readonly string[] = [
  'transfer-encoding',
  'connection',
  'host',
  'expect',
  'keep-alive',
  'upgrade',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'content-length',
];
const NOT_ADDED: readonly string[] = [...NOT_COPIED, 'vary', 'content-type'];
const NOT_ADDED_PREFIXES: readonly string[] = ['access-control-', 'x-amzn-', 'x-amz-'];

/** `util.http`. A header that cannot be added is left out, and an error says so beside the data. */
export function createHttp(evaluation: () => Evaluation) {
  return {
    copyHeaders(headers?: unknown): Record<string, unknown> {
      const copied: Record<string, unknown> = {};
      if (!isRecord(headers)) return copied;
      for (const [name, value] of Object.entries(headers)) {
        if (!NOT_COPIED.includes(name.toLowerCase())) setMember(copied, name, value);
      }
      return copied;
    },
    addResponseHeader(name?: unknown, value?: unknown): void {
      add(evaluation(), textOf(name ?? ''), value);
    },
    addResponseHeaders(headers?: unknown): void {
      if (!isRecord(headers)) return;
      for (const [name, value] of Object.entries(headers)) add(evaluation(), name, value);
    },
  };
}

function add(evaluation: Evaluation, name: string, value: unknown): void {
  const { responseHeaders } = evaluation.extensions;
  const text = headerText(value);
  const problem = headerProblem(name, text, responseHeaders);
  if (problem || text === null) {
    // documented: https://docs.aws.amazon.com/appsync/latest/devguide/http-helpers-in-utils-http-js.html (the type)
    // assumed: the message
    evaluation.appended.push({
      message: problem ?? `The response header ${name} has no value.`,
      errorType: 'ResponseHeaderError',
      data: null,
      errorInfo: null,
    });
    return;
  }
  responseHeaders[name] = text;
}

function headerText(value: unknown): string | null {
  return value === undefined || value === null ? null : textOf(value);
}

function headerProblem(
  name: string,
  text: string | null,
  others: Readonly<Record<string, string>>,
): string | undefined {
  const lower = name.toLowerCase();
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(lower) || /[\r\n\0]/.test(text ?? '')) {
    return 'A response header has a name or value that HTTP does not allow.';
  }
  const isRestricted =
    NOT_ADDED.includes(lower) || NOT_ADDED_PREFIXES.some((prefix) => lower.startsWith(prefix));
  if (isRestricted) return `The response header ${name} is restricted.`;
  const bytes = Object.entries({ ...others, [name]: text ?? '' })
    .map(([header, value]) => Buffer.byteLength(header) + Buffer.byteLength(value))
    .reduce((sum, size) => sum + size, 0);
  if (bytes <= MAX_RESPONSE_HEADER_BYTES) return undefined;
  return `The response headers are longer than ${MAX_RESPONSE_HEADER_BYTES} bytes.`;
}
