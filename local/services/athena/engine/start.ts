import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { toError } from '../../../errors.ts';
import { systemFailure } from '../errors.ts';
import type { EngineJob, EngineMessage } from './messages.ts';

const SCRIPT = fileURLToPath(new URL('./process.ts', import.meta.url));

/** What a job came to. */
export type EngineOutcome = Exclude<EngineMessage, { kind: 'progress' }>;

/** Runs a job in a process of its own; an abort kills it, and rejects with the signal's reason. */
export function runEngine(
  job: EngineJob,
  signal: AbortSignal,
  onProgress: (scannedBytes: number) => void,
): Promise<EngineOutcome> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(toError(signal.reason));
    // Nothing of this machine's environment: the query is somebody's own words.
    const child = fork(SCRIPT, {
      execArgv: [],
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    let outcome: EngineOutcome | undefined;
    const stop = (): void => void child.kill('SIGKILL');
    signal.addEventListener('abort', stop, { once: true });
    child.on('message', (message: EngineMessage) => {
      if (message.kind === 'progress')
        onProgress(Math.round(message.totalBytes * message.fraction));
      else outcome = message;
    });
    child.on('error', (error) => settle(() => reject(error)));
    child.on('exit', (code, killedBy) =>
      settle(() => {
        if (signal.aborted) return reject(toError(signal.reason));
        if (outcome) return resolve(outcome);
        reject(systemFailure(`the query's process ended early (${killedBy ?? code})`));
      }),
    );
    child.send(job);

    function settle(end: () => void): void {
      signal.removeEventListener('abort', stop);
      end();
    }
  });
}
