/** Lets a transaction run while no other work of the same gate does. */
export interface TransactionGate {
  /** Work that may run beside other work, but not beside a transaction. */
  shared<T>(work: () => Promise<T>): Promise<T>;
  /** A transaction: begins when all earlier work has ended, and holds up all later work. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
}

/** An open gate. */
export function createTransactionGate(): TransactionGate {
  let lastTransaction: Promise<unknown> = Promise.resolve();
  const running = new Set<Promise<unknown>>();
  const settled = (work: Promise<unknown>): Promise<unknown> => work.catch(() => undefined);
  return {
    shared(work) {
      const started = lastTransaction.then(work);
      const ended = settled(started);
      running.add(ended);
      void ended.then(() => running.delete(ended));
      return started;
    },
    exclusive(work) {
      const earlier = Promise.all([lastTransaction, ...running]);
      const started = earlier.then(work);
      lastTransaction = settled(started);
      return started;
    },
  };
}
