import type { FileDraft } from './file-format.ts';

/** The kinds of report this page has a form for. */
export type Kind = 'sample' | 'calendar' | 'flightDelays' | 'flightDetails';

/** The days the flight data covers. */
export const FLIGHTS_FROM = '2001-01-01';
export const FLIGHTS_TO = '2001-06-30';

/** The form as typed. Each kind keeps its own values while another is looked at. */
export interface OrderDraft extends FileDraft {
  readonly kind: Kind;
  readonly title: string;
  readonly amountOfRows: string;
  readonly delayMs: string;
  readonly calendarFrom: string;
  readonly calendarTo: string;
  readonly flightsFrom: string;
  readonly flightsTo: string;
  readonly state: string;
  readonly minimumFlights: string;
}

export type FieldName = Exclude<keyof OrderDraft, 'kind'>;
export type FieldProblems = Partial<Record<FieldName, string>>;

/** The form at first sight: small, quick, and slow enough to be seen working. */
export function firstDraft(nowMs: number, timeZone: string): OrderDraft {
  const year = new Date(nowMs).getFullYear();
  return {
    kind: 'sample',
    title: '',
    amountOfRows: '500',
    delayMs: '5000',
    calendarFrom: `${year}-01-01`,
    calendarTo: `${year}-12-31`,
    flightsFrom: FLIGHTS_FROM,
    flightsTo: FLIGHTS_TO,
    state: '',
    minimumFlights: '1',
    file: 'csv',
    delimiter: ',',
    gzip: false,
    timeZone,
  };
}
