import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LocalError } from './errors.ts';

/**
 * Takes a state directory for this process; a second local cloud on the same directory is refused.
 * A lock left by a process that is gone (kill -9) is taken over.
 */
export function lockState(directory: string): Disposable {
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, 'lock');
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return { [Symbol.dispose]: () => rmSync(file, { force: true }) };
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
      const holder = Number(readFileSync(file, 'utf8'));
      if (isAlive(holder)) {
        throw new LocalError(
          'ERR_STATE_IN_USE',
          `Another local cloud (process ${holder}) uses this state directory. Stop it, or choose another with --state <directory>.`,
          { cause },
        );
      }
      rmSync(file, { force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
