import type { Telemetry } from '../../lib/telemetry.ts';
import type { Attempt } from '../announcer.ts';
import type { AthenaAdapters } from './ports.ts';

/** Removes what an attempt's query has in storage; what stays for whatever reason, the bucket's lifecycle rule removes. */
export async function removeQueryFiles(
  attempt: Attempt,
  { athena, telemetry }: { readonly athena?: AthenaAdapters; readonly telemetry: Telemetry },
): Promise<void> {
  await athena?.files.remove(attempt).catch((error: unknown) => {
    telemetry.info('left to the lifecycle', { ...attempt, error });
  });
}
