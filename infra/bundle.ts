import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';

const BUNDLES = '.local/bundles';

export interface BundleOptions {
  /** Packages that cannot be bundled, as esbuild names them. */
  readonly external?: readonly string[];
  /** Modules of the function that run in threads, by their paths in its folder: each a bundle beside the function's. */
  readonly threads?: readonly string[];
}

/**
 * Bundles a function and everything it imports, the AWS SDK included, into a directory of its own: what runs does not
 * change when Lambda's runtime does. Returns the directory, which no other process writes to; `addNodeFunction` removes it.
 */
export function bundleFunction(
  name: string,
  { external = [], threads = [] }: BundleOptions = {},
): string {
  const directory = path.join(BUNDLES, `${name}-${process.pid}`);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  buildSync({
    entryPoints: [
      { in: `functions/${name}/handler.ts`, out: 'index' },
      ...threads.map((file) => ({
        in: `functions/${name}/${file}`,
        out: path.basename(file, '.ts'),
      })),
    ],
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // What is imported when it is needed is a file of its own: a cold start does not read it.
    splitting: true,
    mainFields: ['module', 'main'],
    external: [...external],
    // Some of the SDK's dependencies still call require.
    banner: {
      js: "import{createRequire as __r}from'node:module';const require=__r(import.meta.url);",
    },
    logLevel: 'warning',
  });
  return directory;
}

/**
 * Bundles every resolver and pipeline function for APPSYNC_JS: one self-contained module each, by its path below
 * `resolvers/` without the extension, for example `functions/takeSlot`.
 * documented: https://docs.aws.amazon.com/appsync/latest/devguide/additional-utilities.html
 */
export function bundleResolvers(): ReadonlyMap<string, string> {
  const names = ['', 'functions/'].flatMap((folder) =>
    readdirSync(path.join('resolvers', folder))
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => folder + file.slice(0, -'.ts'.length)),
  );
  const { outputFiles } = buildSync({
    entryPoints: names.map((name) => ({ in: `resolvers/${name}.ts`, out: name })),
    outdir: 'resolvers',
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'esnext',
    external: ['@aws-appsync/utils', '@aws-appsync/utils/*'],
    logLevel: 'warning',
  });
  return new Map(names.map((name, index) => [name, outputFiles[index]?.text ?? '']));
}
