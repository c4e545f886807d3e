import { randomUUID } from 'node:crypto';
import type { Clock, Log } from '../../../host.ts';
import type { EntryResult, EventEntry, PutEvents } from './eventbridge.ts';

/** An event a resolver put on a bus. */
export interface RecordedEvent extends EventEntry {
  readonly eventId: string;
  readonly eventBusName: string;
  /** ISO 8601. */
  readonly putAt: string;
}

/** Stands where the event buses are: it keeps what was put on them, newest last, and delivers nothing. */
export interface EventJournal {
  readonly events: readonly RecordedEvent[];
  /** The bus of an ARN or a name. */
  busOf(arnOrName: string): PutEvents;
}

const KEPT_EVENTS = 1_000;
// documented: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html (256 KB in all; here of each entry)
const MAX_DETAIL_BYTES = 256 * 1024;

/** An empty journal. */
export function createEventJournal({ clock, log }: { clock: Clock; log: Log }): EventJournal {
  const events: RecordedEvent[] = [];
  return {
    events,
    busOf(arnOrName) {
      const eventBusName = arnOrName.split('/').at(-1) ?? 'default';
      return (entries) => Promise.resolve(entries.map((entry) => put(eventBusName, entry)));
    },
  };

  function put(eventBusName: string, entry: EventEntry): EntryResult {
    const refusal = refusalOf(entry);
    if (refusal) return refusal;
    const event = {
      ...entry,
      eventId: randomUUID(),
      eventBusName,
      putAt: new Date(clock.now()).toISOString(),
    };
    events.push(event);
    if (events.length > KEPT_EVENTS) events.shift();
    log.info('event recorded; no rule of this cloud receives it', {
      eventBus: eventBusName,
      source: entry.Source,
      detailType: entry.DetailType,
    });
    return { EventId: event.eventId };
  }
}

// documented: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html (codes)
// assumed: the words
function refusalOf({ Source, Detail, Time }: EventEntry): EntryResult | undefined {
  if (Source.startsWith('aws.')) {
    return {
      ErrorCode: 'NotAuthorizedForSourceException',
      ErrorMessage: `Not authorized for the source ${Source}.`,
    };
  }
  if (Time !== undefined && Number.isNaN(Date.parse(Time))) {
    return { ErrorCode: 'InvalidArgument', ErrorMessage: 'Parameter Time is not valid.' };
  }
  if (Buffer.byteLength(Detail) > MAX_DETAIL_BYTES) {
    return { ErrorCode: 'InvalidArgument', ErrorMessage: 'The entry is larger than 256 KB.' };
  }
  return undefined;
}
