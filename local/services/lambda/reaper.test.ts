import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { eventually, functionConfig, isAlive, startService } from './fixtures/harness.ts';

test('a kill of the service takes every function with it, and loses no queued event', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'lambda-'));
  const script = fileURLToPath(new URL('./fixtures/doomed-parent.ts', import.meta.url));
  const parent = spawn(process.execPath, [script, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pids = await new Promise<number[]>((resolve) => {
    parent.stdout.once('data', (chunk: Buffer) =>
      resolve(JSON.parse(chunk.toString()) as number[]),
    );
  });
  expect(pids.map(isAlive)).toEqual([true, true, true, true, true]);

  parent.kill('SIGKILL');

  await eventually(() => !pids.some(isAlive));
  {
    await using next = startService({ directory });
    next.service.createFunction(functionConfig('queued', { handler: 'echo.handler' }));
    await next.service.waitUntilIdle();
    expect(next.lines.map(({ line }) => line)).toContain('{"do":"hang","from":"before the kill"}');
  }
  rmSync(directory, { recursive: true });
});
