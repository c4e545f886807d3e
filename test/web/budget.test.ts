import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { WEB_BUILD } from '../support/apps.ts';

/** What each page makes a browser load, as `npm start` builds it: gzip, as CloudFront would send it. */

const KB = 1024;
/** Of the reports page, until it can be used by somebody who is signed in: what is fetched at once and what follows. */
const FIRST_LOAD_KB = 150;
const SIGNED_IN = 'src/SignedIn.tsx';

interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  /** Loaded with it. */
  readonly imports?: readonly string[];
  /** Loaded when asked for. */
  readonly dynamicImports?: readonly string[];
}

let manifest: Readonly<Record<string, Chunk>>;

beforeAll(async () => {
  const file = path.join(WEB_BUILD.directory, '.vite/manifest.json');
  manifest = JSON.parse(await readFile(file, 'utf8')) as typeof manifest;
});

/** The names of all chunks that come with one. */
function loadedWith(name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const other of manifest[name]?.imports ?? []) loadedWith(other, seen);
  return seen;
}

function filesOf(page: string): string[] {
  const chunks = [...loadedWith(page)].map((name) => manifest[name]);
  return [...new Set(chunks.flatMap((chunk) => (chunk ? [chunk.file, ...(chunk.css ?? [])] : [])))];
}

async function gzippedKb(files: readonly string[]): Promise<number> {
  const sizes = await Promise.all(
    files.map(
      async (file) => gzipSync(await readFile(path.join(WEB_BUILD.directory, file))).length,
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0) / KB;
}

test(`the first load of the reports page is at most ${FIRST_LOAD_KB} KB`, async () => {
  const files = [...new Set([...filesOf('index.html'), ...filesOf(SIGNED_IN)])];
  const kb = await gzippedKb(files);
  console.log(`index.html loads ${kb.toFixed(1)} KB in ${files.length} files`);

  expect(Object.keys(manifest)).toContain(SIGNED_IN);
  expect(kb).toBeLessThanOrEqual(FIRST_LOAD_KB);
});

describe('what is large is loaded by nobody who does not open it', () => {
  test.each(['index.html', 'compare.html', 'explorer.html'])('%s', async (page) => {
    const text = await Promise.all(
      filesOf(page)
        .filter((file) => file.endsWith('.js'))
        .map((file) => readFile(path.join(WEB_BUILD.directory, file), 'utf8')),
    );
    const names = [...loadedWith(page)].join(' ');

    expect(names).not.toMatch(/monaco|graphiql|uplot/i);
    // Class names of the editor and of the chart, which minifying leaves as they are.
    expect(text.join('')).not.toMatch(/graphiql-container|monaco-editor|u-legend/);
    // Signing in is for whoever is not signed in.
    expect(text.join('')).not.toContain('PASSWORD_VERIFIER');
  });
});

test('the explorer is there, and by far the largest of what is loaded when asked for', async () => {
  const [explorer = ''] =
    manifest['explorer.html']?.dynamicImports?.filter((name) => name.includes('explorer')) ?? [];
  const kb = await gzippedKb(filesOf(explorer));

  expect(kb).toBeGreaterThan(500);
  expect((await stat(path.join(WEB_BUILD.directory, 'explorer.html'))).size).toBeLessThan(2 * KB);
});
