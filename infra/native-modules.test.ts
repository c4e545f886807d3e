import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copyNativeModules, copySqlQueries, NATIVE_MODULES } from './native-modules.ts';

let directory: string;
beforeEach(() => void (directory = mkdtempSync(path.join(realpathSync(tmpdir()), 'asset-'))));
afterEach(() => rmSync(directory, { recursive: true }));

const ASKS_DUCKDB = `
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const { default: bindings } = await import('@duckdb/node-bindings');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const answer = await connection.runAndReadAll('SELECT 6 * 7');
  process.stdout.write(JSON.stringify([answer.getRows(), typeof bindings.fetch_chunk]));
`;

/** As `bundleFunction` does, into a directory that is not below the project. */
function bundle(): string {
  const file = path.join(directory, 'index.mjs');
  buildSync({
    stdin: { contents: ASKS_DUCKDB, resolveDir: '.' },
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: NATIVE_MODULES,
    banner: {
      js: "import{createRequire as __r}from'node:module';const require=__r(import.meta.url);",
    },
  });
  return file;
}

const run = (file: string) => spawnSync(process.execPath, [file], { encoding: 'utf8' });

// Only such a machine can run what Lambda runs.
const isLikeLambda = process.platform === 'linux' && /^(arm64|x64)$/.test(process.arch);

test.runIf(isLikeLambda)('a bundle finds DuckDB in the asset and nowhere else', () => {
  const file = bundle();
  const without = run(file);
  copyNativeModules({ directory, architecture: process.arch as 'arm64' | 'x64' });
  const { stdout, stderr } = run(file);

  expect(without.stderr).toContain('@duckdb/node-bindings');
  expect(stderr).toBe('');
  expect(stdout).toBe('[[[42]],"function"]');
});

test.runIf(isLikeLambda)('only the build for the function’s architecture is in the asset', () => {
  const architecture = process.arch as 'arm64' | 'x64';
  copyNativeModules({ directory, architecture });

  expect(readdirSync(path.join(directory, 'node_modules/@duckdb')).sort()).toEqual([
    'node-bindings',
    `node-bindings-linux-${architecture}`,
  ]);
});

test('every kind that is a query has its texts beside the bundle, and nothing else', () => {
  copySqlQueries(directory);
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)));

  expect(files.sort()).toEqual([
    'flight-delays/query.athena.sql',
    'flight-delays/query.sql',
    'flight-details/query.athena.sql',
    'flight-details/query.sql',
  ]);
});
