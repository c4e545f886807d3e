import { toError } from '../../../errors.ts';
import type { EventEntry, PutEvents } from '../../events/entry.ts';
import type { DataSource, DataSourceOutcome } from '../types.ts';
import { mappingError, missingMember } from './mapping-error.ts';

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-eventbridge-js.html (all facts of this file without a source of their own)
const MAX_EVENTS = 10;

/** Puts a resolver's events on one bus; an entry that is refused is no error of the data source. */
export function createEventBridgeDataSource(name: string, putEvents: PutEvents): DataSource {
  return {
    name,
    type: 'AMAZON_EVENTBRIDGE',
    async invoke(request): Promise<DataSourceOutcome> {
      const { operation, events } = request;
      if (operation === undefined) return missingMember('operation');
      if (operation !== 'PutEvents') {
        return mappingError(`Unsupported operation '${JSON.stringify(operation)}'.`);
      }
      if (!Array.isArray(events)) return missingMember('events');
      // assumed: the words for too many or too few
      if (events.length < 1 || events.length > MAX_EVENTS) {
        return mappingError(`PutEvents takes 1 to ${MAX_EVENTS} events, not ${events.length}.`);
      }
      const entries: EventEntry[] = [];
      for (const [index, event] of events.entries()) {
        const missing = REQUIRED.find((member) => !isRecord(event) || event[member] === undefined);
        if (missing !== undefined) return missingMember(`events[${index}].${missing}`);
        entries.push(toEntry(event as Record<string, unknown>));
      }
      const results = await putEvents(entries).catch((error: unknown) => toError(error));
      // assumed: the type, after DynamoDB's; AWS's page does not say what a bus that cannot be reached looks like
      if (results instanceof Error) {
        const { name: code, message } = results;
        return { result: null, error: { type: `EventBridge:${code}`, message } };
      }
      const failed = results.filter((result) => 'ErrorCode' in result).length;
      return { result: { Entries: results, FailedEntryCount: failed } };
    },
  };
}

const REQUIRED = ['source', 'detailType', 'detail'];

function toEntry(event: Readonly<Record<string, unknown>>): EventEntry {
  const { source, detailType, detail, resources, time } = event;
  return {
    Source: String(source),
    DetailType: String(detailType),
    Detail: JSON.stringify(detail),
    ...(Array.isArray(resources) ? { Resources: resources.map(String) } : {}),
    ...(typeof time === 'string' ? { Time: time } : {}),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
