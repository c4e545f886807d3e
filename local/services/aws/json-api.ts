import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { toError } from '../../errors.ts';
import { systemClock, type Log } from '../../host.ts';
import type { CredentialStore, Principal } from './credentials.ts';
import type { ContextKeys } from './iam/types.ts';
import { readBody } from './request-body.ts';
import { verifySignature } from './sigv4.ts';

/** A refusal in a service's words; `members` stand beside the message in the answer. */
export class JsonApiError extends Error {
  readonly type: string;
  readonly status: number;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(type: string, message: string, members: object = {}, status = 400) {
    super(message);
    this.name = 'JsonApiError';
    this.type = type;
    this.status = status;
    this.members = { ...members };
  }
}

/** One signed call. */
export interface JsonCall {
  readonly principal: Principal;
  readonly input: Readonly<Record<string, unknown>>;
  /** What is known of the request for conditions. */
  readonly keys: ContextKeys;
}

export type JsonOperation = (call: JsonCall) => object | Promise<object>;

export interface JsonApiOptions {
  /** As signatures name the service. */
  readonly service: string;
  /** What `X-Amz-Target` starts with, with its dot. */
  readonly targetPrefix: string;
  readonly credentials: CredentialStore;
  readonly region: string;
  readonly log: Log;
  readonly operations: Readonly<Record<string, JsonOperation>>;
  /** How the service spells the key of its errors' text. */
  readonly messageKey: 'message' | 'Message';
}

// assumed: larger than any request of these services; Athena's longest query is 262,144 bytes
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/**
 * A service of the protocol AWS JSON 1.1. What it does not have is refused by its name.
 * documented: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export function createJsonApi(options: JsonApiOptions) {
  const { service, targetPrefix, credentials, region, log, operations } = options;
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request, MAX_BODY_BYTES).catch(() => 'gone' as const);
    if (body === 'gone') return void response.destroy();
    if (!body) return void response.writeHead(413).end();
    try {
      send(response, 200, await run(request, body));
    } catch (thrown) {
      const error = thrown instanceof JsonApiError ? thrown : internalError(toError(thrown));
      const { status, type, message, members } = error;
      send(response, status, { __type: type, [options.messageKey]: message, ...members });
    }
  };

  async function run(request: IncomingMessage, body: Buffer): Promise<object> {
    const { method = '', url = '/', headersDistinct: headers } = request;
    const verified = verifySignature(
      { method, url, headers, body },
      // Callers sign by the machine's clock, so they are checked by it too.
      { credentials, region, now: systemClock.now(), service },
    );
    if (verified.failure) {
      const { code, message, status } = verified.failure;
      throw new JsonApiError(code, message, {}, status);
    }
    const target = String(request.headers['x-amz-target'] ?? '');
    const name = target.startsWith(targetPrefix) ? target.slice(targetPrefix.length) : '';
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (!operation) throw unknownOperation(name || target);
    const keys = {
      'aws:SourceIp': request.socket.remoteAddress,
      'aws:UserAgent': request.headers['user-agent'],
    };
    return operation({ principal: verified.principal, input: parse(body), keys });
  }

  function unknownOperation(name: string): JsonApiError {
    const there = Object.keys(operations).join(', ');
    const message = `The local ${service} does not have the operation ${name || '(none)'}. It has: ${there}.`;
    return new JsonApiError('UnknownOperationException', message);
  }

  function internalError(error: Error): JsonApiError {
    log.error(`${service} failed`, { error: error.stack ?? error.message });
    return new JsonApiError('InternalServerException', 'Internal server error', {}, 500);
  }
}

function parse(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8') || '{}');
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      return parsed as Record<string, unknown>;
    }
  } catch {
    // Said below, as for every body that is no object.
  }
  throw new JsonApiError('SerializationException', 'The request body is no JSON object.');
}

function send(response: ServerResponse, status: number, answer: object): void {
  const body = JSON.stringify(answer);
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.1',
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': randomUUID(),
  });
  response.end(body);
}
