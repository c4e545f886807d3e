import { util, type Context } from '@aws-appsync/utils';
import type { MutationGenerateReportArgs } from '../schema/generated/types.ts';
import { callerId } from './lib/caller.ts';
import { checkDefinition } from './lib/definition.ts';
import { chooseEngine } from './lib/engines.ts';
import { estimate } from './lib/estimate.ts';
import { activeSinceOf, laneOf } from './lib/lanes.ts';
import { MAX_ATTEMPTS, MAX_TITLE_CHARACTERS } from './lib/limits.ts';
import { checkOutput } from './lib/output-options.ts';
import { dueShardOf, leaseEnd } from './lib/due.ts';
import type { OrderStash } from './lib/order-stash.ts';
import { badRequest } from './lib/refuse.ts';
import { isReportId } from './lib/report-id.ts';
import { NO_STATISTICS } from './lib/statistics.ts';
import type { StoredReport } from './lib/stored-report.ts';
import { withEngine } from './lib/with-engine.ts';

/**
 * Checks an order and prepares its row. The pipeline: findEarlier, takeSlot (countActive and recountSlots when there
 * seems to be none), createReport, startGenerator or startLargeGenerator.
 */
export function request(ctx: Context<MutationGenerateReportArgs, OrderStash>): object {
  const { input } = ctx.args;
  const reportId = checkReportId(input.reportId);
  const { kind, parameters } = checkDefinition(input.definition);
  const definition = { [kind]: parameters };
  const output = checkOutput(input);
  const wanted = input.engine ?? null;
  // By the figures that came with this system: two orders that are equal have the same engine, whatever was made meanwhile.
  const expected = estimate({ kind, parameters }, output.format, NO_STATISTICS, false);
  const engine = chooseEngine(ctx.env, kind, wanted, expected);
  const lane = laneOf(ctx.env, engine, expected.seconds);
  const now = util.time.nowISO8601();
  ctx.stash.report = {
    owner: callerId(ctx.identity),
    reportId,
    title: checkTitle(input.title),
    definition,
    fingerprint: JSON.stringify({ output, definition, ...(wanted ? { engine: wanted } : {}) }),
    kind,
    ...output,
    engine,
    ...(lane ? { lane } : {}),
    status: 'QUEUED',
    version: 1,
    attempt: 0,
    maxAttempts: MAX_ATTEMPTS,
    createdAt: now,
    activeSince: activeSinceOf(now, lane),
    dueShard: dueShardOf(reportId),
    dueAt: leaseEnd(ctx.env),
    redrives: 0,
  };
  return {};
}

/** The row as stored, whether by this request or by an equal one before it. */
export function response(ctx: Context<object, object, { result: StoredReport }>): StoredReport {
  return withEngine(ctx.prev.result);
}

function checkReportId(reportId: string | null | undefined): string {
  if (reportId === null || reportId === undefined) return util.autoUlid();
  if (!isReportId(reportId)) {
    badRequest('input.reportId', 'must be a ULID (26 characters) or a UUID (36 characters)');
  }
  return reportId;
}

function checkTitle(title: string | null | undefined): string | null {
  if (title === null || title === undefined) return null;
  if (title.length > MAX_TITLE_CHARACTERS) {
    badRequest(
      'input.title',
      `must be at most ${MAX_TITLE_CHARACTERS} characters, not ${title.length}`,
    );
  }
  return title;
}
