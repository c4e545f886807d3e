/** The wire: bodies in, JSON out, CORS for browsers. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { CognitoError } from './errors.ts';
import { limits } from './limits.ts';

const jsonContentType = 'application/x-amz-json-1.1';

// observed: the headers a browser asks for with aws-amplify 6.22.1 (Chromium 156), and those of SigV4
const allowedHeaders = [
  ...['amz-sdk-invocation-id', 'amz-sdk-request', 'authorization', 'cache-control'],
  ...['content-type', 'x-amz-content-sha256', 'x-amz-date', 'x-amz-security-token'],
  ...['x-amz-target', 'x-amz-user-agent'],
].join(',');

/** Sets what every answer carries; browsers of any origin may read it, as from AWS. */
export function setCommonHeaders(response: ServerResponse): void {
  response.setHeader('x-amzn-requestid', randomUUID());
  response.setHeader('access-control-allow-origin', '*');
  // observed: DynamoDB's preflight answer, 2020-10-02; assumed: Cognito's is the same
  const exposed = 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date';
  response.setHeader('access-control-expose-headers', exposed);
}

/** Answers a preflight. */
export function answerPreflight(response: ServerResponse): void {
  response.setHeader('access-control-allow-methods', 'GET,POST,OPTIONS');
  response.setHeader('access-control-allow-headers', allowedHeaders);
  // observed: DynamoDB's preflight answer, 2020-10-02 (two days); assumed: Cognito's is the same
  response.setHeader('access-control-max-age', '172800');
  response.writeHead(200, { 'content-length': 0 }).end();
}

/** Answers with JSON; `contentType` is the protocol's own unless given. */
export function answerJson(
  response: ServerResponse,
  status: number,
  content: object,
  contentType = jsonContentType,
): void {
  const body = Buffer.from(JSON.stringify(content));
  response.writeHead(status, { 'content-type': contentType, 'content-length': body.length });
  response.end(body);
}

/** Answers with a refusal, in the body and in the header SDKs look at first. */
export function answerError(response: ServerResponse, error: CognitoError): void {
  const oneLine = error.message.replace(/[^\x20-\x7e]/g, ' ');
  // observed: https://github.com/aws/aws-sdk-cpp/issues/1789 (the type ends in a colon, the message is repeated)
  response.setHeader('x-amzn-errortype', `${error.type}:`);
  response.setHeader('x-amzn-errormessage', oneLine);
  answerJson(response, error.status, { __type: error.type, message: error.message });
}

/** The whole body; refuses one that is too large without holding it. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes <= limits.maxBodyBytes) chunks.push(chunk); // the rest is read and dropped, so that the answer gets through
  }
  if (sizeBytes <= limits.maxBodyBytes) return Buffer.concat(chunks);
  // assumed: the type and status; Cognito states no limit.
  throw new CognitoError('RequestEntityTooLargeException', 'Request body is too large.', 413);
}

/** The body as a JSON object. */
export function parseBody(body: Buffer): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    parsed = undefined; // answered below: the text may hold a password, so it is not repeated
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
    return parsed as Record<string, unknown>;
  }
  // assumed: the type is the JSON protocol's; real messages quote the parser.
  throw new CognitoError('SerializationException', 'The request body is not a JSON object.');
}
