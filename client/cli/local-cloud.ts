import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isUnavailable } from '../errors.ts';
import { loadOutputs, type AmplifyOutputs } from '../outputs.ts';
import { CliError } from './cli-error.ts';
import { EXIT_NO_SERVICE } from './exit-codes.ts';

/** Where `npm start` listens when nothing else is said. */
export const LOCAL_URL = 'http://localhost:4000';

const UP_WITHIN_MS = 90_000;
const DOWN_WITHIN_MS = 10_000;
const ASK_EVERY_MS = 200;
const MAX_KEPT_CHARACTERS = 4_000;

export interface LocalCloudOptions {
  readonly signal?: AbortSignal;
  /** What to run, from the project's root, and where it will answer. */
  readonly args?: readonly string[];
  readonly url?: string;
}

/** A local cloud this process started; disposing stops it. Its reports stay. */
export interface LocalCloud extends AsyncDisposable {
  readonly outputs: AmplifyOutputs;
}

/** Starts the local cloud and waits until it answers; throws `CliError` with its words when it ends instead. */
export async function startLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const { signal, args = ['local/cli.ts', '--no-page'], url = LOCAL_URL } = options;
  const root = fileURLToPath(new URL('../../', import.meta.url));
  // A group of its own: Ctrl-C is for this command, which then stops the cloud in order.
  const child = spawn(process.execPath, [...args], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-MAX_KEPT_CHARACTERS);
  });
  child.on('error', (error) => (said += error.message));
  const killAtExit = (): void => void child.kill('SIGTERM');
  process.once('exit', killAtExit);
  const stop = async (): Promise<void> => {
    await stopChild(child);
    process.off('exit', killAtExit);
  };
  try {
    const check = (): void => {
      if (!hasEnded(child)) return;
      throw new CliError(`The local cloud did not start.\n${said.trim()}`, {
        exitCode: EXIT_NO_SERVICE,
      });
    };
    const outputs = await outputsWhenUp(url, { ...(signal ? { signal } : {}), check });
    return { outputs, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Asks for `/amplify_outputs.json` until it is there; `check` runs before each try and may throw. */
export async function outputsWhenUp(
  url: string,
  { signal, check }: { readonly signal?: AbortSignal; readonly check?: () => void } = {},
): Promise<AmplifyOutputs> {
  const giveUpAtMs = performance.now() + UP_WITHIN_MS;
  for (;;) {
    check?.();
    try {
      return await loadOutputs(`${url}/amplify_outputs.json`, signal ? { signal } : {});
    } catch (error) {
      if (!isUnavailable(error) || performance.now() > giveUpAtMs) throw error;
      await sleep(ASK_EVERY_MS);
    }
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = new AbortController();
  const tooLong = sleep(DOWN_WITHIN_MS, 'late', { signal: late.signal }).catch(() => 'ended');
  if ((await Promise.race([ended, tooLong])) === 'late') child.kill('SIGKILL');
  late.abort();
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}
