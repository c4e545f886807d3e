import type { ReportFieldsFragment } from '../../schema/generated/documents.ts';
import type { Telemetry } from '../lib/telemetry.ts';
import type { Announcer, Outcome } from './announcer.ts';

type Times = Pick<ReportFieldsFragment, 'createdAt' | 'startedAt' | 'finishedAt'>;

/** An announcer that counts what subscribers are pushed: each mutation that the API has taken. */
export function countPushes(announcer: Announcer): { counted: Announcer; pushes: () => number } {
  let pushes = 0;
  const count = <T>(answer: T): T => {
    pushes++;
    return answer;
  };
  return {
    counted: {
      started: (claim) => announcer.started(claim).then(count),
      progressed: (attempt, progress) => announcer.progressed(attempt, progress).then(count),
      ready: (attempt, outcome) => announcer.ready(attempt, outcome).then(count),
    },
    pushes: () => pushes,
  };
}

/** A report seen for the first time; later attempts and hops of it are no further orders. */
export function recordStart(
  telemetry: Telemetry,
  { attempt, createdAt, startedAt }: Pick<ReportFieldsFragment, 'attempt'> & Times,
): void {
  if (attempt !== 1) return;
  const QueueAgeSeconds = secondsBetween(createdAt, startedAt);
  telemetry.record({ ReportsRequested: 1, QueueAgeSeconds });
}

/** An end that was announced. A cancelled report is neither a success nor a failure. */
export function recordEnd(
  telemetry: Telemetry,
  { result, error }: Outcome,
  { startedAt, finishedAt }: Times,
): void {
  if (result) {
    telemetry.record({
      ReportsSucceeded: 1,
      ReportDurationSeconds: secondsBetween(startedAt, finishedAt),
      ReportRows: result.rowCount,
      ReportBytes: result.byteSize,
    });
  } else if (error) {
    telemetry.record({ ReportsFailed: 1 }, { code: error.code });
  }
}

function secondsBetween(from: string | null, to: string | null): number {
  if (from === null || to === null) return 0;
  return Math.max(0, Date.parse(to) - Date.parse(from)) / 1000;
}
