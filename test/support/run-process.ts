import { spawn } from 'node:child_process';

/** How a process ended and what it said. */
export interface EndedProcess {
  readonly code: number | null;
  /** Standard output and standard error as they came. */
  readonly output: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 60_000;

/** Runs Node with `args` to its end, without blocking the cloud that lives in this process. */
export function runNode(args: readonly string[], options: RunOptions): Promise<EndedProcess> {
  const { cwd, env, timeoutMs: timeout = DEFAULT_TIMEOUT_MS } = options;
  const child = spawn(process.execPath, [...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout,
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => void (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => void (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
