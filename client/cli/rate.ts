import type { Report } from '../types.ts';

const WINDOW_MS = 10_000;
/** Less is too short to say how fast anything is. */
const MIN_SPAN_MS = 1_000;
const MS_PER_SECOND = 1000;

/** How much comes in a second. */
export interface Rate {
  readonly rows: number;
  readonly bytes: number;
}

/** How fast a report comes, by what has been seen of it lately. */
export interface RateMeter {
  see(report: Report): void;
  /** Undefined when too little has been seen. */
  rate(): Rate | undefined;
}

/** Makes a meter over any clock that only grows. */
export function createRateMeter(nowMs: () => number): RateMeter {
  let seen: { atMs: number; rows: number; bytes: number }[] = [];
  let attempt = 0;
  return {
    see({ progress, status, ...report }) {
      if (!progress || status !== 'RUNNING') return;
      if (report.attempt !== attempt) seen = []; // an attempt begins anew
      attempt = report.attempt;
      const atMs = nowMs();
      seen = seen.filter((sample) => atMs - sample.atMs <= WINDOW_MS);
      seen.push({ atMs, rows: progress.rowsWritten, bytes: progress.bytesWritten });
    },
    rate() {
      const [first] = seen;
      const last = seen.at(-1);
      if (!first || !last || last.atMs - first.atMs < MIN_SPAN_MS) return undefined;
      const seconds = (last.atMs - first.atMs) / MS_PER_SECOND;
      return {
        rows: (last.rows - first.rows) / seconds,
        bytes: (last.bytes - first.bytes) / seconds,
      };
    },
  };
}
