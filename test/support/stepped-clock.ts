import { systemClock, type Clock } from '../../local/host.ts';

/** The machine's clock, which a test can put forward: what is due by then happens at once, in order. */
export interface SteppedClock extends Clock {
  forward(ms: number): void;
}

export function createSteppedClock(): SteppedClock {
  let aheadMs = 0;
  const timers = new Set<{ dueAtMs: number; run: () => void }>();
  const now = (): number => systemClock.now() + aheadMs;
  return {
    now,
    after(delayMs, callback) {
      const timer = {
        dueAtMs: now() + delayMs,
        run() {
          if (!timers.delete(timer)) return;
          waiting[Symbol.dispose]();
          callback();
        },
      };
      const waiting = systemClock.after(delayMs, timer.run);
      timers.add(timer);
      return {
        [Symbol.dispose]() {
          timers.delete(timer);
          waiting[Symbol.dispose]();
        },
      };
    },
    forward(ms) {
      aheadMs += ms;
      const due = [...timers].filter(({ dueAtMs }) => dueAtMs <= now());
      for (const { run } of due.sort((a, b) => a.dueAtMs - b.dueAtMs)) run();
    },
  };
}
