import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** `npm run bench -- <name> [options]`: runs `bench/<name>/index.ts`, which prints a table. */
const here = import.meta.dirname;
const [name, ...args] = process.argv.slice(2);
const names = readdirSync(here).filter((entry) => existsSync(path.join(here, entry, 'index.ts')));

if (!name || !names.includes(name)) {
  console.error(`npm run bench -- <name>, where <name> is one of: ${names.join(', ')}`);
  process.exitCode = 2;
} else {
  const { run } = (await import(`./${name}/index.ts`)) as {
    run: (args: string[]) => Promise<void>;
  };
  await run(args);
}
