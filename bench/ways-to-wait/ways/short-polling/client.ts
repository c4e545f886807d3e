import { setTimeout as sleep } from 'node:timers/promises';
import { order } from '../order.ts';
import type { Ask, Finished } from '../way.ts';

const EVERY_MS = 2000;

export function createAsk(origin: string): Ask {
  return async (work) => wait(origin, await order(origin, work));
}

/** Asks every two seconds. A question that fails is asked again at the next turn. */
export async function wait(origin: string, reportId: string): Promise<Finished> {
  for (;;) {
    await sleep(EVERY_MS);
    const answer = await fetch(`${origin}/reports/${reportId}`).catch(() => undefined);
    if (!answer?.ok) continue;
    const report = (await answer.json()) as Finished & { status: string };
    if (report.status === 'SUCCEEDED') return report;
  }
}
