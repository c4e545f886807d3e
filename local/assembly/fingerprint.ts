import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

const NEVER_INPUT = new Set(['node_modules', '.local', '.git', 'cdk.out', 'dist']);

/**
 * A digest of the contents of files and directories, by their names: equal when a synthesis would read the
 * same. Missing paths count as empty.
 */
export async function fingerprint(root: string, inputs: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of (await Promise.all(inputs.map((input) => filesUnder(root, input)))).flat()) {
    hash.update(`${file}\0`);
    hash.update(await readFile(path.join(root, file)));
    hash.update('\0');
  }
  return hash.digest('hex');
}

async function filesUnder(root: string, relative: string): Promise<string[]> {
  const info = await stat(path.join(root, relative)).catch(() => undefined);
  if (!info) return [];
  if (info.isFile()) return [relative];
  const names = (await readdir(path.join(root, relative))).filter((name) => !NEVER_INPUT.has(name));
  const nested = names.sort().map((name) => filesUnder(root, path.join(relative, name)));
  return (await Promise.all(nested)).flat();
}
