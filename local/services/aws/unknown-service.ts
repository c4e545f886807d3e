import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

// An SDK tries again for an answer of the 500s, and it would be the same.
const REFUSED = 400;
const CODE = 'UnknownOperationException';

/** The service a request is signed for, from the scope of its header or its presigned query; undefined when it is not signed. */
export function signedService({ headers, url = '' }: IncomingMessage): string | undefined {
  // documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html (the scope)
  const header = /\bCredential=[^/,\s]+\/\d{8}\/[^/,\s]*\/([\w-]+)\/aws4_request\b/;
  const query = /[?&]X-Amz-Credential=[^&]*?(?:%2F|\/)([\w-]+)(?:%2F|\/)aws4_request\b/i;
  return (header.exec(headers.authorization ?? '') ?? query.exec(url))?.[1];
}

/** Says in the protocol of the request that this machine does not have its service. */
export function refuseUnknownService(
  service: string,
  known: readonly string[],
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const message = `The local cloud has no service ${service}. It has: ${known.join(', ')}.`;
  request.resume();
  const requestId = randomUUID();
  const speaksXml = /^application\/x-www-form-urlencoded/.test(
    request.headers['content-type'] ?? '',
  );
  // documented: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html (query protocol) and
  // https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html (JSON protocols)
  const body = speaksXml
    ? `<ErrorResponse><Error><Type>Sender</Type><Code>${CODE}</Code><Message>${message}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`
    : JSON.stringify({ __type: CODE, message });
  response.writeHead(REFUSED, {
    'Content-Type': speaksXml ? 'text/xml' : 'application/x-amz-json-1.0',
    'Content-Length': Buffer.byteLength(body),
    'x-amzn-ErrorType': CODE,
    'x-amzn-RequestId': requestId,
  });
  response.end(body);
}
