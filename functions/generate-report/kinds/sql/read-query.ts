import { readFile } from 'node:fs/promises';

/**
 * The text of a kind's `query.sql`. It is looked for beside this module, which after bundling is the bundle:
 * `copySqlQueries` in infra/ puts the folders there.
 */
export async function readQuery(folder: string): Promise<string> {
  return readFile(new URL(`./${folder}/query.sql`, import.meta.url), 'utf8');
}
