import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { copyFonts } from '../../../../infra/fonts.ts';
import { readPdf, squash } from './testing/read-pdf.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'pdf-bundle-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const ENTRY = `
import { createPdfEncoder } from './create-pdf-encoder.ts';
import { createOut } from '../../pipeline/out.ts';
const columns = [{ name: 'name', type: 'STRING' }];
const facts = { title: 'Bundled', definition: '', asOf: '2026-11-21T01:00:00Z', timeZone: 'UTC', reportId: 'R' };
const encoder = createPdfEncoder()({ columns, facts, rowsExpected: 1 });
const out = createOut(1 << 20);
await encoder.begin(out);
await encoder.write({ length: 1, vectors: [{ values: ['Zoë דוד'] }] }, 0, out);
await encoder.end(out);
process.stdout.write(out.buffer.subarray(0, out.offset));
`;

test('bundled for Lambda, with nothing beside it but the font files, it makes the same text', async () => {
  await build({
    stdin: { contents: ENTRY, resolveDir: import.meta.dirname, loader: 'ts' },
    outfile: path.join(directory, 'index.mjs'),
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: {
      js: "import{createRequire as __r}from'node:module';const require=__r(import.meta.url);",
    },
  });
  copyFonts(directory);

  const bytes = execFileSync(process.execPath, [path.join(directory, 'index.mjs')]);

  const { pages } = await readPdf(bytes);
  expect(pages[0]?.lines.map(squash)).toContain('Zoëדוד');
});
