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
/** As airports name them. */
const STATES =
  'AK AL AR AS AZ CA CO CQ CT DC DE FL GA GU HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV NY OH OK OR PA PR RI SC SD TN TX UT VA VI VT WA WI WV WY'.split(
    ' ',
  );

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
  const kind = `${kinds[0]}`;
  const at = `input.definition.${kind}`;
  // A kind without a line of its own is checked for its period, if it has one.
  if (definition.sample) checkSample(at, definition.sample);
  else if (definition.calendar) checkCalendar(at, definition.calendar);
  else if (definition.flightDelays) checkFlightDelays(at, definition.flightDelays);
  else if (definition.flightDetails) checkFlights(at, definition.flightDetails);
  else checkPeriod(at, parametersOf(definition, kind));
  return { kind, parameters: inFixedOrder(parametersOf(definition, kind)) };
}

interface Period {
  fromDate?: string | null;
  toDate?: string | null;
}

function parametersOf(definition: ReportDefinitionInput, kind: string): Record<string, unknown> {
  return (definition as Record<string, Record<string, unknown>>)[kind] ?? {};
}

/** The same parameters are the same text, in whatever order they were sent; null says as little as nothing. */
function inFixedOrder(parameters: Record<string, unknown>): Record<string, unknown> {
  const ordered: Record<string, unknown> = {};
  for (const name of Object.keys(parameters).sort()) {
    const value = parameters[name];
    if (value !== null && value !== undefined) ordered[name] = value;
  }
  return ordered;
}

function isSet(definition: ReportDefinitionInput, kind: string): boolean {
  const parameters = (definition as Record<string, unknown>)[kind];
  return parameters !== null && parameters !== undefined;
}

function checkSample(at: string, sample: SampleReportInput): void {
  const amountOfRows = sample.amountOfRows;
  const delayMs = sample.delayMs ?? 0;
  if (amountOfRows < 0 || amountOfRows > MAX_SAMPLE_ROWS) {
    badRequest(`${at}.amountOfRows`, `must be 0 to ${MAX_SAMPLE_ROWS}, not ${amountOfRows}`);
  }
  if (delayMs < 0 || delayMs > MAX_SAMPLE_DELAY_MS) {
    badRequest(`${at}.delayMs`, `must be 0 to ${MAX_SAMPLE_DELAY_MS}, not ${delayMs}`);
  }
}

function checkCalendar(at: string, calendar: CalendarReportInput): void {
  const { fromDate, toDate } = calendar;
  checkPeriod(at, calendar);
  if (daysIn(fromDate, toDate) > MAX_CALENDAR_DAYS) {
    badRequest(`${at}.toDate`, 'must be within 200 years of fromDate');
  }
}

function checkFlightDelays(at: string, delays: FlightDelaysReportInput): void {
  checkFlights(at, delays);
  const minimumFlights = delays.minimumFlights ?? 1;
  if (minimumFlights < 1) {
    badRequest(`${at}.minimumFlights`, `must be 1 or more, not ${minimumFlights}`);
  }
}

function checkFlights(at: string, flights: FlightDetailsReportInput): void {
  checkPeriod(at, flights);
  const { state } = flights;
  if (state !== null && state !== undefined && STATES.indexOf(state) < 0) {
    badRequest(`${at}.state`, `"${state}" is not a US state; use two letters, for example CA`);
  }
}

function checkPeriod(at: string, { fromDate, toDate }: Period): void {
  if (fromDate) checkPlainDate(`${at}.fromDate`, fromDate);
  if (toDate) checkPlainDate(`${at}.toDate`, toDate);
  // Text order is date order.
  if (fromDate && toDate && fromDate > toDate) {
    badRequest(`${at}.toDate`, `must not be before fromDate (${fromDate})`);
  }
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
