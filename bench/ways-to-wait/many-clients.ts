import { percentile } from '../lib/table.ts';
import { order as orderHere } from './ways/order.ts';
import { startProxy, type Traffic } from './counting-proxy.ts';
import { ROWS, type Plan } from './plan.ts';
import { startClients, startServer, type Cloud } from './processes.ts';
import type { Way } from './ways.ts';

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

/** Asks this product's API for a report; others have the id made by the server. */
export type OrderAtAppSync = (delayMs: number) => Promise<string>;

export async function measureManyClients(
  way: Way,
  cloud: Cloud,
  orderAtAppSync: OrderAtAppSync,
  { crowd }: Plan,
): Promise<ManyClientsFigures> {
  using server = way.isAppSync ? undefined : await startServer(way, cloud);
  const target = server?.origin ?? cloud.apiOrigin;
  using proxy = await startProxy(target);
  using clients = await startClients(way, proxy.origin, cloud);
  const work = { amountOfRows: ROWS, delayMs: crowd.workMs };
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
  proxy.take();
  const before = await used();
  const reportId = await orderOf(way, target, orderAtAppSync, work);
  const measured = await clients.waitTogether({
    origin: proxy.origin,
    clients: crowd.clients,
    spreadMs: crowd.spreadMs,
    reportId,
    work,
    giveUpMs: crowd.spreadMs + crowd.workMs + GIVE_UP_MS,
  });
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

/** Not for the synchronous way, where each asks for itself. */
async function orderOf(
  way: Way,
  target: string,
  orderAtAppSync: OrderAtAppSync,
  work: { readonly amountOfRows: number; readonly delayMs: number },
): Promise<string> {
  if (way.isAppSync) return orderAtAppSync(work.delayMs);
  return way.folder === 'synchronous' ? '' : orderHere(target, work);
}
