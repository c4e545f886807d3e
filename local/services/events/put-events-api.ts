import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { systemClock } from '../../host.ts';
import type { CredentialStore, Principal } from '../aws/credentials.ts';
import type { Authorize } from '../aws/iam/types.ts';
import { accessDeniedMessage } from '../aws/iam/words.ts';
import { readBody } from '../aws/request-body.ts';
import { verifySignature } from '../aws/sigv4.ts';
import type { EntryResult, EventEntry } from './entry.ts';
import { busName, DEFAULT_BUS, type EventBuses } from './event-buses.ts';

/** What `X-Amz-Target` starts with. */
export const EVENTS_TARGET_PREFIX = 'AWSEvents.';

export interface PutEventsApiOptions {
  readonly buses: EventBuses;
  readonly credentials: CredentialStore;
  readonly region: string;
  readonly accountId: string;
  readonly authorize: Authorize;
}

interface Refusal {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

type Entry = Partial<EventEntry> & { readonly EventBusName?: string };

const PUT_EVENTS = 'events:PutEvents';
const MAX_BODY_BYTES = 4 * 1024 * 1024;
// documented: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html (1 to 10 entries)
const MAX_ENTRIES = 10;

/**
 * EventBridge's PutEvents over HTTP; its other operations are not there, as buses and rules come from the template.
 * documented: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export function createPutEventsApi(options: PutEventsApiOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request, MAX_BODY_BYTES).catch(() => 'gone' as const);
    if (body === 'gone') return void response.destroy();
    if (!body) return void response.writeHead(413).end();
    const answer = await putEvents(request, body);
    if ('type' in answer) {
      const { status, type, message } = answer;
      return send(response, status, { __type: type, message });
    }
    send(response, 200, answer);
  };

  async function putEvents(request: IncomingMessage, body: Buffer): Promise<Refusal | object> {
    const { method = '', url = '/', headersDistinct: headers } = request;
    const { credentials, region } = options;
    // Callers sign by the machine's clock, so they are checked by it too.
    const signing = { credentials, region, now: systemClock.now(), service: 'events' };
    const verified = verifySignature({ method, url, headers, body }, signing);
    if (verified.failure) {
      const { status, code: type, message } = verified.failure;
      return { status, type, message };
    }
    const operation = String(request.headers['x-amz-target']).slice(EVENTS_TARGET_PREFIX.length);
    if (operation !== 'PutEvents') {
      const message = `${operation} is not there: buses and rules come from the template.`;
      return { status: 400, type: 'UnknownOperationException', message };
    }
    const entries = readEntries(body);
    if (!entries) {
      const message = `Entries must be a list of 1 to ${MAX_ENTRIES} entries.`;
      return { status: 400, type: 'ValidationException', message };
    }
    return refusalFor(verified.principal, entries) ?? putAll(entries);
  }

  function refusalFor(principal: Principal, entries: readonly Entry[]): Refusal | undefined {
    for (const { EventBusName = DEFAULT_BUS } of entries) {
      const { region, accountId } = options;
      const arn = `arn:aws:events:${region}:${accountId}:event-bus/${busName(EventBusName)}`;
      const denial = options.authorize(principal, PUT_EVENTS, arn);
      if (!denial) continue;
      const message = accessDeniedMessage(principal.arn, PUT_EVENTS, arn, denial);
      return { status: 400, type: 'AccessDeniedException', message };
    }
    return undefined;
  }

  async function putAll(entries: readonly Entry[]): Promise<object> {
    const Entries: EntryResult[] = [];
    for (const { EventBusName = DEFAULT_BUS, ...entry } of entries) {
      // What is missing in an entry is said of the entry: the bus checks it.
      Entries.push(...(await options.buses.busOf(EventBusName)([toEntry(entry)])));
    }
    const FailedEntryCount = Entries.filter((result) => 'ErrorCode' in result).length;
    return { FailedEntryCount, Entries };
  }
}

/** Times are epoch seconds in this protocol. */
function toEntry({ Time, ...entry }: Partial<EventEntry>): EventEntry {
  const seconds: unknown = Time;
  const time = typeof seconds === 'number' ? new Date(seconds * 1000).toISOString() : Time;
  return { ...entry, ...(time === undefined ? {} : { Time: time }) } as EventEntry;
}

function readEntries(body: Buffer): readonly Entry[] | undefined {
  try {
    const { Entries } = JSON.parse(body.toString('utf8')) as { Entries?: unknown };
    const isList = Array.isArray(Entries) && Entries.length >= 1 && Entries.length <= MAX_ENTRIES;
    return isList ? (Entries as Entry[]) : undefined;
  } catch {
    return undefined;
  }
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
