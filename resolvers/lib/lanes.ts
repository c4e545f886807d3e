import type { ReportEngine, ReportLane } from '../../schema/generated/types.ts';
import { settingsOf } from './settings.ts';
import type { StoredReport } from './stored-report.ts';

/** At the end of `activeSince`, where an index without any other attribute shows it. */
const LARGE_MARK = ' LARGE';

/** The lane of an order; undefined is the usual one. While Athena works no generator has to. */
export function laneOf(
  env: Record<string, string>,
  engine: ReportEngine,
  expectedSeconds: number,
): ReportLane | undefined {
  const { lanes, largeAboveSeconds } = settingsOf(env);
  return lanes && engine !== 'ATHENA' && expectedSeconds > largeAboveSeconds ? 'LARGE' : undefined;
}

/** Whether the second function makes it; without one, any more, the first does. */
export function hasOwnGenerator(env: Record<string, string>, { lane }: StoredReport): boolean {
  return settingsOf(env).lanes && lane === 'LARGE';
}

/** A report's place in the index `byActive`. */
export function activeSinceOf(now: string, lane: ReportLane | undefined): string {
  return lane ? `${now}${LARGE_MARK}` : now;
}

/** Whether an entry of that index is of a large report. */
export function isActiveLarge({ activeSince }: StoredReport): boolean {
  return `${activeSince}`.endsWith(LARGE_MARK);
}
