import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { systemClock } from '../../host.ts';
import type { CredentialStore, Principal } from '../aws/credentials.ts';
import type { Authorize } from '../aws/iam/types.ts';
import { accessDeniedMessage } from '../aws/iam/words.ts';
import { readBody } from '../aws/request-body.ts';
import { verifySignature, type SignatureFailure } from '../aws/sigv4.ts';
import { findDenial, isKnownOperation, type DeniedAccess } from './access.ts';
import type { PartitionKeyOf } from './request-keys.ts';

export interface GuardOptions {
  readonly credentials: CredentialStore;
  readonly region: string;
  readonly accountId: string;
  readonly authorize: Authorize;
  /** By which attribute a table or an index is divided. */
  readonly partitionKeyOf: PartitionKeyOf;
  /** Serves what was let through; its body is there to be read once more. */
  readonly serve: (
    request: IncomingMessage,
    response: ServerResponse,
    operation: string,
    input: Readonly<Record<string, unknown>>,
  ) => void | Promise<void>;
}

interface Refusal {
  readonly type: string;
  /** DynamoDB spells the key of the text differently from error to error. */
  readonly text: { readonly message?: string } | { readonly Message: string };
}

// documented: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html (16 MB for a batch)
const MAX_BODY_BYTES = 16 * 1024 * 1024;
// documented: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html (400 for all of these)
const REFUSED = 400;

/** Lets through whoever signed the request and is allowed what it asks for; answers the others as DynamoDB does. */
export function createGuard(options: GuardOptions) {
  const tablesArn = `arn:aws:dynamodb:${options.region}:${options.accountId}:table`;
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request, MAX_BODY_BYTES).catch(() => 'gone' as const);
    if (body === 'gone') return void response.destroy();
    if (!body) return void response.writeHead(413).end();
    // What asks for nothing, as a health check or a preflight, is anybody's.
    const refusal = request.method === 'POST' ? check(request, body) : undefined;
    if (refusal) return answer(response, refusal);
    return options.serve(replay(request, body), response, operationOf(request), parse(body));
  };

  function check(request: IncomingMessage, body: Buffer): Refusal | undefined {
    const { method = '', url = '/', headersDistinct: headers } = request;
    const verified = verifySignature(
      { method, url, headers, body },
      {
        credentials: options.credentials,
        // Callers sign by the machine's clock, so they are checked by it too.
        now: systemClock.now(),
        service: 'dynamodb',
        region: options.region,
      },
    );
    if (verified.failure) return signatureRefusal(verified.failure);
    const operation = operationOf(request);
    if (operation !== '' && !isKnownOperation(operation)) return unknownOperation(operation);
    // assumed: as what is no JSON. dynalite would fall over it, and with it the whole cloud.
    if (!isObject(body)) return { type: 'SerializationException', text: {} };
    const { principal } = verified;
    const sourceIp = request.socket.remoteAddress;
    const denied = findDenial(operation, parse(body), {
      ...options,
      tablesArn,
      principal,
      keys: { 'aws:SourceIp': sourceIp, 'aws:UserAgent': request.headers['user-agent'] },
    });
    return denied && accessDenied(principal, denied);
  }
}

// observed: https://github.com/architect/dynalite index.js, which quotes DynamoDB's answers to unsigned requests
function signatureRefusal({ reason, code, message }: SignatureFailure): Refusal {
  const text = reason === 'missing' ? 'Request is missing Authentication Token' : message;
  return { type: code, text: { message: text } };
}

// observed: https://github.com/praetorian-inc/chariot-ui/issues/565 (the text) and https://github.com/ionic-team/starters/issues/46 (the key)
function accessDenied({ arn }: Principal, { action, resource, denial }: DeniedAccess): Refusal {
  const Message = accessDeniedMessage(arn, action, resource, denial);
  return { type: 'AccessDeniedException', text: { Message } };
}

/** An empty target is dynalite's to refuse. */
function operationOf(request: IncomingMessage): string {
  return String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
}

// observed: https://github.com/architect/dynalite index.js (the type); the text is ours, as AWS has these operations
function unknownOperation(operation: string): Refusal {
  const message = `The local DynamoDB does not have the operation ${operation}; docs/fidelity.md tells what else is not there.`;
  return { type: 'UnknownOperationException', text: { message } };
}

function answer(response: ServerResponse, { type, text }: Refusal): void {
  const body = JSON.stringify({ __type: `com.amazon.coral.service#${type}`, ...text });
  response.writeHead(REFUSED, {
    'Content-Type': 'application/x-amz-json-1.0',
    'Content-Length': Buffer.byteLength(body),
    'x-amzn-RequestId': randomUUID(),
    'x-amz-crc32': crc32(body),
  });
  response.end(body);
}

function isObject(body: Buffer): boolean {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  } catch {
    return true; // dynalite has DynamoDB's words for what is no JSON
  }
}

/** What is no JSON asks for nothing that could be allowed, and is refused for that later. */
function parse(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The request with its body unread. */
function replay({ method, url, headers }: IncomingMessage, body: Buffer): IncomingMessage {
  const unread = Readable.from(body.length > 0 ? [body] : [], { objectMode: false });
  return Object.assign(unread, { method, url, headers }) as unknown as IncomingMessage;
}
