import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The text of a resolver beside an app. */
export function inlineCode(directory: string, name: string): string {
  return readFileSync(path.join(directory, 'resolvers', `${name}.js`), 'utf8');
}
