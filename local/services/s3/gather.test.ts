import { describe, expect, test } from 'vitest';
import { gather } from './gather.ts';

const MIB = 1024 ** 2;

/** Bytes that differ from place to place, in memory of their own. */
function chunkOf(bytes: number, seed: number): Buffer {
  const chunk = Buffer.alloc(bytes);
  for (let at = 0; at < bytes; at += 1009) chunk[at] = (seed + at) % 251;
  return chunk;
}

describe('gather', () => {
  test('hands over every byte once and in order, whatever the chunks', async () => {
    const sizes = [1, 65_536, 3 * MIB + 17, 0, MIB, 5];
    const whole = Buffer.concat(sizes.map(chunkOf));
    const handed: Buffer[] = [];
    const pieces = gather((piece) => Promise.resolve(handed.push(Buffer.from(piece))));

    for (const [seed, bytes] of sizes.entries()) await pieces.add(chunkOf(bytes, seed));
    await pieces.end();

    expect(Buffer.concat(handed).equals(whole)).toBe(true);
    expect(handed.map((piece) => piece.length)).toEqual([MIB, MIB, MIB, MIB, 65_559]);
  });

  test('waits when both pieces are in use', async () => {
    const inUse: PromiseWithResolvers<void>[] = [];
    const pieces = gather(() => {
      inUse.push(Promise.withResolvers());
      return (inUse.at(-1) as PromiseWithResolvers<void>).promise;
    });

    await pieces.add(chunkOf(MIB, 1));
    let isAdded = false;
    const added = pieces.add(chunkOf(MIB, 2)).then(() => (isAdded = true));
    await new Promise(setImmediate);
    expect([inUse.length, isAdded]).toEqual([2, false]);

    inUse[0]?.resolve();
    await added;
    inUse[1]?.resolve();
    await pieces.end();
    expect(inUse).toHaveLength(2);
  });

  test('tells whoever adds or ends that a piece could not be used', async () => {
    const pieces = gather(() => Promise.reject(new Error('disk full')));

    await pieces.add(chunkOf(MIB, 1));

    await expect(pieces.end()).rejects.toThrow('disk full');
    await pieces.idle();
  });

  test('gives back the memory of a chunk that is alone in it, and of no other', async () => {
    const alone = Buffer.alloc(65_536);
    const shared = Buffer.alloc(65_536).subarray(0, 10);
    const pieces = gather(() => Promise.resolve());

    await pieces.add(alone);
    await pieces.add(shared);

    expect(alone.length).toBe(0);
    expect(shared.length).toBe(10);
  });
});
