import { util } from '@aws-appsync/utils';
import type { ReportStatus } from '../../schema/generated/types.ts';
import { settingsOf } from './settings.ts';
import type { StoredReport } from './stored-report.ts';

const ID_CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** Partitions of the index `byDue`: one could take the heartbeats of some hundred reports only. */
const SHARDS = 8;
const SECONDS_PER_DAY = 86_400;
/** The index is written to this many times in a lease, however often the lease is renewed. */
const STEPS_PER_LEASE = 4;

/** The partition of the index of reports that somebody must look at, for a report that is not at its end. */
export function dueShardOf(reportId: string): string {
  const last = reportId.slice(-1).toUpperCase();
  const place = Math.max(0, ID_CHARACTERS.indexOf(last));
  return `due#${place - Math.floor(place / SHARDS) * SHARDS}`;
}

/** When a lease taken now runs out, in epoch seconds; a little later rather than earlier. */
export function leaseEnd(env: Record<string, string>): number {
  const { leaseSeconds } = settingsOf(env);
  const step = Math.max(1, Math.floor(leaseSeconds / STEPS_PER_LEASE));
  return Math.ceil((util.time.nowEpochSeconds() + leaseSeconds) / step) * step;
}

/** What changes in a row when its report ends: nobody waits for it any more, and its days are counted. */
export function endingChanges(
  env: Record<string, string>,
  status: ReportStatus,
): { set: Partial<StoredReport>; remove: (keyof StoredReport)[] } {
  const { retentionDays, recordDays } = settingsOf(env);
  const nowSeconds = util.time.nowEpochSeconds();
  const set: Partial<StoredReport> = {
    status,
    finishedAt: util.time.nowISO8601(),
    removeAt: nowSeconds + recordDays * SECONDS_PER_DAY,
  };
  const remove: (keyof StoredReport)[] = ['activeSince', 'invocationId', 'waitingFor'];
  if (status === 'SUCCEEDED') {
    const endSeconds = nowSeconds + retentionDays * SECONDS_PER_DAY;
    set.dueAt = endSeconds;
    set.expiresAt = util.time.epochMilliSecondsToISO8601(endSeconds * 1000);
  } else {
    remove.push('dueAt');
    remove.push('dueShard');
  }
  return { set, remove };
}
