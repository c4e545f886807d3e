import { formatCount, formatDay, formatDuration, formatNumber } from './format.ts';
import { inWords } from './order/labels.ts';

/** What was asked, in words. */
export interface Description {
  /** The name somebody gave, else the kind and its parameters. */
  readonly name: string;
  /** The kind and its parameters when `name` does not tell them; else what `name` leaves out, or nothing. */
  readonly details: string;
}

type Parameters = Readonly<Record<string, unknown>>;

/** Describes an order or a report; a kind this page does not know is described by its keys and values. */
export function describe(asked: {
  readonly title?: string | null | undefined;
  readonly definition: object;
}): Description {
  const [kind = 'report', parameters] = Object.entries(asked.definition)[0] ?? [];
  const { name, more } = describeKind(kind, (parameters ?? {}) as Parameters);
  if (!asked.title) return { name, details: capitalised(more) };
  return { name: asked.title, details: more ? `${name}, ${more}` : name };
}

function describeKind(kind: string, parameters: Parameters): { name: string; more: string } {
  if (kind === 'sample') return describeSample(parameters);
  if (kind === 'calendar') return { name: `Calendar, ${period(parameters)}`, more: '' };
  if (kind === 'flightDelays' || kind === 'flightDetails') return describeFlights(kind, parameters);
  const values = Object.entries(parameters).map(
    ([key, value]) => `${key} ${JSON.stringify(value)}`,
  );
  return { name: inWords(kind), more: values.join(', ') };
}

function describeSample({ amountOfRows, delayMs }: Parameters): { name: string; more: string } {
  return {
    name: `Sample, ${formatCount(Number(amountOfRows), 'row')}`,
    more: delayMs ? `spread over ${formatDuration(Number(delayMs))}` : '',
  };
}

function describeFlights(kind: string, parameters: Parameters): { name: string; more: string } {
  const { state, minimumFlights } = parameters;
  const more = [
    typeof state === 'string' && state ? `from ${state} only` : undefined,
    Number(minimumFlights) > 1
      ? `airports with ${formatNumber(Number(minimumFlights))} flights or more`
      : undefined,
  ];
  return {
    name: `${inWords(kind)}, ${period(parameters)}`,
    more: more.filter(Boolean).join(', '),
  };
}

function period({ fromDate, toDate }: Parameters): string {
  return `${formatDay(String(fromDate))} to ${formatDay(String(toDate))}`;
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
