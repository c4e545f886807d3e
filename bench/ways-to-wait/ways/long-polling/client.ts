import { setTimeout as sleep } from 'node:timers/promises';
import { order } from '../order.ts';
import type { Ask, Finished } from '../way.ts';

const AFTER_FAILURE_MS = 1000;

export function createAsk(origin: string): Ask {
  return async (work) => wait(origin, await order(origin, work));
}

/** Asks, is answered when there is news or after 25 seconds, and asks again. */
export async function wait(origin: string, reportId: string): Promise<Finished> {
  for (;;) {
    const answer = await fetch(`${origin}/reports/${reportId}`).catch(() => undefined);
    if (answer?.ok) {
      const report = (await answer.json()) as Finished & { status: string };
      if (report.status === 'SUCCEEDED') return report;
    } else await sleep(AFTER_FAILURE_MS);
  }
}
