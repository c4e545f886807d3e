import { enableCompileCache } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

// Amplify is a lot of code: compiled once, it starts sooner.
enableCompileCache(fileURLToPath(new URL('../.local/compile-cache', import.meta.url)));
const { main } = await import('./cli/main.ts');

// As the package's bin, this is imported by a file of the bin's name.
const calledAs = path.parse(process.argv[1] ?? '').name;
const programName = calledAs === 'cli' ? 'npm run report --' : calledAs;

// Amplify's handshake timer, never cleared, would hold the process for 15 seconds after everything is done.
process.exit(await main(process.argv.slice(2), process, programName));
