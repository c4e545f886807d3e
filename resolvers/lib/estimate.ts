import type { ReportFormat } from '../../schema/generated/types.ts';
import {
  exactRows,
  figuresOf,
  rowsPerSecond,
  unitsOf,
  type KindAndParameters,
} from './expected-size.ts';
import type { Statistics } from './statistics.ts';

/** Claiming, opening the upload, completing it: what every report takes, in seconds. */
const FIXED_SECONDS = 1;
/**
 * Athena's queue, the query's start and the parts it writes, in seconds.
 * assumed: of the order AWS's examples show; past reports of the deployment replace it.
 */
const ATHENA_FIXED_SECONDS = 10;
/** Of fewer rows the fixed part of the time says more than the rows. */
const ENOUGH_ROWS = 100_000;

/** What a report is likely to take. */
export interface Estimate {
  rows: number;
  byteSize: number;
  seconds: number;
  /** Bytes its query reads; null for a kind whose data is not known here. */
  bytesScanned: number | null;
}

/** From parameters and from past reports of the kind, format and engine; without any, from figures this system came with. */
export function estimate(
  { kind, parameters }: KindAndParameters,
  format: ReportFormat,
  past: Statistics,
  isAthena: boolean,
): Estimate {
  const figures = figuresOf(kind);
  const rowsPerUnit = past.units > 0 ? past.rows / past.units : figures.rowsPerUnit;
  const bytesPerRow = past.rows > 0 ? past.bytes / past.rows : figures.bytesPerRow;
  const isKnown = past.rows >= ENOUGH_ROWS && past.seconds > 0;
  const secondsPerRow = isKnown ? past.seconds / past.rows : 1 / rowsPerSecond(format);
  const delaySeconds = ((parameters.delayMs as number | undefined) ?? 0) / 1000;
  const fixedSeconds = isAthena ? ATHENA_FIXED_SECONDS : FIXED_SECONDS;

  const rows = exactRows(kind, parameters) ?? Math.round(rowsPerUnit * unitsOf(kind, parameters));
  return {
    rows,
    byteSize: Math.round(rows * bytesPerRow),
    seconds: Math.round((fixedSeconds + delaySeconds + rows * secondsPerRow) * 10) / 10,
    bytesScanned: figures.bytesScanned,
  };
}
