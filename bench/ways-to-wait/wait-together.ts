import { setTimeout as sleep } from 'node:timers/promises';
import { nowMs } from './ask-one.ts';
import type { Finished, WayClient, Work } from './ways/way.ts';
import { subscribe } from './ways/our-client/crowd.ts';

/** Many clients that wait at once; they come one after another within `spreadMs`. */
export interface CrowdJob {
  readonly kind: 'crowd';
  readonly origin: string;
  readonly clients: number;
  readonly spreadMs: number;
  /** What they wait for; where a report has no second waiter, each asks for `work` itself. */
  readonly reportId: string;
  readonly work: Work;
  readonly giveUpMs: number;
}

export interface CrowdMeasured {
  /** From ready to known, of each client that waited before it was ready. */
  readonly toldAfterMs: readonly number[];
  /** Came when the report was finished already. */
  readonly late: number;
  readonly lost: number;
  /** The first reasons of those lost. */
  readonly why: readonly string[];
}

export async function waitTogether(
  job: CrowdJob,
  client: WayClient,
  authorization: string | undefined,
): Promise<CrowdMeasured> {
  const { origin } = job;
  const wait = async (): Promise<Finished> => {
    if (authorization !== undefined) {
      const { told } = await subscribe(origin, job.reportId, authorization);
      return told;
    }
    return client.wait ? client.wait(origin, job.reportId) : client.createAsk(origin)(job.work);
  };
  const toldAfterMs: number[] = [];
  const why: string[] = [];
  let late = 0;
  const one = async (n: number): Promise<void> => {
    await sleep((n * job.spreadMs) / job.clients);
    const cameAtMs = nowMs();
    try {
      const { finishedAt } = await Promise.race([wait(), giveUp(job.giveUpMs)]);
      const finishedAtMs = Date.parse(finishedAt);
      if (finishedAtMs < cameAtMs) late += 1;
      else toldAfterMs.push(nowMs() - finishedAtMs);
    } catch (error) {
      why.push(String(error));
    }
  };
  await Promise.all(Array.from({ length: job.clients }, (_, n) => one(n)));
  return { toldAfterMs, late, lost: why.length, why: why.slice(0, 3) };
}

function giveUp(afterMs: number): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error('never told')), afterMs).unref();
  });
}
