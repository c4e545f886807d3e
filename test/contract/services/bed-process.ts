/** The services in a process of its own, so that it can be killed: prints its address, and runs until then. */
import { flushCompileCache } from 'node:module';
import { startBed } from './bed.ts';

const { origin } = await startBed({ directory: process.argv[2] ?? '' });
process.stdout.write(`${origin}\n`);
// A kill leaves no time for it, and the next start is twice as fast.
flushCompileCache();
// Nobody is to find it later: it ends with whoever started it.
process.stdin.resume().once('end', () => process.exit());
