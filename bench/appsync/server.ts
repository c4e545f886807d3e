/** `server.ts <contender>`: one server in a process of its own. Tells its port, answers what it used, ends with its parent. */
import { serveBare } from './servers/bare.ts';
import { serveMercurius } from './servers/mercurius.ts';
import { serveOurs } from './servers/ours.ts';
import { serveYoga } from './servers/yoga.ts';
import type { Used } from './processes.ts';

const SERVERS: Readonly<Record<string, () => Promise<number>>> = {
  ours: serveOurs,
  mercurius: () => serveMercurius(0),
  'mercurius jit': () => serveMercurius(1),
  yoga: serveYoga,
  bare: serveBare,
};

const serve = SERVERS[process.argv[2] ?? ''];
if (!serve) throw new Error(`No contender is called ${process.argv[2] ?? ''}.`);
process.on('disconnect', () => process.exit());
const port = await serve();
let peakRss = 0;
setInterval(() => (peakRss = Math.max(peakRss, process.memoryUsage.rss())), 50).unref();
process.on('message', () => {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const rss = process.memoryUsage.rss();
  const used: Used = {
    cpuMs: (user + system) / 1000,
    rssMb: rss / 1e6,
    peakRssMb: Math.max(peakRss, rss) / 1e6,
  };
  peakRss = 0;
  process.send?.(used);
});
process.send?.(port);
