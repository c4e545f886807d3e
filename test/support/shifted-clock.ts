import { systemClock, type Clock } from '../../local/host.ts';

/** The machine's clock, which a test can put forward: what was to happen until then is not made up for. */
export interface ShiftedClock extends Clock {
  forward(seconds: number): void;
}

export function createShiftedClock(): ShiftedClock {
  let aheadMs = 0;
  return {
    now: () => systemClock.now() + aheadMs,
    after: (delayMs, callback) => systemClock.after(delayMs, callback),
    forward: (seconds) => void (aheadMs += seconds * 1000),
  };
}
