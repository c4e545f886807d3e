import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Log } from '../../host.ts';

const REAPER_FILE = fileURLToPath(new URL('./runtime/reaper.mjs', import.meta.url));
// assumed: a reaper that keeps dying will not stay the next time either.
const MAX_RESTARTS = 3;

/** Kills the process groups it watches when this process dies, however it dies. */
export interface Reaper extends Disposable {
  watch(pid: number): void;
  unwatch(pid: number): void;
}

/** Starts its own small process with the first group to watch; disposing ends it and kills what is still watched. */
export function createReaper(log: Log): Reaper {
  const watched = new Set<number>();
  let child: ChildProcess | undefined;
  let restarts = 0;
  let disposed = false;

  return {
    watch(pid) {
      watched.add(pid);
      if (child) tell(`+${pid}`);
      else start();
    },
    unwatch(pid) {
      watched.delete(pid);
      tell(`-${pid}`);
    },
    [Symbol.dispose]() {
      disposed = true;
      child?.stdin?.end();
    },
  };

  function start(): void {
    // Its own session, so that Ctrl-C in the terminal does not end it before the processes it watches.
    child = spawn(process.execPath, [REAPER_FILE], {
      stdio: ['pipe', 'ignore', 'ignore'],
      env: {},
      detached: true,
    });
    child.unref();
    child.stdin?.on('error', () => {}); // an ending reaper is handled below
    child.once('error', onEnd).once('exit', onEnd);
    for (const pid of watched) tell(`+${pid}`);
  }

  function onEnd(): void {
    child = undefined;
    if (disposed || watched.size === 0) return;
    if (restarts++ < MAX_RESTARTS) start();
    else log.error('the reaper keeps ending: a killed local cloud may leave functions running');
  }

  function tell(line: string): void {
    child?.stdin?.write(`${line}\n`);
  }
}
