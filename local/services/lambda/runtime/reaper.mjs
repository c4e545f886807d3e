// Ends execution environments whose service died without a chance to end them itself. It holds a pipe from the service and the
// list of its environments; when the pipe closes, the service is gone, and every process group on the list is killed: also
// frozen ones and ones in an endless loop, which cannot notice anything themselves.
import { createInterface } from 'node:readline';

const environments = new Set();

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const pid = Number(line.slice(1));
    if (line.startsWith('+')) environments.add(pid);
    else environments.delete(pid);
  })
  .on('close', () => {
    for (const pid of environments) {
      try {
        process.kill(-pid, 'SIGKILL');
      } catch {
        // Already gone, which is what was wanted.
      }
    }
  });
