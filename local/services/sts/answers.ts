import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

// documented: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html (the namespace, in its sample)
const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** A refusal in the service's words. */
export class StsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status: number) {
    super(message);
    this.name = 'StsError';
    this.code = code;
    this.status = status;
  }
}

export interface Members {
  readonly [name: string]: string | Members;
}

/** Answers an action with its result. */
export function answerResult(response: ServerResponse, action: string, result: Members): void {
  const content = { [`${action}Result`]: result, ResponseMetadata: { RequestId: randomUUID() } };
  send(
    response,
    200,
    `<${action}Response xmlns="${NAMESPACE}">${toXml(content)}</${action}Response>`,
  );
}

/** Answers with an error. */
export function answerError(response: ServerResponse, { code, message, status }: StsError): void {
  const error = {
    Error: { Type: 'Sender', Code: code, Message: message },
    RequestId: randomUUID(),
  };
  send(response, status, `<ErrorResponse xmlns="${NAMESPACE}">${toXml(error)}</ErrorResponse>`);
}

function toXml(members: Members): string {
  return Object.entries(members)
    .map(
      ([name, value]) =>
        `<${name}>${typeof value === 'string' ? escape(value) : toXml(value)}</${name}>`,
    )
    .join('');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': 'text/xml',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
