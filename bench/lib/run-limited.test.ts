import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runLimited } from './run-limited.ts';

let directory: string;
beforeAll(() => (directory = mkdtempSync(path.join(tmpdir(), 'run-limited-'))));
afterAll(() => rmSync(directory, { recursive: true }));

function writeScript(name: string, code: string): string {
  const file = path.join(directory, `${name}.mjs`);
  writeFileSync(file, code);
  return file;
}

/** Starts a process that would outlive it, notes its id, and then looks at no clock: as a suite that measures. */
const BUSY = `
  import { execFileSync, spawn } from 'node:child_process';
  import { writeFileSync } from 'node:fs';
  const { pid } = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  writeFileSync(process.argv[2], String(pid));
  execFileSync(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);`;

/** Whether a process is there; one that has ended may be a zombie until somebody asks for it. */
function runs(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return /^[^Z\s]/.test(stdout.trim());
}

test('what a script sends last is told with its exit code', async () => {
  const script = writeScript('sends', 'process.send({ n: 3 }, () => process.exit(7));');

  const ended = await runLimited(script, [], { limitMs: 20_000, stdout: 2 });

  expect(ended).toEqual({ isOverLimit: false, exitCode: 7, message: { n: 3 } });
});

test.each(['limit', 'signal'])(
  'by its %s a script that waits for others is ended, and they with it',
  async (by) => {
    const note = path.join(directory, `${by}.pid`);
    const started = new AbortController();
    const running = runLimited(writeScript(`busy-${by}`, BUSY), [note], {
      limitMs: by === 'limit' ? 4_000 : 60_000,
      stdout: 2,
      signal: started.signal,
    });
    const pid = await vi.waitFor(() => Number(readFileSync(note, 'utf8') || NaN), 10_000);
    expect(runs(pid)).toBe(true);
    if (by === 'signal') started.abort();

    expect(await running).toMatchObject({ isOverLimit: by === 'limit', exitCode: null });
    await vi.waitFor(() => expect(runs(pid)).toBe(false));
  },
);
