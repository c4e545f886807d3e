import http from 'node:http';
import https from 'node:https';
import { toError } from '../../../errors.ts';
import type { Clock } from '../../../host.ts';
import type { DataSource, DataSourceOutcome } from '../types.ts';
import { type HttpRequest, readHttpRequest } from './http-request.ts';

/** Signs a request for the data source's role; resolves with the headers to send. */
export type SignRequest = (
  endpoint: URL,
  request: HttpRequest,
) => Promise<Readonly<Record<string, string>>>;

/** What an HTTP data source is made of. */
export interface HttpDataSourceParts {
  readonly clock: Clock;
  readonly timeoutMs?: number;
  /** Present when the data source has an IAM authorization. */
  readonly sign?: SignRequest;
}

// assumed: a little less than a whole request's 30 s, so that the response handler sees the time-out
const TIMEOUT_MS = 29_000;
// documented: https://docs.aws.amazon.com/general/latest/gr/appsync.html (5 MB; assumed: what a request may answer is what it may read)
const MAX_RESPONSE_BYTES = 5_242_880;

/**
 * Sends requests below one endpoint. An answer of any status is a result, a failure to get one is an error.
 * documented: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-http-js.html
 */
export function createHttpDataSource(
  name: string,
  endpoint: string,
  { clock, timeoutMs = TIMEOUT_MS, sign }: HttpDataSourceParts,
): DataSource {
  const base = new URL(endpoint);
  return {
    name,
    type: 'HTTP',
    async invoke(given, signal): Promise<DataSourceOutcome> {
      const read = readHttpRequest(given);
      if ('refused' in read) return read.refused;
      const request = { ...read, path: base.pathname.replace(/\/$/, '') + read.path };
      const timeout = new AbortController();
      using _timer = clock.after(timeoutMs, () => timeout.abort());
      const until = signal ? AbortSignal.any([signal, timeout.signal]) : timeout.signal;
      try {
        const headers = sign ? await sign(base, request) : request.headers;
        return { result: await send(base, { ...request, headers }, until) };
      } catch (thrown) {
        return failure(toError(thrown), timeout.signal.aborted);
      }
    },
  };
}

function failure(error: NodeJS.ErrnoException, isTimeout: boolean): DataSourceOutcome {
  // observed: aws/aws-appsync-community#43 (the type; there its words begin with a small letter)
  if (isTimeout) {
    return {
      result: null,
      error: { type: 'Http:ExecutionTimeoutException', message: 'Execution timed out.' },
    };
  }
  // assumed: neither type nor words are recorded for an endpoint that cannot be reached
  return { result: null, error: { type: 'Http:ConnectException', message: error.message } };
}

function send(base: URL, request: HttpRequest, signal: AbortSignal): Promise<unknown> {
  const { request: open } = base.protocol === 'https:' ? https : http;
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const { path, method } = request;
  const outgoing = open(
    { host: base.hostname, port: base.port, path, method, signal },
    (answer) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > MAX_RESPONSE_BYTES) answer.destroy(new Error('The response exceeds 5 MB.'));
      });
      answer.once('error', reject);
      answer.once('end', () =>
        resolve({
          statusCode: answer.statusCode,
          headers: headersOf(answer.rawHeaders),
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    },
  );
  outgoing.once('error', reject);
  for (const [header, value] of Object.entries(request.headers)) outgoing.setHeader(header, value);
  // assumed: a body is sent with any method that has one; its length is always stated
  if (request.body !== '') outgoing.setHeader('content-length', Buffer.byteLength(request.body));
  outgoing.end(request.body);
  return promise;
}

// assumed: names as the server wrote them; a repeated header is a list
function headersOf(rawHeaders: readonly string[]): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2);
    const known = Object.hasOwn(headers, name) ? headers[name] : undefined;
    headers[name] = known === undefined ? value : [known, value].flat();
  }
  return headers;
}
