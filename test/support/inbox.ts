/** Collects what a subscription delivers, so that a test can wait for a message or show that none came. */
export function createInbox<T>() {
  const received: T[] = [];
  const waiting: (() => void)[] = [];
  return {
    received,
    push(message: T): void {
      received.push(message);
      for (const wake of waiting.splice(0)) wake();
    },
    /** Resolves with the first message that fits, whether it came before or is still to come. */
    async first(fits: (message: T) => boolean, timeoutMs: number): Promise<T> {
      const deadline = performance.now() + timeoutMs;
      for (;;) {
        const found = received.find(fits);
        if (found !== undefined) return found;
        const leftMs = deadline - performance.now();
        if (leftMs <= 0) {
          throw new Error(`no such message in ${timeoutMs} ms; there were ${received.length}`);
        }
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, leftMs);
          waiting.push(() => {
            clearTimeout(timer);
            resolve();
          });
        });
      }
    },
  };
}
