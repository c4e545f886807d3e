import type { Telemetry } from '../lib/telemetry.ts';
import type { Announcer, Attempt, Outcome } from './announcer.ts';
import { recordEnd } from './measures.ts';
import { unlessNotOurs } from './refusals.ts';

export interface AnnounceTools {
  readonly announcer: Announcer;
  readonly telemetry: Telemetry;
  /** Removes a finished file that nobody may have. */
  readonly removeFile: (objectKey: string) => Promise<void>;
}

/** A file whose success is refused is removed: another attempt has the report, or its owner has cancelled it. */
export async function announce(
  attempt: Attempt,
  outcome: Outcome,
  { announcer, telemetry, removeFile }: AnnounceTools,
): Promise<void> {
  const ended = await unlessNotOurs(announcer.ready(attempt, outcome), (reason) =>
    telemetry.info('not announced', { ...attempt, reason }),
  );
  if (ended) {
    recordEnd(telemetry, outcome, ended);
    return telemetry.info('announced', { ...attempt, status: ended.status });
  }
  if (!outcome.result) return;
  await removeFile(outcome.result.objectKey);
  const cancelled = announcer.ready(attempt, { status: 'CANCELLED' });
  await unlessNotOurs(cancelled, (reason) =>
    telemetry.info('not cancelled', { ...attempt, reason }),
  );
}
