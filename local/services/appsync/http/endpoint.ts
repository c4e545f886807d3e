import type { IncomingMessage, ServerResponse } from 'node:http';
import { createDelayLine, type DelayLine } from '../../../delay-line.ts';
import { toError } from '../../../errors.ts';
import { type Clock, type Log, systemClock } from '../../../host.ts';
import { meetFate, type HttpFate } from '../../http-fate.ts';
import { REQUEST_REFUSALS } from '../engine/errors.ts';
import type { Authenticator, Caller, GraphqlEngine, GraphqlRequest } from '../types.ts';
import { defaultHttpLimits, type HttpLimits } from './limits.ts';
import { type GraphqlBody, readBody, readEnvelope } from './request-body.ts';
import { sendJson, sendPreflight, sendRefusal, sendUnauthorized } from './response.ts';

/** Asked about every request before its credentials are checked; absent, all are served. */
export interface HttpEndpointFaults {
  onRequest?(request: {
    readonly headers: GraphqlRequest['headers'];
    readonly bodyText: string;
  }): HttpFate | undefined;
}

/** What the endpoint is made of. */
export interface HttpEndpointParts {
  readonly engine: GraphqlEngine;
  readonly authenticator: Authenticator;
  readonly log: Log;
  readonly clock?: Clock;
  readonly limits?: Partial<HttpLimits>;
  readonly faults?: HttpEndpointFaults;
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
  const patience = createDelayLine(parts.clock ?? systemClock, limits.maxBodyMs);
  return {
    async handle(request, response) {
      try {
        if (request.method === 'OPTIONS') sendPreflight(request, response);
        else await answer(parts, { limits, patience }, request, response);
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
  { limits, patience }: { readonly limits: HttpLimits; readonly patience: DelayLine },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { maxRequestBytes: maxBytes, maxBodyMs } = limits;
  const body = await readBody(request, { maxBytes, patience });
  if (body === 'too slow') {
    // assumed: neither status nor words are recorded
    response.setHeader('connection', 'close');
    return sendRefusal(response, 408, `The body took longer than ${maxBodyMs} ms.`, MALFORMED);
  }
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
  const serve = (): Promise<void> =>
    check(parts, limits, { request, response, text: body.text, headers, sourceIp });
  const fate = parts.faults?.onRequest?.({ headers, bodyText: body.text });
  await (fate ? meetFate(fate, request, response, serve) : serve());
}

/** A request that has been read. */
interface ReadRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly text: string;
  readonly headers: GraphqlRequest['headers'];
  readonly sourceIp: string;
}

async function check(
  parts: HttpEndpointParts,
  limits: HttpLimits,
  { request, response, text, headers, sourceIp }: ReadRequest,
): Promise<void> {
  const { method = 'GET', url = '/' } = request;
  const authentication = await parts.authenticator.authenticate({
    headers,
    sourceIp,
    signed: { method, path: url, body: text },
  });
  if ('refusal' in authentication) return sendUnauthorized(response, authentication.refusal);
  if (method !== 'POST') {
    // assumed: clients send POST only; the service's answer to GET is not recorded
    response.setHeader('allow', 'POST, OPTIONS');
    return sendRefusal(response, 405, 'Only POST is supported.', MALFORMED);
  }
  // observed: graphql/graphql-over-http#81 (both texts)
  if (text === '') return sendRefusal(response, 400, 'Request body is empty.', MALFORMED);
  const envelope = readEnvelope(text);
  if (!envelope) return sendRefusal(response, 400, 'Unable to parse GraphQL query.', MALFORMED);
  const asked = new AskedOverHttp(envelope, authentication.caller, headers, response);
  await execute(parts.engine, limits, asked, response);
}

async function execute(
  engine: GraphqlEngine,
  limits: HttpLimits,
  request: GraphqlRequest,
  response: ServerResponse,
): Promise<void> {
  const { data, errors, headers } = await engine.execute(request);
  const [first] = errors ?? [];
  if (data === null && first?.errorType && REQUEST_REFUSALS.has(first.errorType) && !first.path) {
    return sendRefusal(response, 400, first.message, first.errorType);
  }
  // observed: aws/aws-appsync-community#259: `data` comes first, `errors` only when there are any
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

/** A request of an HTTP client; its signal, which aborts when the client goes away, is made when it is first asked for. */
class AskedOverHttp implements GraphqlRequest {
  readonly query: string;
  readonly variables: GraphqlBody['variables'];
  readonly operationName: string | null;
  readonly caller: Caller;
  readonly headers: GraphqlRequest['headers'];
  readonly #response: ServerResponse;
  #signal: AbortSignal | undefined;

  constructor(
    { query, variables, operationName }: GraphqlBody,
    caller: Caller,
    headers: GraphqlRequest['headers'],
    response: ServerResponse,
  ) {
    this.query = query;
    this.variables = variables;
    this.operationName = operationName;
    this.caller = caller;
    this.headers = headers;
    this.#response = response;
  }

  get signal(): AbortSignal {
    return (this.#signal ??= signalOf(this.#response));
  }
}

function signalOf(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  const abandon = (): void => {
    if (!response.writableFinished) controller.abort(new Error('the client closed the connection'));
  };
  if (response.destroyed) abandon();
  else response.once('close', abandon);
  return controller.signal;
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
