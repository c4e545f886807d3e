#!/usr/bin/env node
// The command line as a bin: `npx appsync-reports` here, or `npm link` and `appsync-reports` anywhere on this machine.
// Not TypeScript itself, as the Node that runs it is whatever the machine has.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** The Node this project pins, whose type stripping client/cli.ts needs. */
const pinned = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
const [major = 0] = process.versions.node.split('.').map(Number);

if (major >= 24) {
  await import('./cli.ts');
} else if (existsSync(pinned)) {
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const child = spawn(pinned, args, { stdio: 'inherit' });
  // Ctrl-C reaches the child by itself, which decides; being told to end is passed on.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code) => process.exit(code ?? 1));
} else {
  process.stderr.write(
    `Node ${process.versions.node} cannot run this. Use Node 24, or run npm ci in the project, which brings it.\n`,
  );
  process.exit(2);
}
