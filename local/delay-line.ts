import type { Clock } from './host.ts';

/** Calls back after one fixed delay, for any number of callers, with one timer of the clock. */
export interface DelayLine extends Disposable {
  /** Calls `callback` once after the line's delay; disposing what it returns cancels that. */
  add(callback: () => void): Disposable;
}

/**
 * A line of callers that all wait `delayMs`. As the delay is the same for all, they are due in the order they came,
 * and only the first needs a timer: ten thousand sockets, or as many requests one after the other, cost one.
 */
export function createDelayLine(clock: Clock, delayMs: number): DelayLine {
  const line = new Set<Waiting>(); // keeps the order of insertion
  let timer: Disposable | undefined;
  return {
    add(callback) {
      const waiting = new Waiting(line, clock.now() + delayMs, callback);
      line.add(waiting);
      if (!timer) arm();
      return waiting;
    },
    [Symbol.dispose]() {
      line.clear();
      timer?.[Symbol.dispose]();
      timer = undefined;
    },
  };

  // The timer stays when the first, or all, have left: it finds nobody due, and callers come and go all the time.
  function arm(): void {
    const first = line.values().next().value;
    if (first && !timer) timer = clock.after(Math.max(0, first.dueAtMs - clock.now()), fire);
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

class Waiting implements Disposable {
  readonly dueAtMs: number;
  readonly callback: () => void;
  readonly #line: Set<Waiting>;

  constructor(line: Set<Waiting>, dueAtMs: number, callback: () => void) {
    this.#line = line;
    this.dueAtMs = dueAtMs;
    this.callback = callback;
  }

  [Symbol.dispose](): void {
    this.#line.delete(this);
  }
}
