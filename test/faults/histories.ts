import { TRANSITIONS } from '../../resolvers/lib/transitions.ts';
import type { LocalCloud } from '../../local/index.ts';

/** A row as a write left it. */
interface Written {
  readonly version: number;
  readonly status: string;
  readonly attempt: number;
  readonly atMs: number;
}

/** The history of every report, from the writes themselves. */
export interface Histories {
  /** Of one report: what is not allowed in it, if anything. */
  faultOf(reportId: string): string | undefined;
  /** Milliseconds from the last sign of an attempt that was lost, or from the order, to the start of the next. */
  recoveries(reportId: string): number[];
}

interface Attributes {
  readonly reportId?: { S?: string };
  readonly version?: { N?: string };
  readonly status?: { S?: string };
  readonly attempt?: { N?: string };
}

/** Listens to every write that the table has taken, whether its answer reaches the resolver or not. */
export function recordHistories(cloud: LocalCloud): Histories {
  const rows = new Map<string, Written[]>();
  const { dynamodb } = cloud.services;
  const { call } = dynamodb;
  Object.assign(dynamodb, {
    async call(operation: string, input: Record<string, unknown>) {
      const answer = await call(operation, input);
      if (answer.status === 200) {
        if (operation === 'UpdateItem') note(answer.body.Attributes as Attributes | undefined);
        if (operation === 'PutItem') note(input.Item as Attributes);
      }
      return answer;
    },
  });

  return {
    faultOf(reportId) {
      const history = sorted(reportId);
      if (history.length === 0) return 'it was never stored';
      for (const [index, now] of history.entries()) {
        const before = history[index - 1];
        if (now.version !== index + 1) return `version ${index + 1} is missing`;
        const from = before?.status ?? null;
        const isAllowed = TRANSITIONS.some((each) => each.from === from && each.to === now.status);
        if (!isAllowed) return `${String(from)} became ${now.status}`;
        const step = now.attempt - (before?.attempt ?? 0);
        if (step < 0 || step > 1) return `attempt ${before?.attempt} became ${now.attempt}`;
      }
      return undefined;
    },
    recoveries(reportId) {
      const gaps: number[] = [];
      const history = sorted(reportId);
      let wasLost = false;
      let lastSignMs = history[0]?.atMs ?? 0;
      for (const [index, { status, attempt, atMs }] of history.entries()) {
        const before = history[index - 1];
        if (status === 'QUEUED') {
          wasLost ||= before !== undefined;
          continue;
        }
        if (before && attempt > before.attempt && (wasLost || before.status === 'RUNNING')) {
          gaps.push(atMs - lastSignMs);
        }
        wasLost = false;
        lastSignMs = atMs;
      }
      return gaps;
    },
  };

  function note({ reportId, version, status, attempt }: Attributes = {}): void {
    if (!reportId?.S || !version?.N || !status?.S) return;
    const history = rows.get(reportId.S) ?? [];
    rows.set(reportId.S, history);
    history.push({
      version: Number(version.N),
      status: status.S,
      attempt: Number(attempt?.N),
      atMs: performance.now(),
    });
  }

  function sorted(reportId: string): Written[] {
    return [...(rows.get(reportId) ?? [])].sort((a, b) => a.version - b.version);
  }
}
