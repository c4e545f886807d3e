import { availableParallelism, cpus, loadavg } from 'node:os';

/** What figures were measured on, for the line above them. */
export function describeMachine(): string {
  const [cpu] = cpus();
  const load = loadavg()[0]?.toFixed(1) ?? '?';
  return (
    `${availableParallelism()} CPUs (${cpu?.model.trim() ?? 'unknown'}), ` +
    `node ${process.version}, load average ${load} before`
  );
}
