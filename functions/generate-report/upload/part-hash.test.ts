import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { buildSync } from 'esbuild';
import { expect, test } from 'vitest';
import { allocateShared, createPartHash } from './part-hash.ts';

const MIB = 1024 * 1024;

function part(letter: string, bytes = MIB): Buffer {
  return allocateShared(bytes).fill(letter);
}

const sha256 = (...parts: Buffer[]) =>
  createHash('sha256').update(Buffer.concat(parts)).digest('hex');

/** Threads of this process: the handles that keep it alive. */
const threads = () => process.getActiveResourcesInfo().filter((kind) => kind === 'MessagePort');

test.each([
  [2, true],
  [2, false],
  [1, true],
  [1, false],
])('parts in order have one digest (cores: %s, savable: %s)', async (cores, isSavable) => {
  const hash = await createPartHash({ isSavable }, cores);
  const parts = [part('a'), part('b', MIB + 7), part('c')];
  const rest = part('rest', 5);
  await Promise.all(parts.map((each) => hash.add(each).hashed));

  expect(await hash.digest(rest)).toBe(sha256(...parts, rest));
  await hash.end();
});

test('a state goes from a thread to a thread and to a file that needs none', async () => {
  const first = await createPartHash({ isSavable: true }, 2);
  await first.add(part('a')).hashed;
  const saved = (await first.save()) ?? '';
  await first.end();
  const [second, third] = [
    await createPartHash({ isSavable: true, saved }, 2),
    await createPartHash({ isSavable: true, saved }, 2),
  ];
  await second.add(part('b')).hashed;

  expect(await second.digest(part('c', 3))).toBe(sha256(part('a'), part('b'), part('c', 3)));
  expect(await third.digest(part('d', 3))).toBe(sha256(part('a'), part('d', 3)));
  await second.end();
});

test('a part may be written over once it is hashed, and not before', async () => {
  const hash = await createPartHash({ isSavable: false }, 2);
  const buffer = part('a', 8 * MIB);
  await hash.add(buffer).hashed;
  buffer.fill('b');
  await hash.add(buffer).hashed;
  buffer.fill('c');

  expect(await hash.digest(part('', 0))).toBe(sha256(part('a', 8 * MIB), part('b', 8 * MIB)));
  await hash.end();
});

test('the thread gives the CRC32 of all parts but the first, whose upload need not wait', async () => {
  const hash = await createPartHash({ isSavable: false }, 2);
  const [first, second] = [hash.add(part('a')), hash.add(part('b'))];
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(part('b')));

  expect(first.crc32).toBeUndefined();
  expect(await second.crc32).toBe(bytes.toString('base64'));
  await Promise.all([first.hashed, second.hashed]);
  await hash.end();
});

test('ended in the middle, what waits rejects, and so does what comes later', async () => {
  for (const cores of [1, 2]) {
    const hash = await createPartHash({ isSavable: true }, cores);
    const waiting = ['a', 'b', 'c'].map((letter) => hash.add(part(letter, 8 * MIB)).hashed);
    const settled = Promise.allSettled(waiting);
    await hash.end();
    await hash.end();

    expect((await settled).at(-1)).toMatchObject({ status: 'rejected' });
    await expect(hash.add(part('d')).hashed).rejects.toThrow('ended');
    await expect(hash.save()).rejects.toThrow('ended');
  }
});

test('a thread that fails rejects what waits with the reason', async () => {
  const hash = await createPartHash({ isSavable: false }, 2);
  const { hashed } = hash.add(part('a'));
  await hashed;
  await hash.digest(part('b', 1));

  // OpenSSL gives a digest once: the second question is an exception in the thread.
  await expect(hash.digest(part('c', 1))).rejects.toMatchObject({
    message: 'The hash failed.',
    cause: expect.objectContaining({ code: 'ERR_CRYPTO_HASH_FINALIZED' }) as Error,
  });
  await hash.end();
});

test('a state of another build is refused before there is a thread', async () => {
  const before = threads().length;

  await expect(createPartHash({ isSavable: true, saved: 'AAAA' }, 2)).rejects.toThrow();
  expect(threads()).toHaveLength(before);
});

test('bundled as for Lambda it finds its thread, and the process ends by itself', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'bundle-'));
  const program = `
    import { allocateShared, createPartHash } from './part-hash.ts';
    const hash = await createPartHash({ isSavable: true }, 2);
    await hash.add(allocateShared(${MIB}).fill('a')).hashed;
    process.stdout.write(await hash.digest(allocateShared(3).fill('b')));
    await hash.end();
  `;
  const entry = path.join(import.meta.dirname, 'hash-worker.ts');
  const options = { bundle: true, platform: 'node', format: 'esm', minify: true } as const;
  buildSync({ ...options, entryPoints: [entry], outfile: path.join(directory, 'hash-worker.mjs') });
  buildSync({
    ...options,
    stdin: { contents: program, resolveDir: import.meta.dirname },
    outfile: path.join(directory, 'index.mjs'),
  });
  const stdout = execFileSync(process.execPath, [path.join(directory, 'index.mjs')], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  rmSync(directory, { recursive: true });

  expect(stdout).toBe(sha256(part('a'), part('b', 3)));
});
