import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { makeFifo, openPipe, type BytePipe } from './pipe.ts';

const LINES = 1_000_000;
const directory = mkdtempSync(path.join(tmpdir(), 'fifo-'));
let fifos = 0;

afterAll(() => rmSync(directory, { recursive: true }));

/** Another program writes, as DuckDB does: when it likes, in its own sizes. */
async function writtenBy(script: string): Promise<BytePipe> {
  const file = path.join(directory, String(fifos++));
  const pipe = await openPipe(file, makeFifo);
  if (!pipe) throw new Error('no FIFO');
  const writer = spawn('sh', ['-c', script], { env: { ...process.env, FIFO: file } });
  writer.once('close', pipe.endOfWriting);
  return pipe;
}

function linesHash(): string {
  const hash = createHash('sha256');
  for (let n = 1; n <= LINES; n++) hash.update(`${n}\n`);
  return hash.digest('hex');
}

test.each([
  ['that never waits', () => undefined],
  ['that lets the event loop turn', () => turn()],
  ['that now and then waits longer than the buffers last', (n: number) => n % 40 === 0 && sleep(5)],
])('all bytes come once and in order to a reader %s', async (_name, pause) => {
  const pipe = await writtenBy(`seq ${LINES} > "$FIFO"`);
  const hash = createHash('sha256');
  let chunks = 0;
  for await (const chunk of pipe.bytes) {
    await pause(chunks++);
    hash.update(chunk);
  }
  expect(hash.digest('hex')).toBe(linesHash());
});

test('a writer that writes nothing gives no bytes and an end', async () => {
  const pipe = await writtenBy(': > "$FIFO"');
  expect(await Array.fromAsync(pipe.bytes)).toEqual([]);
});

test('a FIFO closed before its end is never taken for a whole one', async () => {
  const pipe = await writtenBy(`seq ${LINES} > "$FIFO"`);
  const reading = (async () => {
    for await (const chunk of pipe.bytes) if (chunk.length > 0) pipe.destroy();
  })();
  await expect(reading).rejects.toThrow('closed before its end');
});

test('a reader that waits for a chunk is told when the FIFO is closed', async () => {
  const pipe = await writtenBy('sleep 1 > "$FIFO"');
  const first = pipe.bytes[Symbol.asyncIterator]().next();
  await turn();
  pipe.destroy();
  await expect(first).rejects.toThrow('closed before its end');
});
