import type { DataSourceOutcome } from '../types.ts';
import { mappingError, missingMember } from './mapping-error.ts';

/** A request object of the HTTP data source, checked. */
export interface HttpRequest {
  readonly method: string;
  /** With the query string. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-http-js.html (all facts of this file without a source of their own)
const METHODS: ReadonlySet<unknown> = new Set(['GET', 'POST', 'PUT', 'DELETE', 'PATCH']);
const REFUSED_HEADERS: ReadonlySet<string> = new Set(
  'host connection user-agent expectation transfer-encoding content-length'.split(' '),
);

/** Reads what a request handler returned; an outcome says what is wrong with it. */
export function readHttpRequest(
  request: Readonly<Record<string, unknown>>,
): HttpRequest | { readonly refused: DataSourceOutcome } {
  const { method, resourcePath, params = {} } = request;
  // assumed: the words for a wrong request object, on the pattern of those recorded for `operation`
  if (method === undefined) return { refused: missingMember('method') };
  if (!METHODS.has(method)) return refuse(`Unsupported method '${textOf(method)}'.`);
  if (resourcePath === undefined) return { refused: missingMember('resourcePath') };
  if (typeof resourcePath !== 'string' || !resourcePath.startsWith('/')) {
    return refuse("Value for field '$[resourcePath]' must be a path that begins with '/'.");
  }
  if (!isRecord(params)) return refuse("Value for field '$[params]' must be an object.");
  const headers = textMembers(params.headers);
  const query = textMembers(params.query);
  if (!headers || !query) return refuse('Headers and query must be maps of texts.');
  const refused = Object.keys(headers).find((name) => REFUSED_HEADERS.has(name.toLowerCase()));
  if (refused !== undefined) return refuse(`The header '${refused}' cannot be set.`);
  const search = new URLSearchParams(query).toString();
  return {
    method: method as string,
    path: search === '' ? resourcePath : `${resourcePath}?${search}`,
    query,
    headers,
    body: bodyText(params.body),
  };
}

// assumed: a body that is no text is written as JSON
function bodyText(body: unknown): string {
  if (body === undefined || body === null) return '';
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function textMembers(value: unknown): Record<string, string> | undefined {
  if (value === undefined || value === null) return {};
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value).filter(([, member]) => member !== null);
  if (entries.some(([, member]) => typeof member === 'object')) return undefined;
  return Object.fromEntries(entries.map(([name, member]) => [name, String(member)]));
}

function refuse(message: string): { readonly refused: DataSourceOutcome } {
  return { refused: mappingError(message) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
