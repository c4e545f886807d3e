/** Time as the local cloud sees it, so that tests can hold or compress it. All values are milliseconds. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `callback` once after `delayMs`; disposing cancels it. Never keeps the process alive. */
  after(delayMs: number, callback: () => void): Disposable;
}

/** Where the local cloud writes what it does: one line per call, fields as JSON. */
export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
};

/** A clock that runs `factor` times as fast as the machine's: an hour passes in an hour / factor. */
export function scaledClock(factor: number, base: Clock = systemClock): Clock {
  const startedAt = base.now();
  return {
    now: () => startedAt + (base.now() - startedAt) * factor,
    after: (delayMs, callback) => base.after(delayMs / factor, callback),
  };
}

/** Resolves after `delayMs` by `clock`; rejects with the signal's reason when it is aborted first. */
export function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const timer = clock.after(delayMs, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    const onAbort = (): void => {
      timer[Symbol.dispose]();
      reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** A log that writes nothing. */
export const silentLog: Log = { info() {}, warn() {}, error() {} };
