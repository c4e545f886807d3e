/** Hands the newest of many items to one reader: what comes while the reader is busy replaces what waits. */
export interface Inbox<Item> {
  put(item: Item): void;
  /** Makes the pending and every later `take` reject; what waits is dropped. */
  fail(error: Error): void;
  /** The newest item, as soon as there is one. */
  take(): Promise<Item>;
}

/** Makes an empty inbox for one reader. */
export function createInbox<Item>(): Inbox<Item> {
  let waiting: { item: Item } | undefined;
  let failure: Error | undefined;
  let wake: (() => void) | undefined;

  return {
    put(item) {
      waiting = { item };
      wake?.();
    },
    fail(error) {
      failure ??= error;
      wake?.();
    },
    async take() {
      for (;;) {
        if (failure) throw failure;
        const taken = waiting;
        waiting = undefined;
        if (taken) return taken.item;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
