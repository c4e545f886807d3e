/** What a page pays for this library. A KB is 1,024 bytes, compressed as `gzip` does by default. */
import process from 'node:process';
import { gzipSync } from 'node:zlib';
import { build, type BuildOptions, type Metafile } from 'esbuild';
import { build as buildWithVite, type Rolldown } from 'vite';
import { expect, test } from 'vitest';

const KB = 1024;
const MAX_WITH_AMPLIFY_BYTES = 65 * KB;
const MAX_OWN_BYTES = 6 * KB;

const CLIENT = 'client/index.ts';
/** Everything a page needs to call an AppSync API with Amplify and without this library. */
const AMPLIFY_API =
  "export { Amplify } from 'aws-amplify'; export { generateClient } from 'aws-amplify/api';";

async function bundle(options: BuildOptions): Promise<{ code: string; parts: Metafile['inputs'] }> {
  const { outputFiles, metafile } = await build({
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2024',
    write: false,
    metafile: true,
    ...options,
  });
  return { code: outputFiles?.[0]?.text ?? '', parts: metafile?.inputs ?? {} };
}

/** The library as Vite bundles it, which is how web/ is built. */
async function bundleWithVite(input: string): Promise<string> {
  const built = await buildWithVite({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      rolldownOptions: { input, preserveEntrySignatures: 'strict' },
    },
  });
  const [{ output }] = [built].flat() as [Rolldown.RolldownOutput];
  return output.map((part) => ('code' in part ? part.code : '')).join('');
}

function print(what: string, bytes: number): void {
  process.stdout.write(`${what}: ${(bytes / KB).toFixed(1)} KB gzip\n`);
}

test('client and Amplify API together are at most 65 KB', async () => {
  const bytes = gzipSync(await bundleWithVite(CLIENT)).length;
  print('client and Amplify API, by Vite', bytes);

  expect(bytes).toBeLessThanOrEqual(MAX_WITH_AMPLIFY_BYTES);
});

test('the client adds at most 6 KB to a page that has the Amplify API', async () => {
  const whole = await bundle({ entryPoints: [CLIENT] });
  const amplify = await bundle({ stdin: { contents: AMPLIFY_API, resolveDir: process.cwd() } });
  const wholeBytes = gzipSync(whole.code).length;
  const ownBytes = wholeBytes - gzipSync(amplify.code).length;
  // esbuild keeps parts of Amplify that Vite proves unused: sign-in by redirect, a cache, translations.
  print('client and Amplify API, by esbuild', wholeBytes);
  print('the client’s own part, by esbuild', ownBytes);

  expect(ownBytes).toBeGreaterThan(KB);
  expect(ownBytes).toBeLessThanOrEqual(MAX_OWN_BYTES);
});

test('a page gets neither React nor what only the generator sends', async () => {
  const { code, parts } = await bundle({ entryPoints: [CLIENT] });

  expect(Object.keys(parts).filter((part) => /node_modules\/(react|ws)\b/.test(part))).toEqual([]);
  expect(code).toContain('query GetReport');
  expect(code).not.toContain('mutation ReportProgressed');
});
