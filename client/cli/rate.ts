import type { Report } from '../types.ts';

const WINDOW_MS = 10_000;
/** Less is too short to say how fast anything is. */
const MIN_SPAN_MS = 1_000;
const MS_PER_SECOND = 1000;

/** How fast rows come, by what has been seen of one report lately. */
export interface RateMeter {
  see(report: Report): void;
  /** Rows a second; undefined when too little has been seen. */
  rowsPerSecond(): number | undefined;
}

/** Makes a meter over any clock that only grows. */
export function createRateMeter(nowMs: () => number): RateMeter {
  let seen: { atMs: number; rows: number }[] = [];
  let attempt = 0;
  return {
    see(report) {
      const rows = report.progress?.rowsWritten;
      if (rows === undefined || report.status !== 'RUNNING') return;
      if (report.attempt !== attempt) seen = []; // an attempt begins anew
      attempt = report.attempt;
      const atMs = nowMs();
      seen = seen.filter((sample) => atMs - sample.atMs <= WINDOW_MS);
      seen.push({ atMs, rows });
    },
    rowsPerSecond() {
      const [first] = seen;
      const last = seen.at(-1);
      if (!first || !last || last.atMs - first.atMs < MIN_SPAN_MS) return undefined;
      return ((last.rows - first.rows) * MS_PER_SECOND) / (last.atMs - first.atMs);
    },
  };
}
