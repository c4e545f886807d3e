import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A cloud in a process of its own. */
export interface KillableCloud extends AsyncDisposable {
  readonly apiOrigin: string;
  readonly awsOrigin: string;
  readonly bucket: string;
  /** `kill -9`; resolves when the process is gone. */
  kill(): Promise<void>;
}

/** Starts the crowded app on a state directory, with so many generators at once, and waits until it serves. */
export async function startKillableCloud(
  stateDirectory: string,
  concurrency: number,
): Promise<KillableCloud> {
  const child = spawn(
    process.execPath,
    ['test/support/crowded/cloud-process.ts', stateDirectory, String(concurrency)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const kill = (): Promise<void> => killNow(child);
  const ended = once(child, 'exit').then(() => {
    throw new Error('the cloud ended before it served');
  });
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    ended,
  ])) as [string];
  ended.catch(() => undefined); // from here on its end is the test's doing
  const said = JSON.parse(line) as Pick<KillableCloud, 'apiOrigin' | 'awsOrigin' | 'bucket'>;
  return { ...said, kill, [Symbol.asyncDispose]: kill };
}

async function killNow(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
