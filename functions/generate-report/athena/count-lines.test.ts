import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countLines, sampleLines } from './count-lines.ts';

function chunksOf(text: string, size: number): AsyncIterable<Uint8Array> {
  const bytes = Buffer.from(text);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
  return (async function* () {
    yield* chunks;
    await Promise.resolve();
  })();
}

test('a row is a line whose end is in no quotes, wherever the bytes are cut', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', '\n', '\r', ',', 'é'), maxLength: 6 });
  const row = fc.array(cell, { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.array(row), fc.integer({ min: 1, max: 7 }), async (rows, size) => {
      const lines = rows.map((cells) =>
        cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(','),
      );
      const text = lines.map((line) => `${line}\r\n`).join('');

      expect(await countLines(chunksOf(text, size))).toBe(rows.length);
    }),
  );
});

test('a sample is read no further than it must be', async () => {
  const text = 'a,b\r\n'.repeat(1000);

  expect(await sampleLines(chunksOf(text, 50), 120)).toEqual({ rows: 30, bytes: 150 });
  expect(await sampleLines(chunksOf(text, 50), 1e9)).toEqual({ rows: 1000, bytes: text.length });
});
