/** Time before the function's end that is kept for uploading the last part and handing over, at most. */
const MOST_RESERVED_MS = 60_000;
/** The share of a short function's time that is kept. */
const RESERVED_SHARE = 0.2;
/** Of the reserve: when nothing could be handed over by then, the attempt ends with an error of its own. */
const LAST_CALL_SHARE = 0.4;
/** A part may take this much longer than the one before it. */
const MARGIN = 1.25;

/** When an invocation must hand over to the next, and when it is too late for that. */
export interface Deadline {
  /**
   * Whether the file should be handed over now; asked at each part's end. True in the reserved time, and before it when
   * the next part, taking as long as this one, would not be ready by the last call.
   */
  shouldStop(): boolean;
  /** Milliseconds until it is too late to hand over: the attempt must then end with an error of its own. */
  untilLastCallMs(): number;
  remainingMs(): number;
}

/** A deadline from what Lambda says is left of this invocation, in milliseconds. */
export function createDeadline(remainingMs: () => number): Deadline {
  const reservedMs = Math.min(MOST_RESERVED_MS, remainingMs() * RESERVED_SHARE);
  const lastCallMs = reservedMs * LAST_CALL_SHARE;
  let beforeMs = remainingMs();
  return {
    shouldStop() {
      const leftMs = remainingMs();
      const partMs = beforeMs - leftMs;
      beforeMs = leftMs;
      return leftMs < reservedMs || leftMs - partMs * MARGIN < lastCallMs;
    },
    untilLastCallMs: () => remainingMs() - lastCallMs,
    remainingMs,
  };
}
