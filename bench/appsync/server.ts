/** `server.ts <contender>`: one server in a process of its own. Tells its port, answers what it used, ends with its parent. */
import type { Used } from './processes.ts';

/** Each loads its own code only. */
const SERVERS: Readonly<Record<string, () => Promise<number>>> = {
  ours: async () => (await import('./servers/ours.ts')).serveOurs(),
  mercurius: async () => (await import('./servers/mercurius.ts')).serveMercurius(0),
  'mercurius jit': async () => (await import('./servers/mercurius.ts')).serveMercurius(1),
  yoga: async () => (await import('./servers/yoga.ts')).serveYoga(),
  bare: async () => (await import('./servers/bare.ts')).serveBare(),
};

const serve = SERVERS[process.argv[2] ?? ''];
if (!serve) throw new Error(`No contender is called ${process.argv[2] ?? ''}.`);
process.on('disconnect', () => process.exit());
const port = await serve();
let peakRss = 0;
setInterval(() => (peakRss = Math.max(peakRss, process.memoryUsage.rss())), 50).unref();
process.on('message', ({ collect }: { collect: boolean }) => {
  if (collect) globalThis.gc?.();
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
