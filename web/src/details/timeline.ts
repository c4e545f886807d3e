import type { Report } from '../../../client/index.ts';

export interface Happening {
  readonly what: string;
  /** ISO time. */
  readonly at: string;
  /** How long after the one before it, when that says something. */
  readonly afterMs?: number;
}

const ENDS: Readonly<Partial<Record<Report['status'], string>>> = {
  SUCCEEDED: 'Finished: the file was checked and published',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
  EXPIRED: 'Finished: the file was checked and published',
};

/** What happened to a report, first things first, as far as its row tells. */
export function timelineOf(report: Report, nowMs: number): readonly Happening[] {
  const { createdAt, startedAt, finishedAt, expiresAt, lastHeartbeatAt } = report;
  const { attempt, maxAttempts, status } = report;
  const isOver = finishedAt !== null;
  const all: (Happening | undefined)[] = [
    { what: 'Requested', at: createdAt },
    startedAt
      ? {
          what:
            attempt > 1
              ? `Started, for the ${ordinal(attempt)} of at most ${maxAttempts} times`
              : 'Started',
          at: startedAt,
          afterMs: Date.parse(startedAt) - Date.parse(createdAt),
        }
      : undefined,
    lastHeartbeatAt && !isOver ? { what: 'Last sign of life', at: lastHeartbeatAt } : undefined,
    finishedAt
      ? {
          what: ENDS[status] ?? 'Ended',
          at: finishedAt,
          afterMs: Date.parse(finishedAt) - Date.parse(startedAt ?? createdAt),
        }
      : undefined,
    expiresAt && Date.parse(expiresAt) <= nowMs
      ? { what: 'The file was removed, its time being over', at: expiresAt }
      : undefined,
  ];
  return all.filter((happening) => happening !== undefined);
}

function ordinal(count: number): string {
  return ['first', 'second', 'third'][count - 1] ?? `${count}th`;
}
