import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

// observed: aws/aws-appsync-community#277 (any origin); the header must be readable for Amplify to name errors
const CORS_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'x-amzn-requestid, x-amzn-errortype, x-amzn-appsync-tokensconsumed',
};

// assumed: used when a preflight names no headers
const USUAL_HEADERS =
  'content-type,authorization,x-api-key,x-amz-date,x-amz-security-token,x-amz-user-agent,x-amz-content-sha256';

// assumed: long enough that a browser does not ask before every request
const PREFLIGHT_AGE_SECONDS = '172800';

/** Answers a preflight, for any origin and without credentials. */
export function sendPreflight(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, {
    ...CORS_HEADERS,
    // assumed: what the API takes, and nothing else
    'access-control-allow-methods': 'POST',
    // assumed: the list echoes the request, since custom request headers work from browsers
    'access-control-allow-headers':
      request.headersDistinct['access-control-request-headers']?.join(',') ?? USUAL_HEADERS,
    'access-control-max-age': PREFLIGHT_AGE_SECONDS,
    'x-amzn-requestid': randomUUID(),
    'content-length': '0',
  });
  response.end();
}

/** Sends JSON with the headers every answer of the service has. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, {
    ...headers,
    ...CORS_HEADERS,
    'content-type': 'application/json;charset=UTF-8',
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': randomUUID(),
  });
  // A text and not a Buffer: node:http then writes it together with the headers.
  response.end(body);
}

/** A request refused as a whole, in the service's compact form. */
export function sendRefusal(
  response: ServerResponse,
  status: number,
  message: string,
  errorType: string,
): void {
  const body = JSON.stringify({ errors: [{ message, errorType }] });
  sendJson(response, status, body, { 'x-amzn-ErrorType': errorType });
}

// observed: graphql-dotnet/graphql-client#221 (this body is pretty-printed, in the style of the service's Java library)
/** Credentials refused, in the service's pretty-printed form. */
export function sendUnauthorized(
  response: ServerResponse,
  refusal: { readonly status: number; readonly errorType: string; readonly message: string },
): void {
  const type = JSON.stringify(refusal.errorType);
  const message = JSON.stringify(refusal.message);
  const body = `{\n  "errors" : [ {\n    "errorType" : ${type},\n    "message" : ${message}\n  } ]\n}`;
  sendJson(response, refusal.status, body, { 'x-amzn-ErrorType': refusal.errorType });
}
