import type { Context } from '@aws-appsync/utils';
import type { MutationCancelReportArgs } from '../schema/generated/types.ts';
import { callerId } from './lib/caller.ts';
import type { Ended } from './lib/ended.ts';
import { requireReportId } from './lib/report-id.ts';
import type { StoredReport } from './lib/stored-report.ts';
import { withEngine } from './lib/with-engine.ts';

/**
 * A pipeline: cancelQueued ends a report nobody has begun, else cancelRunning asks its generator to stop; releaseSlot
 * counts out what has ended, and tellEnding tells of it.
 */
export function request(ctx: Context<MutationCancelReportArgs, { owner: string }>): object {
  ctx.stash.owner = callerId(ctx.identity);
  requireReportId(ctx.args.reportId);
  return {};
}

export function response(ctx: Context<object, Ended>): StoredReport {
  return withEngine(ctx.stash.report);
}
