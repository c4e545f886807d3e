import type { IncomingMessage, ServerResponse } from 'node:http';
import { toError } from '../../../errors.ts';
import type { Log } from '../../../host.ts';
import { REQUEST_REFUSALS } from '../engine/errors.ts';
import type { Authenticator, GraphqlEngine, GraphqlRequest } from '../types.ts';
import { defaultHttpLimits, type HttpLimits } from './limits.ts';
import { type GraphqlBody, readBody, readEnvelope } from './request-body.ts';
import { sendJson, sendPreflight, sendRefusal, sendUnauthorized } from './response.ts';

/** What the endpoint is made of. */
export interface HttpEndpointParts {
  readonly engine: GraphqlEngine;
  readonly authenticator: Authenticator;
  readonly log: Log;
  readonly limits?: Partial<HttpLimits>;
}

/** Answers HTTP requests of one API, whatever their path: the server routes `/graphql` here. */
export interface HttpEndpoint {
  /** Settles when the answer was handed to the socket; never rejects. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

const MALFORMED = 'MalformedHttpRequestException';

/** The GraphQL endpoint over HTTP. Faults of a request are 4xx or GraphQL errors, never 5xx: clients repeat those. */
export function createHttpEndpoint(parts: HttpEndpointParts): HttpEndpoint {
  const limits = { ...defaultHttpLimits, ...parts.limits };
  return {
    async handle(request, response) {
      try {
        if (request.method === 'OPTIONS') sendPreflight(request, response);
        else await answer(parts, limits, request, response);
      } catch (thrown) {
        if (request.destroyed && !request.complete) return;
        const error = toError(thrown);
        parts.log.error('answering a GraphQL request failed', {
          error: error.stack ?? error.message,
        });
        sendRefusal(response, 500, 'An internal failure occurred.', 'InternalFailure');
      }
    },
  };
}

async function answer(
  parts: HttpEndpointParts,
  limits: HttpLimits,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request, limits.maxRequestBytes);
  if (body === 'too large') {
    // assumed: neither status nor words are recorded; the rest of the body is not read
    response.setHeader('connection', 'close');
    return sendRefusal(
      response,
      413,
      `The request is larger than ${limits.maxRequestBytes} bytes.`,
      MALFORMED,
    );
  }
  const sourceIp = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const headers = headersOf(request, sourceIp);
  const { method = 'GET', url = '/' } = request;
  const authentication = await parts.authenticator.authenticate({
    headers,
    sourceIp,
    signed: { method, path: url, body: body.text },
  });
  if ('refusal' in authentication) return sendUnauthorized(response, authentication.refusal);
  if (method !== 'POST') {
    // assumed: clients send POST only; the service's answer to GET is not recorded
    response.setHeader('allow', 'POST, OPTIONS');
    return sendRefusal(response, 405, 'Only POST is supported.', MALFORMED);
  }
  // observed: graphql/graphql-over-http#81 (both texts)
  if (body.text === '') return sendRefusal(response, 400, 'Request body is empty.', MALFORMED);
  const envelope = readEnvelope(body.text);
  if (!envelope) return sendRefusal(response, 400, 'Unable to parse GraphQL query.', MALFORMED);
  await execute(
    parts.engine,
    limits,
    { ...envelope, caller: authentication.caller, headers },
    response,
  );
}

async function execute(
  engine: GraphqlEngine,
  limits: HttpLimits,
  request: GraphqlBody & Pick<GraphqlRequest, 'caller' | 'headers'>,
  response: ServerResponse,
): Promise<void> {
  const controller = new AbortController();
  const abandon = (): void => {
    if (!response.writableFinished) controller.abort(new Error('the client closed the connection'));
  };
  response.once('close', abandon);
  const { signal } = controller;
  const { data, errors, headers } = await engine.execute({ ...request, signal });
  const [first] = errors ?? [];
  if (data === null && first?.errorType && REQUEST_REFUSALS.has(first.errorType) && !first.path) {
    return sendRefusal(response, 400, first.message, first.errorType);
  }
  // observed: `data` comes first, `errors` only when there are any
  const body = JSON.stringify(errors ? { data, errors } : { data });
  // documented: https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html (one token for an ordinary request)
  const answerHeaders = { ...headers, 'x-amzn-appsync-tokensconsumed': '1' };
  if (Buffer.byteLength(body) > limits.maxResponseBytes) {
    // assumed: neither status nor words are recorded
    const message = `The response is larger than ${limits.maxResponseBytes} bytes.`;
    const refused = { data: null, errors: [{ path: null, locations: null, message }] };
    return sendJson(response, 200, JSON.stringify(refused), answerHeaders);
  }
  sendJson(response, 200, body, answerHeaders);
}

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference-js.html (lower-case names, lists, no cookie)
function headersOf(request: IncomingMessage, sourceIp: string): GraphqlRequest['headers'] {
  const headers: Record<string, string | string[]> = {};
  const { rawHeaders } = request; // name, value, name, value
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? '';
    const value = rawHeaders[at + 1] ?? '';
    const before = Object.hasOwn(headers, name) ? headers[name] : undefined;
    if (name !== 'cookie') headers[name] = before === undefined ? value : [before, value].flat();
  }
  headers['x-forwarded-for'] ??= sourceIp;
  return headers;
}
