import type { Browser, Page } from 'playwright-core';

/** What a page's main thread did while something happened. */
export interface MainThread {
  /** Tasks that took a millisecond of the processor or more, in milliseconds, shortest first. */
  readonly tasksMs: readonly number[];
  /** How far things moved without being asked to: the sum of all layout shifts. */
  readonly layoutShift: number;
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  /** Of the thread's own clock: what other processes took meanwhile is not in it. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly data?: { readonly frames?: unknown } };
}

const SHORTEST_MS = 1;

/** Records the page's tasks and layout shifts while `happens` runs. */
export async function recordMainThread(
  browser: Browser,
  page: Page,
  happens: () => Promise<void>,
): Promise<MainThread> {
  await page.evaluate(() => {
    const seen = window as unknown as { shifts: number };
    seen.shifts = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        seen.shifts += (entry as PerformanceEntry & { value: number }).value;
      }
    }).observe({ type: 'layout-shift' });
  });
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', '__metadata'] });
  await happens();
  const trace = await browser.stopTracing();
  const layoutShift = await page.evaluate(() => (window as unknown as { shifts: number }).shifts);
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  return { tasksMs: tasksOf(traceEvents), layoutShift };
}

/** Of the renderer that worked most: each page has one, and idle ones are about. */
function tasksOf(events: readonly TraceEvent[]): number[] {
  const renderers = events.filter(
    ({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain',
  );
  const tasks = renderers.map(({ pid, tid }) =>
    events
      .filter((event) => event.pid === pid && event.tid === tid && /RunTask$/.test(event.name))
      .map(({ dur = 0, tdur = dur }) => tdur / 1000)
      .filter((ms) => ms >= SHORTEST_MS)
      .sort((a, b) => a - b),
  );
  const sum = (list: readonly number[]) => list.reduce((total, ms) => total + ms, 0);
  return tasks.sort((a, b) => sum(b) - sum(a))[0] ?? [];
}

/** The value that a share of the sorted list does not exceed. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
