import { daysIn } from './definition.ts';

/** What this system came with, measured here: used until reports of the kind have been made. */
interface Figures {
  rowsPerUnit: number;
  bytesPerRow: number;
}

const FIGURES: Record<string, Figures> = {
  sample: { rowsPerUnit: 1, bytesPerRow: 24 },
  calendar: { rowsPerUnit: 1, bytesPerRow: 40 },
  flightDelays: { rowsPerUnit: 1, bytesPerRow: 65 },
  flightDetails: { rowsPerUnit: 16_575, bytesPerRow: 46 },
};
/** Days the flights are of. */
const FLIGHTS_FROM = '2001-01-01';
const FLIGHTS_TO = '2001-06-30';
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
  return FIGURES[kind] ?? { rowsPerUnit: 1, bytesPerRow: 50 };
}

export function rowsPerSecond(format: string): number {
  return ROWS_PER_SECOND[format] ?? 100_000;
}

/** The most rows a format holds; null when there is no limit. */
export function maxRows(format: string): number | null {
  return FORMAT_LIMITS[format] ?? null;
}

/** What a definition asks for, in its kind's unit: rows of a sample, airports, days of a period. */
export function unitsOf(kind: string, parameters: Record<string, unknown>): number {
  if (kind === 'sample') return parameters.amountOfRows as number;
  if (kind === 'flightDelays') return AIRPORTS;
  const { fromDate, toDate } = parameters as { fromDate?: string; toDate?: string };
  if (!fromDate || !toDate) return 1;
  if (kind !== 'flightDetails') return daysIn(fromDate, toDate);
  const from = fromDate < FLIGHTS_FROM ? FLIGHTS_FROM : fromDate;
  const to = toDate > FLIGHTS_TO ? FLIGHTS_TO : toDate;
  return from > to ? 0 : daysIn(from, to);
}

/** Rows that follow from the parameters alone; null when they depend on the data. */
export function exactRows(kind: string, parameters: Record<string, unknown>): number | null {
  return kind === 'sample' || kind === 'calendar' ? unitsOf(kind, parameters) : null;
}
