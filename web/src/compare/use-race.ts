import { useCallback, useEffect, useRef, useState } from 'react';
import { createReportsClient, makeReportId, type ReportsClient } from '../../../client/index.ts';
import { IDLE, withStep, type Lane } from './lane.ts';
import { generateSynchronously, type Work } from './synchronous.ts';

type Change = (lane: Lane, atMs: number) => Lane;

/** Both ways started at the same moment. */
export interface Race {
  readonly waiting: Lane;
  readonly told: Lane;
  readonly startedAtMs: number | undefined;
  readonly isRunning: boolean;
  readonly start: (work: Work) => void;
}

/** Asks for the same report in both ways and follows them until both have ended. */
export function useRace(): Race {
  const [waiting, setWaiting] = useState(IDLE);
  const [told, setTold] = useState(IDLE);
  const [startedAtMs, setStartedAtMs] = useState<number>();
  const client = useRef<ReportsClient>(undefined);

  useEffect(() => () => client.current?.[Symbol.dispose](), []);

  const start = useCallback((work: Work) => {
    const began = performance.now();
    const into = (set: typeof setWaiting) => (change: Change) =>
      set((lane) => change(lane, performance.now() - began));
    setStartedAtMs(began);
    setWaiting(withStep({ ...IDLE, state: 'running' }, 0, 'Asked, and waiting for the answer.'));
    setTold(withStep({ ...IDLE, state: 'running' }, 0, 'Asked.'));
    client.current ??= createReportsClient();
    void waitForIt(work, into(setWaiting));
    void beTold(client.current, work, into(setTold));
  }, []);

  return {
    waiting,
    told,
    startedAtMs,
    isRunning: waiting.state === 'running' || told.state === 'running',
    start,
  };
}

/** The way this product replaces. */
async function waitForIt(work: Work, tell: (change: Change) => void): Promise<void> {
  const answer = await generateSynchronously(work);
  tell((lane, atMs) => {
    if ('report' in answer) {
      const { rowCount } = answer.report;
      return { ...withStep(lane, atMs, `${rowCount} rows.`), state: 'arrived', tookMs: atMs };
    }
    const { message, errorType } = answer.error;
    const quote = errorType ? `${message} (${errorType})` : message;
    return {
      ...withStep(lane, atMs, 'The API gave up:', quote),
      state: 'failed',
      tookMs: atMs,
    };
  });
}

/** The way of this product: a subscription, a mutation that answers at once, and pushes. */
async function beTold(
  client: ReportsClient,
  work: Work,
  tell: (change: Change) => void,
): Promise<void> {
  const reportId = makeReportId();
  try {
    const order = { reportId, title: 'Comparison', definition: { sample: work } };
    await client.generate(order);
    tell((lane, atMs) => withStep(lane, atMs, 'Accepted. This page could be closed now.'));
    let hasStarted = false;
    for await (const { status, progress } of client.watch(reportId)) {
      if (status === 'RUNNING' && !hasStarted) {
        hasStarted = true;
        tell((lane, atMs) => withStep(lane, atMs, 'A function is working on it.'));
      }
      if (status === 'RUNNING' && progress) {
        const { rowsWritten: rows, rowsExpected: of } = progress;
        tell((lane) => (of ? { ...lane, progress: { rows, of } } : lane));
      }
    }
    const { download, result } = await client.wait(reportId);
    tell(({ progress: _over, ...lane }, atMs) => ({
      ...withStep(lane, atMs, `The push arrived: ${result.rowCount} rows, checked.`),
      state: 'arrived',
      tookMs: atMs,
      download,
    }));
  } catch (error) {
    tell((lane, atMs) => ({
      ...withStep(lane, atMs, 'It did not arrive:', (error as Error).message),
      state: 'failed',
      tookMs: atMs,
    }));
  }
}
