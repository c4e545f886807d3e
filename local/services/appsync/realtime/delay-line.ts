import type { Clock } from '../../../host.ts';

/** Calls back after one fixed delay, for any number of callers, with one timer of the clock. */
export interface DelayLine extends Disposable {
  /** Calls `callback` once after the line's delay; disposing what it returns cancels that. */
  add(callback: () => void): Disposable;
}

interface Waiting {
  readonly dueAtMs: number;
  readonly callback: () => void;
}

/**
 * A line of callers that all wait `delayMs`. As the delay is the same for all, they are due in the
 * order they came, and only the first needs a timer: ten thousand sockets cost one.
 */
export function createDelayLine(clock: Clock, delayMs: number): DelayLine {
  const line = new Set<Waiting>(); // keeps the order of insertion
  let timer: Disposable | undefined;
  return {
    add(callback) {
      const waiting = { dueAtMs: clock.now() + delayMs, callback };
      line.add(waiting);
      arm();
      return { [Symbol.dispose]: () => leave(waiting) };
    },
    [Symbol.dispose]() {
      line.clear();
      disarm();
    },
  };

  function leave(waiting: Waiting): void {
    line.delete(waiting);
    if (line.size === 0) disarm();
  }

  function arm(): void {
    const first = line.values().next().value;
    if (timer || !first) return;
    timer = clock.after(Math.max(0, first.dueAtMs - clock.now()), fire);
  }

  function disarm(): void {
    timer?.[Symbol.dispose]();
    timer = undefined;
  }

  function fire(): void {
    timer = undefined;
    const nowMs = clock.now();
    // Callers that come back during the loop are appended, are not due yet, and end it.
    for (const waiting of line) {
      if (waiting.dueAtMs > nowMs) break;
      line.delete(waiting);
      waiting.callback();
    }
    arm();
  }
}
