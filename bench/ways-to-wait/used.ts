/** What a process has used so far; the peak is since it was asked last. */
export interface Used {
  readonly cpuMs: number;
  readonly rssMb: number;
  readonly peakRssMb: number;
}

const SAMPLE_EVERY_MS = 50;

/** Begins to watch; gives what tells what this process has used, after a garbage collection. */
export function watchUse(): () => Promise<Used> {
  let peak = 0;
  setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), SAMPLE_EVERY_MS).unref();
  return () => {
    globalThis.gc?.();
    const { user, system } = process.cpuUsage();
    const rss = process.memoryUsage.rss();
    const used: Used = {
      cpuMs: (user + system) / 1000,
      rssMb: rss / 1e6,
      peakRssMb: Math.max(peak, rss) / 1e6,
    };
    peak = 0;
    return Promise.resolve(used);
  };
}
