import type { Report } from '../../../client/index.ts';
import type { Row } from './rows.ts';

/** Where a row stands, as the page tells it: never the schema's own words. */
export type Standing =
  | 'sending'
  | 'unsent'
  | 'waiting'
  | 'running'
  | 'stopping'
  | 'ready'
  | 'warned'
  | 'failed'
  | 'stopped'
  | 'gone';

export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  sending: 'Sending',
  unsent: 'Not sent',
  waiting: 'Waiting to start',
  running: 'Running',
  stopping: 'Stopping…',
  ready: 'Ready',
  warned: 'Ready, with notes',
  failed: 'Failed',
  stopped: 'Cancelled',
  gone: 'No longer kept',
};

const UNFINISHED: ReadonlySet<Standing> = new Set(['sending', 'waiting', 'running', 'stopping']);

/** The standing of a row at `nowMs`: a file whose time is over is gone, whether or not the row says so yet. */
export function standingOf({ report, isCancelling, problem }: Row, nowMs: number): Standing {
  if (report) {
    const standing = standingOfReport(report, nowMs);
    return isCancelling && isUnfinished(standing) ? 'stopping' : standing;
  }
  return problem === undefined ? 'sending' : 'unsent';
}

/** Whether there is still something to wait for. */
export function isUnfinished(standing: Standing): boolean {
  return UNFINISHED.has(standing);
}

/** How many rows are still waited for; time alone does not change it. */
export function countUnfinished(rows: readonly Row[]): number {
  return rows.filter((row) => isUnfinished(standingOf(row, 0))).length;
}

function standingOfReport(report: Report, nowMs: number): Standing {
  switch (report.status) {
    case 'QUEUED':
      return 'waiting';
    case 'RUNNING':
      return 'running';
    case 'CANCELLING':
      return 'stopping';
    case 'SUCCEEDED':
      if (report.expiresAt && Date.parse(report.expiresAt) <= nowMs) return 'gone';
      return report.result?.warnings.length ? 'warned' : 'ready';
    case 'FAILED':
      return 'failed';
    case 'CANCELLED':
      return 'stopped';
    case 'EXPIRED':
      return 'gone';
  }
}
