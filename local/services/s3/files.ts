/** Small JSON files that appear whole or not at all. */
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes JSON through a temporary file and a rename. Synchronous, so that a check made just before it
 * still holds. Not flushed to the platter: it survives the end of the process, not of the machine's power.
 */
export function writeJson(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.tmp`;
  writeFileSync(temporary, JSON.stringify(value));
  renameSync(temporary, path);
}

/** The value of a JSON file, or undefined when there is none or it is damaged. */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** The names in a directory that end in `.json`; none when it does not exist. */
export function listJson(directory: string): string[] {
  return listNames(directory).filter((name) => name.endsWith('.json'));
}

/** The names in a directory; none when it does not exist. */
export function listNames(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
