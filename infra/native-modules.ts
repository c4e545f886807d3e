import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** What esbuild leaves out of a bundle: DuckDB's native code and the few lines that choose among its builds. */
export const NATIVE_MODULES = ['@duckdb/node-bindings', '@duckdb/node-bindings-*'];

const BINDINGS = '@duckdb/node-bindings';
const FETCHED = '.local/native-modules';

export interface NativeModulesOptions {
  /** The asset's directory. */
  readonly directory: string;
  /** The function's, as Node names it. */
  readonly architecture: 'arm64' | 'x64';
}

/**
 * Copies DuckDB's native code for Lambda into the asset's node_modules, the one architecture only: 65 MB.
 * npm installs the build for its own machine; another one is fetched by npm, in the version of the lockfile, once.
 * Needed to deploy, not to run locally: there Node finds the project's node_modules above the asset.
 */
export function copyNativeModules({ directory, architecture }: NativeModulesOptions): void {
  const bindings = installedFolder(BINDINGS);
  const { version } = readPackage(bindings);
  const build = `${BINDINGS}-linux-${architecture}`;
  const modules = path.join(directory, 'node_modules');
  copyPackage(bindings, path.join(modules, BINDINGS));
  copyPackage(buildFolder(build, version), path.join(modules, build));
}

/** Copies the queries of SQL kinds to where the bundle looks for them: `<kind>/query.sql`, `<kind>/query.athena.sql` beside it. */
export function copySqlQueries(directory: string): void {
  cpSync('functions/generate-report/kinds/sql', directory, {
    recursive: true,
    filter: (source) => !path.extname(source) || path.extname(source) === '.sql',
  });
}

function buildFolder(name: string, version: string): string {
  const beside = path.join(path.dirname(installedFolder(BINDINGS)), path.basename(name));
  if (existsSync(beside) && readPackage(beside).version === version) return beside;
  const fetched = path.join(FETCHED, `${path.basename(name)}-${version}`);
  if (!existsSync(path.join(fetched, 'package'))) fetchPackage(`${name}@${version}`, fetched);
  return path.join(fetched, 'package');
}

function fetchPackage(specifier: string, into: string): void {
  rmSync(into, { recursive: true, force: true });
  mkdirSync(into, { recursive: true });
  const packed = run('npm', ['pack', '--silent', '--pack-destination', into, specifier]);
  const archive = path.join(into, packed.trim());
  requireLocked(specifier, archive);
  run('tar', ['-xzf', archive, '-C', into]);
  rmSync(archive);
}

/** What is deployed is what the lockfile names, byte for byte. */
function requireLocked(specifier: string, archive: string): void {
  const name = specifier.slice(0, specifier.lastIndexOf('@'));
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { integrity?: string } | undefined>;
  };
  const digest = createHash('sha512').update(readFileSync(archive)).digest('base64');
  if (lock.packages[`node_modules/${name}`]?.integrity === `sha512-${digest}`) return;
  rmSync(archive);
  throw new Error(`${specifier} is not the package that package-lock.json names.`);
}

function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return stdout;
  const reason = error?.message ?? stderr.trim();
  throw new Error(
    `DuckDB for Lambda could not be fetched: ${command} ${args.join(' ')}: ${reason}`,
  );
}

function copyPackage(from: string, to: string): void {
  cpSync(from, to, { recursive: true, dereference: true });
}

/** Where npm has put a package; the bindings are a dependency of the API's, wherever that is. */
function installedFolder(name: string): string {
  const api = createRequire(import.meta.url).resolve('@duckdb/node-api');
  return path.dirname(createRequire(api).resolve(`${name}/package.json`));
}

function readPackage(folder: string): { version: string } {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string };
}
