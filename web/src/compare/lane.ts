/** One way of getting the report, as it goes. */
export interface Lane {
  readonly state: 'idle' | 'running' | 'arrived' | 'failed';
  /** How long it took, once it has ended. */
  readonly tookMs?: number;
  readonly steps: readonly LaneStep[];
  /** Rows so far of all rows, while they are told. */
  readonly progress?: { readonly rows: number; readonly of: number };
  /** The link to the file. */
  readonly download?: { readonly url: string; readonly filename: string };
}

/** Something that happened. */
export interface LaneStep {
  readonly atMs: number;
  readonly text: string;
  /** The API's own words. */
  readonly quote?: string;
}

export const IDLE: Lane = { state: 'idle', steps: [] };

/** The lane with one thing more that has happened. */
export function withStep(lane: Lane, atMs: number, text: string, quote?: string): Lane {
  return { ...lane, steps: [...lane.steps, { atMs, text, ...(quote ? { quote } : {}) }] };
}

/** `12.3`: seconds as the timers show them. */
export function formatTimer(ms: number): string {
  return (ms / 1000).toFixed(1);
}
