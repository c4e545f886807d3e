import path from 'node:path';
import process from 'node:process';
import { main } from './cli/main.ts';

// As the package's bin, this is imported by a file of the bin's name.
const calledAs = path.parse(process.argv[1] ?? '').name;
const programName = calledAs === 'cli' ? 'npm run report --' : calledAs;

// Amplify's handshake timer, never cleared, would hold the process for 15 seconds after everything is done.
process.exit(await main(process.argv.slice(2), process, programName));
