import type { Attempt } from '../announcer.ts';
import { announce } from '../announce.ts';
import {
  countingPushes,
  generateReport,
  type Adapters,
  type Invocation,
  type Tools,
} from '../generate-report.ts';
import { unlessNotOurs } from '../refusals.ts';
import { removeQueryFiles } from './clean-up.ts';
import { hasEnded, type QueryExecution } from './execution.ts';
import type { AthenaAdapters } from './ports.ts';
import type { Wake } from './wake.ts';

/** The first hop of an attempt that has waited: one of several wakes gets it. */
const FIRST_HOP = 1;
/** A query that was told to stop may still write for a moment. */
const LOOKS_AFTER_STOP = 10;
const BETWEEN_LOOKS_MS = 500;

/**
 * Looks at the query a report waits for: an ended one is what its file is made of, a running one is waited for on or,
 * when its report was cancelled or is over, stopped. Being woken often, or late, changes nothing.
 */
export async function wakeReport(
  wake: Wake,
  adapters: Adapters,
  invocation: Invocation,
): Promise<void> {
  const { athena } = adapters;
  if (!athena) return invocation.telemetry.info('woken without an Athena', { wake });
  const id = wake.kind === 'look' ? wake.job.waitingFor : wake.queryId;
  const query = await athena.queries.find(id);
  const attempt = attemptOf(wake, query);
  if (!attempt) return invocation.telemetry.info('not a query of ours', { queryId: id });
  if (hasEnded(query)) {
    const { owner, reportId } = attempt;
    const continuation = { attempt: attempt.attempt, hop: FIRST_HOP, query: id };
    return generateReport({ owner, reportId, continuation }, adapters, invocation);
  }
  await countingPushes(attempt.reportId, adapters, invocation, (tools) => {
    const telemetry = tools.telemetry.about({ attempt: attempt.attempt });
    return waitOn(attempt, query, { ...tools, athena, telemetry });
  });
}

/** Whose the query is; undefined when it is nobody's, or not the one the wake speaks of. */
function attemptOf(wake: Wake, { place }: QueryExecution): Attempt | undefined {
  if (!place) return undefined;
  const { owner, reportId, attempt } = place;
  if (wake.kind === 'ended') return { owner, reportId, attempt };
  const { job } = wake;
  const isIts = job.owner === owner && job.reportId === reportId && job.attempt === attempt;
  return isIts ? { owner, reportId, attempt } : undefined;
}

async function waitOn(
  attempt: Attempt,
  query: QueryExecution,
  tools: Tools & { readonly athena: AthenaAdapters },
): Promise<void> {
  const { announcer, telemetry, athena } = tools;
  const waiting = {
    phase: 'querying',
    rowsWritten: 0,
    bytesWritten: 0,
    waitingFor: query.id,
  };
  const told = await unlessNotOurs(announcer.progressed(attempt, waiting), (reason) =>
    telemetry.info('nobody waits', { ...attempt, queryId: query.id, reason }),
  );
  if (told && told.status !== 'CANCELLING') {
    const { state, bytesScanned } = query;
    return telemetry.info('waits on', { ...attempt, queryId: query.id, state, bytesScanned });
  }
  await athena.queries.stop(query.id);
  if (!told) return;
  await announce(attempt, { status: 'CANCELLED' }, tools);
  await untilEnded(query.id, athena);
  await removeQueryFiles(attempt, tools);
}

async function untilEnded(id: string, { queries, sleep }: AthenaAdapters): Promise<void> {
  for (let look = 1; look <= LOOKS_AFTER_STOP; look++) {
    if (hasEnded(await queries.find(id))) return;
    await sleep(BETWEEN_LOOKS_MS);
  }
}
