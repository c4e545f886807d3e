import process from 'node:process';
import { main } from './cli/main.ts';

// Amplify's handshake timer, never cleared, would hold the process for 15 seconds after everything is done.
process.exit(await main(process.argv.slice(2), process));
