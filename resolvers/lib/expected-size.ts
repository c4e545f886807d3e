import { daysIn } from './definition.ts';

/** What this system came with, measured here: used until reports of the kind have been made. */
interface Figures {
  rowsPerUnit: number;
  bytesPerRow: number;
  /** What a query of it reads at most: its datasets. Null when that is not known. */
  bytesScanned: number | null;
}

/** What is asked for. */
export interface KindAndParameters {
  kind: string;
  parameters: Record<string, unknown>;
}

/** Bytes of the objects: flights as Parquet, airports as CSV. */
const FLIGHTS_AND_AIRPORTS = 13_493_022 + 210_365;

const FIGURES: Record<string, Figures> = {
  sample: { rowsPerUnit: 1, bytesPerRow: 24, bytesScanned: null },
  calendar: { rowsPerUnit: 1, bytesPerRow: 40, bytesScanned: null },
  flightDelays: { rowsPerUnit: 1, bytesPerRow: 65, bytesScanned: FLIGHTS_AND_AIRPORTS },
  flightDetails: { rowsPerUnit: 16_575, bytesPerRow: 46, bytesScanned: FLIGHTS_AND_AIRPORTS },
};
/** Days the flights are of. */
const FLIGHTS_FROM = '2001-01-01';
const FLIGHTS_TO = '2001-06-30';
/** How many of the flights begin in each state, as the query finds them. */
const FLIGHTS_OF_STATES: Record<string, number> = {
  AK: 19853,
  AL: 14574,
  AR: 12959,
  AZ: 102966,
  CA: 370248,
  CO: 74465,
  CT: 18145,
  FL: 202119,
  GA: 128002,
  HI: 39514,
  IA: 8427,
  ID: 6105,
  IL: 194306,
  IN: 22018,
  KS: 4024,
  KY: 45202,
  LA: 33895,
  MA: 65925,
  MD: 49915,
  ME: 6088,
  MI: 85683,
  MN: 71665,
  MO: 114143,
  MS: 5439,
  MT: 5589,
  NC: 92023,
  ND: 2394,
  NE: 10294,
  NH: 7691,
  NJ: 60283,
  NM: 17560,
  NV: 80517,
  NY: 134069,
  OH: 54444,
  OK: 23416,
  OR: 29248,
  PA: 120426,
  PR: 14365,
  RI: 14737,
  SC: 10346,
  SD: 2180,
  TN: 61583,
  TX: 355905,
  UT: 38317,
  VA: 91288,
  VI: 2116,
  VT: 2344,
  WA: 57035,
  WI: 15049,
  WV: 547,
  WY: 446,
};
const ALL_FLIGHTS = 3_000_000;
/** Airports with flights: a row each, however long the period. */
const AIRPORTS = 215;

/** Rows a second, by format, on one vCPU (docs/decisions, bench). */
const ROWS_PER_SECOND: Record<string, number> = {
  CSV: 800_000,
  JSONL: 600_000,
  PARQUET: 1_000_000,
  XLSX: 120_000,
  PDF: 1_500,
};

const FORMAT_LIMITS: Record<string, number> = { XLSX: 1_048_575, PDF: 50_000 };

export function figuresOf(kind: string): Figures {
  return FIGURES[kind] ?? { rowsPerUnit: 1, bytesPerRow: 50, bytesScanned: null };
}

export function rowsPerSecond(format: string): number {
  return ROWS_PER_SECOND[format] ?? 100_000;
}

/** The most rows a format holds; null when there is no limit. */
export function maxRows(format: string): number | null {
  return FORMAT_LIMITS[format] ?? null;
}

/** What a definition asks for, in its kind's unit: rows of a sample, airports, days of a period (of all flights). */
export function unitsOf(kind: string, parameters: Record<string, unknown>): number {
  if (kind === 'sample') return parameters.amountOfRows as number;
  if (kind === 'flightDelays') return AIRPORTS;
  const { fromDate, toDate } = parameters as { fromDate?: string; toDate?: string };
  if (!fromDate || !toDate) return 1;
  if (kind !== 'flightDetails') return daysIn(fromDate, toDate);
  const from = fromDate < FLIGHTS_FROM ? FLIGHTS_FROM : fromDate;
  const to = toDate > FLIGHTS_TO ? FLIGHTS_TO : toDate;
  return from > to
    ? 0
    : daysIn(from, to) * shareOfFlights(parameters.state as string | null | undefined);
}

/** Days of one state's flights count as the part of a day that the state has of all flights. */
function shareOfFlights(state: string | null | undefined): number {
  return state ? (FLIGHTS_OF_STATES[state] ?? 0) / ALL_FLIGHTS : 1;
}

/** Rows that follow from the parameters alone; null when they depend on the data. */
export function exactRows(kind: string, parameters: Record<string, unknown>): number | null {
  return kind === 'sample' || kind === 'calendar' ? unitsOf(kind, parameters) : null;
}
