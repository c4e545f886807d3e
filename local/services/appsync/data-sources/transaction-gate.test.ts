import { expect, test } from 'vitest';
import { createTransactionGate } from './transaction-gate.ts';

/** Work that begins when it is let in and ends when it is told to. */
function workOf(name: string, told: string[]) {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const work = async (): Promise<string> => {
    told.push(`${name} begins`);
    await promise;
    told.push(`${name} ends`);
    return name;
  };
  return { work, end: () => resolve(undefined) };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a transaction waits for what runs and holds up what comes', async () => {
  const gate = createTransactionGate();
  const told: string[] = [];
  const a = workOf('a', told);
  const b = workOf('b', told);
  const c = workOf('c', told);
  const transaction = workOf('transaction', told);
  const outcomes = [
    gate.shared(a.work),
    gate.shared(b.work),
    gate.exclusive(transaction.work),
    gate.shared(c.work),
  ];
  for (const each of [b, a, transaction, c]) {
    await turn();
    each.end();
  }

  expect(await Promise.all(outcomes)).toEqual(['a', 'b', 'transaction', 'c']);
  expect(told).toEqual([
    'a begins',
    'b begins',
    'b ends',
    'a ends',
    'transaction begins',
    'transaction ends',
    'c begins',
    'c ends',
  ]);
});

test('work that fails holds up nobody', async () => {
  const gate = createTransactionGate();
  const broken = (): Promise<never> => Promise.reject(new Error('broken'));
  const failed = [gate.shared(broken), gate.exclusive(broken)].map((work) =>
    work.catch(() => 'failed'),
  );

  expect(await Promise.all(failed)).toEqual(['failed', 'failed']);
  expect(await gate.exclusive(() => Promise.resolve('fine'))).toBe('fine');
});
