/** Time as the client sees it, so that tests can hold it. All values are milliseconds. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `callback` once after `delayMs`; disposing cancels it. */
  after(delayMs: number, callback: () => void): Disposable;
}

/** The machine's clock. Its timers keep a Node process alive: somebody is waiting for them. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
};
