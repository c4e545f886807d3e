import { util } from '@aws-appsync/utils';
import type {
  CalendarReportInput,
  FlightDelaysReportInput,
  FlightDetailsReportInput,
  ReportDefinitionInput,
  SampleReportInput,
} from '../../schema/generated/types.ts';
import { badRequest } from './refuse.ts';

const MAX_SAMPLE_ROWS = 10_000_000;
const MAX_SAMPLE_DELAY_MS = 840_000;
const MAX_CALENDAR_DAYS = 73_051; // 200 years
const MS_PER_DAY = 86_400_000;

/** A checked definition: `parameters` in a fixed key order, so that equal definitions are equal text. */
export interface CheckedDefinition {
  kind: string;
  parameters: Record<string, unknown>;
}

/** The one kind a definition sets, its parameters checked; ends with `BadRequest` otherwise. */
export function checkDefinition(definition: ReportDefinitionInput): CheckedDefinition {
  const kinds = Object.keys(definition).filter((kind) => isSet(definition, kind));
  if (kinds.length !== 1) {
    badRequest(
      'input.definition',
      kinds.length === 0
        ? 'set one kind of report, for example sample'
        : `set one kind of report, not ${kinds.length} (${kinds.join(', ')})`,
    );
  }
  if (definition.sample) return { kind: 'sample', parameters: checkSample(definition.sample) };
  if (definition.calendar) {
    return { kind: 'calendar', parameters: checkCalendar(definition.calendar) };
  }
  if (definition.flightDelays) {
    return { kind: 'flightDelays', parameters: checkFlightDelays(definition.flightDelays) };
  }
  if (definition.flightDetails) {
    const parameters = checkFlights('flightDetails', definition.flightDetails);
    return { kind: 'flightDetails', parameters };
  }
  badRequest('input.definition', `no such kind: ${kinds[0]}`);
}

function isSet(definition: ReportDefinitionInput, kind: string): boolean {
  const parameters = (definition as Record<string, unknown>)[kind];
  return parameters !== null && parameters !== undefined;
}

function checkSample(sample: SampleReportInput): Record<string, unknown> {
  const amountOfRows = sample.amountOfRows;
  const delayMs = sample.delayMs ?? 0;
  const at = 'input.definition.sample';
  if (amountOfRows < 0 || amountOfRows > MAX_SAMPLE_ROWS) {
    badRequest(`${at}.amountOfRows`, `must be 0 to ${MAX_SAMPLE_ROWS}, not ${amountOfRows}`);
  }
  if (delayMs < 0 || delayMs > MAX_SAMPLE_DELAY_MS) {
    badRequest(`${at}.delayMs`, `must be 0 to ${MAX_SAMPLE_DELAY_MS}, not ${delayMs}`);
  }
  return { amountOfRows, delayMs };
}

function checkCalendar(calendar: CalendarReportInput): Record<string, unknown> {
  const { fromDate, toDate } = calendar;
  const at = 'input.definition.calendar';
  checkPeriod(at, fromDate, toDate);
  if (daysIn(fromDate, toDate) > MAX_CALENDAR_DAYS) {
    badRequest(`${at}.toDate`, 'must be within 200 years of fromDate');
  }
  return { fromDate, toDate };
}

function checkFlightDelays(delays: FlightDelaysReportInput): Record<string, unknown> {
  const minimumFlights = delays.minimumFlights ?? 1;
  if (minimumFlights < 1) {
    badRequest(
      'input.definition.flightDelays.minimumFlights',
      `must be 1 or more, not ${minimumFlights}`,
    );
  }
  return { ...checkFlights('flightDelays', delays), minimumFlights };
}

function checkFlights(
  kind: string,
  { fromDate, toDate, state }: FlightDetailsReportInput,
): Record<string, unknown> {
  const at = `input.definition.${kind}`;
  checkPeriod(at, fromDate, toDate);
  if (state && !util.matches('^[A-Z]{2}$', state)) {
    badRequest(`${at}.state`, 'must be a US state as two capital letters, for example CA');
  }
  return { fromDate, toDate, state: state ?? null };
}

function checkPeriod(at: string, fromDate: string, toDate: string): void {
  checkPlainDate(`${at}.fromDate`, fromDate);
  checkPlainDate(`${at}.toDate`, toDate);
  // Text order is date order.
  if (fromDate > toDate) badRequest(`${at}.toDate`, `must not be before fromDate (${fromDate})`);
}

/** Days from one day to another, both included. */
export function daysIn(fromDate: string, toDate: string): number {
  return (startOfDayMs(toDate) - startOfDayMs(fromDate)) / MS_PER_DAY + 1;
}

/** AWSDate also takes offsets and years before 1; a calendar day has neither. */
function checkPlainDate(field: string, date: string): void {
  if (date.length !== 10 || date.startsWith('-')) badRequest(field, 'must be a day as YYYY-MM-DD');
}

function startOfDayMs(date: string): number {
  return util.time.parseISO8601ToEpochMilliSeconds(`${date}T00:00:00Z`);
}
