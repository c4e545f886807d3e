import type { ReportEngine } from '../../schema/generated/types.ts';
import { badRequest } from './refuse.ts';
import { settingsOf } from './settings.ts';

/**
 * What can make the rows of a kind, the usual first. A kind that is not named is a query for DuckDB; a test holds the
 * list against the kinds the generator has.
 */
const ENGINES: Record<string, ReportEngine[]> = {
  sample: ['NODE'],
  calendar: ['NODE'],
  flightDelays: ['DUCKDB', 'ATHENA'],
  flightDetails: ['DUCKDB', 'ATHENA'],
};
const BYTES_PER_MIB = 1_048_576;

/** What is known of a report before it is made. */
export interface Expected {
  /** Seconds it takes when no query service helps. */
  seconds: number;
  /** Bytes its query reads; null when that is not known. */
  bytesScanned: number | null;
}

export function enginesOf(kind: string): ReportEngine[] {
  return ENGINES[kind] ?? ['DUCKDB'];
}

/** The engine of a report: the one that was insisted on, which ends with `BadRequest` when it cannot be had, or by what is expected. */
export function chooseEngine(
  env: Record<string, string>,
  kind: string,
  wanted: ReportEngine | null | undefined,
  expected: Expected,
): ReportEngine {
  const { athena, athenaAboveSeconds, athenaAboveMib } = settingsOf(env);
  const engines = enginesOf(kind);
  if (wanted) {
    requireEngine(kind, engines, wanted, athena);
    return wanted;
  }
  const isLarge =
    expected.seconds > athenaAboveSeconds ||
    (expected.bytesScanned ?? 0) > athenaAboveMib * BYTES_PER_MIB;
  if (athena && isLarge && engines.indexOf('ATHENA') >= 0) return 'ATHENA';
  return engines[0] ?? 'DUCKDB';
}

function requireEngine(
  kind: string,
  engines: ReportEngine[],
  wanted: ReportEngine,
  athena: boolean,
): void {
  if (engines.indexOf(wanted) < 0) {
    badRequest('input.engine', `must be ${engines.join(' or ')} for ${kind}, not ${wanted}`);
  }
  if (wanted === 'ATHENA' && !athena) {
    badRequest(
      'input.engine',
      'cannot be ATHENA, which is switched off in this deployment (setting "athena"); leave it out',
    );
  }
}
