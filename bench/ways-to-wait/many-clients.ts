import { percentile } from '../lib/table.ts';
import { startProxy, type Traffic } from './counting-proxy.ts';
import { ROWS, type Plan } from './plan.ts';
import { orderAtAppSync } from './order-at-appsync.ts';
import { startClients, startServer, type Cloud } from './processes.ts';
import type { Way } from './ways.ts';
import { order } from './ways/order.ts';
import type { Work } from './ways/way.ts';

/** Many clients that wait for one report at once. */
export interface ManyClientsFigures {
  readonly clients: number;
  readonly traffic: Traffic;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly late: number;
  readonly lost: number;
  readonly why: readonly string[];
  /** Of the server and of the store behind it, from the first client's coming to the last one's knowing. */
  readonly cpuMs: number;
  /** Of both, at the peak over before. */
  readonly memoryMb: number;
}

const GIVE_UP_MS = 15_000;
/** Loads the code of both ends, and lets it be compiled. */
const WARM_UP = { clients: 50, spreadMs: 200, workMs: 300 };

export async function measureManyClients(
  way: Way,
  cloud: Cloud,
  { crowd }: Plan,
): Promise<ManyClientsFigures> {
  using server = way.isAppSync ? undefined : await startServer(way, cloud);
  const target = server?.origin ?? cloud.apiOrigin;
  using proxy = await startProxy(target);
  using clients = await startClients(way, proxy.origin, cloud);
  const used = async () => {
    const parts = await Promise.all([cloud.used(), ...(server ? [server.used()] : [])]);
    const sum = (pick: (part: (typeof parts)[number]) => number): number =>
      parts.reduce((all, part) => all + pick(part), 0);
    return {
      cpuMs: sum((p) => p.cpuMs),
      rssMb: sum((p) => p.rssMb),
      peak: sum((p) => p.peakRssMb),
    };
  };
  const wait = async ({ clients: many, spreadMs, workMs }: Plan['crowd']) => {
    const work = { amountOfRows: ROWS, delayMs: workMs };
    const reportId = await orderOf(way, cloud, target, work);
    const giveUpMs = spreadMs + workMs + GIVE_UP_MS;
    const { origin } = proxy;
    return clients.waitTogether({ origin, clients: many, spreadMs, reportId, work, giveUpMs });
  };
  await wait(WARM_UP);
  proxy.take();
  const before = await used();
  const measured = await wait(crowd);
  const after = await used();
  const { toldAfterMs, ...rest } = measured;
  return {
    ...rest,
    clients: crowd.clients,
    traffic: proxy.take(),
    p50Ms: percentile(toldAfterMs, 50),
    p99Ms: percentile(toldAfterMs, 99),
    cpuMs: after.cpuMs - before.cpuMs,
    memoryMb: after.peak - before.rssMb,
  };
}

/** Nothing for the synchronous way, where each asks for itself. */
async function orderOf(way: Way, cloud: Cloud, target: string, work: Work): Promise<string> {
  if (way.isAppSync) return orderAtAppSync(cloud, work);
  return way.folder === 'synchronous' ? '' : order(target, work);
}
