import { createHash, randomBytes } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { createDigestThreads, type DigestThreads } from './digest-threads.ts';
import { startDigests, type DigestChoice } from './digests.ts';

const choice: DigestChoice = {
  md5: true,
  sha256: true,
  checksums: ['CRC32', 'CRC32C', 'CRC64NVME'],
};

let threads: DigestThreads | undefined;
afterEach(() => threads?.[Symbol.asyncDispose]());

function digestHere(...pieces: Buffer[]) {
  const running = startDigests(choice);
  for (const piece of pieces) running.update(piece);
  return running.digest();
}

describe('createDigestThreads', () => {
  test('gives payloads that come at once the digests this thread would', async () => {
    threads = createDigestThreads(2);
    const payloads = Array.from({ length: 5 }, () =>
      Array.from({ length: 4 }, (_, index) => randomBytes(100_000 + index)),
    );

    const given = await Promise.all(
      payloads.map(async (pieces) => {
        using running = (threads as DigestThreads).start(choice);
        for (const piece of pieces) await running.update(piece);
        return await running.digest();
      }),
    );

    for (const [index, pieces] of payloads.entries()) {
      const { md5, sha256, checksums } = given[index] ?? digestHere();
      const here = digestHere(...pieces);
      expect(Buffer.from(md5)).toEqual(here.md5);
      expect({ sha256, checksums }).toEqual({ sha256: here.sha256, checksums: here.checksums });
    }
  });

  test('serves the oldest payload first, and the pieces of each in their order', async () => {
    threads = createDigestThreads(1);
    const [older, newer] = [threads.start(choice), threads.start(choice)];
    const settled: string[] = [];
    const piece = randomBytes(1024 ** 2);
    const note = (name: string, update: Promise<void>) => update.then(() => settled.push(name));

    await Promise.all([
      ...[1, 2, 3].map((at) => note(`newer ${at}`, newer.update(piece))),
      ...[1, 2, 3].map((at) => note(`older ${at}`, older.update(piece))),
    ]);

    // Two of the newer were in the port before the older one asked.
    expect(settled).toEqual(['newer 1', 'newer 2', 'older 1', 'older 2', 'older 3', 'newer 3']);
  });

  test('rejects what waits when it ends, and what comes after in a new thread is served', async () => {
    threads = createDigestThreads(1);
    const running = threads.start(choice);
    const updates = [1, 2, 3, 4].map(() => running.update(randomBytes(1024 ** 2)));
    const outcomes = Promise.allSettled(updates);

    await threads[Symbol.asyncDispose]();
    using later = threads.start(choice);
    await later.update(Buffer.from('abc'));

    expect((await outcomes).at(-1)?.status).toBe('rejected');
    const { md5 } = await later.digest();
    expect(Buffer.from(md5).toString('hex')).toBe(createHash('md5').update('abc').digest('hex'));
  });
});
