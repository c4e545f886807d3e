import { spawn } from 'node:child_process';

/** How a process ended that had only so long. */
export interface Ended {
  readonly isOverLimit: boolean;
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  /** The last thing it sent. */
  readonly message: unknown;
}

export interface LimitedOptions {
  readonly limitMs: number;
  /** Where its standard output goes: 1 is ours, 2 our standard error. */
  readonly stdout: 1 | 2;
  /** Ends it before its time. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a Node script, with all that it starts, for `limitMs` at most. Suites wait for processes of their own and cannot
 * look at a clock meanwhile: so they are a process group, and it is ended from outside, whole.
 */
export async function runLimited(
  script: string,
  args: readonly string[],
  { limitMs, stdout, signal }: LimitedOptions,
): Promise<Ended> {
  const child = spawn(process.execPath, [script, ...args], {
    detached: true, // the head of a group of its own
    stdio: ['ignore', stdout, 'inherit', 'ipc'],
  });
  let message: unknown;
  let isOverLimit = false;
  child.on('message', (sent) => (message = sent));
  const limit = setTimeout(() => {
    isOverLimit = true;
    endGroup(child.pid);
  }, limitMs);
  const onAbort = (): void => endGroup(child.pid);
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject).once('close', resolve);
    });
    return { isOverLimit, exitCode, message };
  } finally {
    clearTimeout(limit);
    signal?.removeEventListener('abort', onAbort);
    endGroup(child.pid); // what a suite that failed has left
  }
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
