import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TRANSITIONS } from '../../resolvers/lib/transitions.ts';
import * as documents from '../../schema/generated/documents.ts';
import { APPS } from '../support/apps.ts';
import type { RawAnswer } from '../support/graphql-request.ts';
import { ERROR, RESULT, startRowsBed, type RowsBed } from '../support/rows-bed.ts';

/**
 * Whatever claims, progress, cancellations, endings, recoveries, duplicates and late workers come, in whatever order and
 * at once: a report's history is one the table of transitions allows.
 */

const LEASE_SECONDS = 3;
const RUNS = 80;
const MOST_STEPS = 24;

let bed: RowsBed;

beforeAll(async () => {
  bed = await startRowsBed(APPS.brisk);
});

afterAll(async () => {
  await bed[Symbol.asyncDispose]();
});

/** One call of somebody, made alone or together with the one after it. */
interface Step {
  readonly by: keyof typeof CALLS;
  /** Who calls: an attempt that holds the report, has held it, or never will. */
  readonly attempt: number;
  readonly hop: number;
  readonly status: 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  readonly isTogether: boolean;
}

type Call = (reportId: string, step: Step) => Promise<RawAnswer>;

const CALLS = {
  claim: (reportId, { attempt }) =>
    bed.asRole(documents.ReportStartedDocument, { reportId, invocationId: `i${attempt}` }),
  goOn: (reportId, { attempt, hop }) =>
    bed.asRole(documents.ReportStartedDocument, { reportId, attempt, hop }),
  progress: (reportId, { attempt }) =>
    bed.asRole(documents.ReportProgressedDocument, {
      reportId,
      attempt,
      progress: { phase: 'writing', rowsWritten: 4, rowsExpected: 10, bytesWritten: 1 },
    }),
  wait: (reportId, { attempt }) =>
    bed.asRole(documents.ReportProgressedDocument, {
      reportId,
      attempt,
      progress: { phase: 'querying', rowsWritten: 0, bytesWritten: 0, waitingFor: `q${attempt}` },
    }),
  ready: (reportId, { attempt, status }) =>
    bed.asRole(documents.ReportReadyDocument, {
      reportId,
      attempt,
      status,
      ...(status === 'SUCCEEDED' ? { result: RESULT } : {}),
      ...(status === 'FAILED' ? { error: ERROR } : {}),
    }),
  cancel: (reportId) => bed.asOwner(documents.CancelReportDocument, { reportId }),
  overdue: (reportId) => bed.asRole(documents.ReportOverdueDocument, { reportId }),
  failed: (reportId, { attempt }) =>
    bed.asRole(documents.ReportOverdueDocument, { reportId, failedInvocationId: `i${attempt}` }),
  again: (reportId) =>
    bed.asOwner(documents.GenerateReportDocument, {
      input: { reportId, definition: { sample: { amountOfRows: 10 } } },
    }),
  later: () => {
    bed.clock.forward(LEASE_SECONDS / 2);
    return Promise.resolve({ status: 200, headers: new Headers(), text: '', body: {} });
  },
} satisfies Record<string, Call>;

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    // Claims and endings more often than the rest, by first attempts more often than later ones: few runs get far else.
    by: fc.constantFrom(
      ...(Object.keys(CALLS) as Step['by'][]),
      ...(['claim', 'claim', 'ready', 'ready', 'ready'] as const),
    ),
    attempt: fc.constantFrom(1, 1, 1, 1, 2, 2, 3, 4),
    hop: fc.integer({ min: 1, max: 3 }),
    status: fc.constantFrom('SUCCEEDED', 'FAILED', 'CANCELLED'),
    isTogether: fc.boolean(),
  }),
  { minLength: 6, maxLength: MOST_STEPS },
);

/** A row that an answer has shown. */
interface Seen {
  readonly by: string;
  readonly version: number;
  readonly status: string;
  readonly attempt: number;
  readonly maxAttempts: number;
}

async function play(all: readonly Step[]): Promise<readonly Seen[]> {
  const reportId = await bed.order();
  const answers: RawAnswer[] = [];
  let together: Promise<RawAnswer>[] = [];
  for (const step of all) {
    together.push(CALLS[step.by](reportId, step));
    if (step.isTogether) continue;
    answers.push(...(await Promise.all(together)));
    together = [];
  }
  answers.push(...(await Promise.all(together)));
  answers.push(await bed.asOwner(documents.GetReportDocument, { reportId }));
  await end(reportId);
  const first = { by: 'generateReport', version: 1, status: 'QUEUED', attempt: 0, maxAttempts: 3 };
  return [first, ...answers.flatMap(({ body }) => seenIn(body.data ?? {}))];
}

function seenIn(fields: Record<string, unknown>): Seen[] {
  return Object.entries(fields)
    .filter(([, row]) => row !== null)
    .map(([by, row]) => ({ ...(row as Omit<Seen, 'by'>), by }));
}

/** So that no report stays under way: there is a limit. */
async function end(reportId: string): Promise<void> {
  await bed.asOwner(documents.CancelReportDocument, { reportId });
  // One that waits for a query is not ended by recovery.
  for (const attempt of [1, 2, 3]) {
    await bed.asRole(documents.ReportReadyDocument, { reportId, attempt, status: 'CANCELLED' });
  }
  bed.clock.forward(LEASE_SECONDS * 2);
  await bed.asRole(documents.ReportOverdueDocument, { reportId });
}

const FINAL = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED', 'EXPIRED']);

function checkHistory(seen: readonly Seen[]): void {
  const versions = Map.groupBy(seen, ({ version }) => version);
  const numbers = [...versions.keys()].sort((a, b) => a - b);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  const states = numbers.map((version) => versions.get(version) as Seen[]);
  for (const [index, shown] of states.entries()) {
    // One version is one state, whoever shows it.
    expect(new Set(shown.map(({ status, attempt }) => `${status} ${attempt}`)).size).toBe(1);
    const [now, before] = [shown[0] as Seen, states[index - 1]?.[0]];
    expect(now.attempt).toBeLessThanOrEqual(now.maxAttempts);
    if (!before) continue;
    const isAllowed = TRANSITIONS.some(
      ({ by, from, to }) =>
        from === before.status && to === now.status && shown.some((each) => each.by === by),
    );
    expect({ isAllowed, from: before, to: shown }).toMatchObject({ isAllowed: true });
    const isClaimed = shown.some(({ by }) => by === 'reportStarted');
    expect(now.attempt - before.attempt).toBeOneOf(isClaimed ? [0, 1] : [0]);
  }
  const ends = states.map((shown) => shown[0] as Seen).filter(({ status }) => FINAL.has(status));
  expect(ends.length).toBeLessThanOrEqual(1);
}

test('any interleaving of calls leaves a legal history', async () => {
  const statuses = new Set<string>();
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const seen = await play(all);
      checkHistory(seen);
      for (const { status } of seen) statuses.add(status);
    }),
    { numRuns: RUNS },
  );

  // The runs went everywhere, or the test would say little.
  expect([...statuses].sort()).toEqual([
    'CANCELLED',
    'CANCELLING',
    'FAILED',
    'QUEUED',
    'RUNNING',
    'SUCCEEDED',
  ]);
}, 120_000);
