import { expect, test } from 'vitest';
import { createRereader, type RereaderOptions } from './rereader.ts';
import { createManualClock, settle } from './test-bed.ts';

function setUp(options: Partial<RereaderOptions<number>> = {}) {
  const clock = createManualClock();
  const reads: PromiseWithResolvers<number>[] = [];
  const rows: number[] = [];
  const rereader = createRereader<number>({
    clock,
    random: () => 1,
    read() {
      const one = Promise.withResolvers<number>();
      reads.push(one);
      return one.promise;
    },
    onRead: (row) => rows.push(row),
    onFailure: () => 'again',
    nextReadMs: () => 10_000,
    ...options,
  });
  const answer = async (row: number | Error) => {
    const one = reads.at(-1);
    if (row instanceof Error) one?.reject(row);
    else one?.resolve(row);
    await settle();
  };
  return { clock, reads, rows, rereader, answer };
}

test('reads once more when it is told to while a read is under way, and never two at a time', async () => {
  const { reads, rows, rereader, answer } = setUp();
  rereader.readNow();
  rereader.readNow();
  rereader.readNow();
  expect(reads).toHaveLength(1);

  await answer(1);
  expect(reads).toHaveLength(2);

  await answer(2);
  expect(reads).toHaveLength(2);
  expect(rows).toEqual([1, 2]);
});

test('reads on a slow timer, counted from the last news', async () => {
  const { clock, reads, rereader, answer } = setUp();
  rereader.readNow();
  await answer(1);
  await clock.advance(9_000);
  rereader.postpone();

  await clock.advance(9_999);
  expect(reads).toHaveLength(1);

  await clock.advance(1);
  expect(reads).toHaveLength(2);
});

test('tries again after growing waits, and news do not cut them short', async () => {
  const { clock, reads, rereader, answer } = setUp();
  rereader.readNow();
  for (const waitMs of [1_000, 2_000, 4_000, 8_000, 15_000, 15_000]) {
    await answer(new Error('no'));
    rereader.postpone();
    const before = reads.length;
    await clock.advance(waitMs - 1);
    expect(reads).toHaveLength(before);
    await clock.advance(1);
    expect(reads).toHaveLength(before + 1);
  }
});

test('says for how long reads have been failing, and rests when told to stop', async () => {
  const failingForMs: number[] = [];
  const { clock, reads, rereader, answer } = setUp({
    onFailure: (_, ms) => (failingForMs.push(ms) > 1 ? 'stop' : 'again'),
  });
  rereader.readNow();
  await answer(new Error('no'));
  await clock.advance(1_000);
  await answer(new Error('no'));

  await clock.advance(60_000);

  expect(failingForMs).toEqual([0, 1_000]);
  expect(reads).toHaveLength(2);
});

test('tells nothing and sets no timer once it is disposed', async () => {
  const { clock, rows, rereader, answer } = setUp();
  rereader.readNow();
  rereader[Symbol.dispose]();

  await answer(1);

  expect(rows).toEqual([]);
  expect(clock.pending).toBe(0);
});
