import type { Context } from '@aws-appsync/utils';
import type { MutationDeleteReportArgs } from '../schema/generated/types.ts';
import { callerId } from './lib/caller.ts';
import { requireReportId } from './lib/report-id.ts';
import type { StoredReport } from './lib/stored-report.ts';
import { withEngine } from './lib/with-engine.ts';

type Ctx = Context<MutationDeleteReportArgs, { owner: string; report: StoredReport }>;

/** A pipeline: readFinished, retireReport, removeFiles, deleteRow, tellDeletion. */
export function request(ctx: Ctx): object {
  ctx.stash.owner = callerId(ctx.identity);
  requireReportId(ctx.args.reportId);
  return {};
}

/** The report as it last was. */
export function response(ctx: Ctx): StoredReport {
  return withEngine(ctx.stash.report);
}
