/** `run-suite.ts <suite> [options]`: one suite in a process of its own, which sends its figures to bench/run.ts. */
import type { Suite } from './suite.ts';

const [name = '', ...args] = process.argv.slice(2);
// Whoever started it is gone: with it goes all that it started, its process group.
const endAll = (): boolean => process.kill(-process.pid, 'SIGKILL');
process.on('disconnect', endAll);
const suite = (await import(`../${name}/index.ts`)) as Suite;
const figures = await suite.run(args);
process.off('disconnect', endAll);
process.send?.(figures, () => process.disconnect());
