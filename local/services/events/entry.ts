/** One entry of PutEvents, as it goes to a bus. */
export interface EventEntry {
  readonly Source: string;
  readonly DetailType: string;
  /** JSON. */
  readonly Detail: string;
  readonly Resources?: readonly string[];
  /** ISO 8601. */
  readonly Time?: string;
}

/** What a bus answers about one entry. */
export type EntryResult =
  { readonly EventId: string } | { readonly ErrorCode: string; readonly ErrorMessage: string };

/** An event bus: takes entries, and says of each what became of it. */
export type PutEvents = (entries: readonly EventEntry[]) => Promise<readonly EntryResult[]>;

/** An event as rules see it and targets get it. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

// documented: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html (256 KB in all; here of each entry)
const MAX_DETAIL_BYTES = 256 * 1024;

/** Why a bus does not take an entry; undefined when it does. */
// documented: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html (codes)
// assumed: the words
export function refusalOf(entry: Partial<EventEntry>): EntryResult | undefined {
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if (typeof entry[name] === 'string' && entry[name] !== '') continue;
    return invalid(`Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
  }
  const { Source = '', Detail = '', Time } = entry;
  if (Source.startsWith('aws.')) {
    return {
      ErrorCode: 'NotAuthorizedForSourceException',
      ErrorMessage: `Not authorized for the source ${Source}.`,
    };
  }
  if (!isJsonObject(Detail)) {
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  }
  if (Time !== undefined && Number.isNaN(Date.parse(Time))) {
    return invalid('Parameter Time is not valid.');
  }
  if (Buffer.byteLength(Detail) > MAX_DETAIL_BYTES) {
    return invalid('The entry is larger than 256 KB.');
  }
  return undefined;
}

function invalid(ErrorMessage: string): EntryResult {
  return { ErrorCode: 'InvalidArgument', ErrorMessage };
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
