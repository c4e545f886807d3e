import type { Context } from '@aws-appsync/utils';
import type { Ended } from './lib/ended.ts';
import type { StoredReport } from './lib/stored-report.ts';
import { withEngine } from './lib/with-engine.ts';

/** A pipeline: readOverdue decides whether it is, moveOverdue changes the row, releaseSlot counts it out, tellEnding tells of it. */
export function request(): object {
  return {};
}

export function response(ctx: Context<object, Ended>): StoredReport {
  return withEngine(ctx.stash.report);
}
