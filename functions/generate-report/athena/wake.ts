import type { ReportKey } from '../../lib/report-files.ts';

/** Asks for a look at the query an attempt waits for. */
export interface WakeJob extends ReportKey {
  readonly attempt: number;
  /** The query's id. */
  readonly waitingFor: string;
}

/** What a wake is known by: the query's id, and whose it is when a colleague function asks; Athena's event names the query only. */
export type Wake =
  | { readonly kind: 'look'; readonly job: WakeJob }
  | { readonly kind: 'ended'; readonly queryId: string };

/** Reads a wake out of a function's event; undefined when it is for something else. Throws a `TypeError` for half of one. */
// documented: https://docs.aws.amazon.com/athena/latest/ug/athena-events.html
export function parseWake(event: unknown): Wake | undefined {
  const { source, detail, owner, reportId, attempt, waitingFor } = (event ?? {}) as {
    source?: unknown;
    detail?: { queryExecutionId?: unknown } | null;
  } & Partial<Record<keyof WakeJob, unknown>>;
  if (source === 'aws.athena') {
    const queryId = detail?.queryExecutionId;
    if (typeof queryId !== 'string')
      throw new TypeError('The event of Athena must name its query.');
    return { kind: 'ended', queryId };
  }
  if (waitingFor === undefined || waitingFor === null) return undefined;
  if (
    typeof owner !== 'string' ||
    typeof reportId !== 'string' ||
    typeof attempt !== 'number' ||
    typeof waitingFor !== 'string'
  ) {
    throw new TypeError('A look at a query must be { owner, reportId, attempt, waitingFor }.');
  }
  return { kind: 'look', job: { owner, reportId, attempt, waitingFor } };
}
