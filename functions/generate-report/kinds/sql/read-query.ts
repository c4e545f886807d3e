import { readFile } from 'node:fs/promises';

/** Which engine's SQL: DuckDB's `query.sql`, or `query.athena.sql`. */
export type QueryFile = 'query.sql' | 'query.athena.sql';

/**
 * The text of one of a kind's queries. It is looked for beside this module, which after bundling is the bundle:
 * `copySqlQueries` in infra/ puts the folders there.
 */
export async function readQuery(folder: string, file: QueryFile = 'query.sql'): Promise<string> {
  return readFile(new URL(`./${folder}/${file}`, import.meta.url), 'utf8');
}
