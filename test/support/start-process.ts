import { spawn, type ChildProcess } from 'node:child_process';

/** `npm start`'s own process, started as npm starts it. */
export interface StartedProcess {
  readonly child: ChildProcess;
  readonly apiOrigin: string;
  readonly awsOrigin: string;
  /** Everything it has printed. */
  output(): string;
  /** Sends a signal and resolves with the exit code, or null when the signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

const UP_TIMEOUT_MS = 40_000;

/** Starts `node local/cli.ts` on free ports, here or in a copy, and waits until it says that it runs. */
export async function startProcess(
  args: readonly string[] = [],
  cwd = process.cwd(),
): Promise<StartedProcess> {
  const all = ['local/cli.ts', '--port', '0', '--aws-port', '0', '--no-page', ...args];
  const child = spawn(process.execPath, all, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => void (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => void (text += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await until(() => text.includes('Ctrl-C stops it') || child.exitCode !== null);
  const found = (pattern: RegExp): string => {
    const [, value] = pattern.exec(text) ?? [];
    if (value === undefined) throw new Error(`the local cloud did not start:\n${text}`);
    return value;
  };
  return {
    child,
    apiOrigin: found(/(http:\S+)\/graphql/),
    awsOrigin: found(/AWS_ENDPOINT_URL=(\S+)/),
    output: () => text,
    end(signal) {
      child.kill(signal);
      return exited;
    },
  };
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + UP_TIMEOUT_MS;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error('the local cloud did not come up in time');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
