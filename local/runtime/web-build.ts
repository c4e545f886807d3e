import { spawn } from 'node:child_process';
import { rm, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fingerprint } from '../assembly/fingerprint.ts';
import { LocalError } from '../errors.ts';

const MARKER = '.fingerprint';
const ERROR_LINES = 20;

export interface WebBuildOptions {
  readonly root: string;
  /** The page's sources, relative to `root`: a Vite project. */
  readonly source: string;
  /** What else the page is made from, relative to `root`. */
  readonly inputs: readonly string[];
  /** Where the built page is kept from run to run. */
  readonly directory: string;
}

/** Builds the page unless the kept one was made from the same sources; resolves with its directory. */
export async function buildWeb(options: WebBuildOptions): Promise<string> {
  const { root, source, inputs, directory } = options;
  const wanted = await fingerprint(root, [source, 'package-lock.json', ...inputs]);
  const marker = path.join(directory, MARKER);
  if ((await readFile(marker, 'utf8').catch(() => undefined)) === wanted) return directory;
  await rm(directory, { recursive: true, force: true });
  await runVite(root, source, directory);
  await writeFile(marker, wanted);
  return directory;
}

/** In a process of its own, so that the bundler's memory and time are not the cloud's. */
function runVite(root: string, source: string, outDir: string): Promise<void> {
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const args = [
    vite,
    'build',
    source,
    '--outDir',
    path.resolve(root, outDir),
    '--logLevel',
    'warn',
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      // What is built must not depend on who builds: for tests, React would bring what helps developers.
      env: { ...process.env, NODE_ENV: 'production' },
    });
    let output = '';
    const collect = (chunk: Buffer): void => void (output += chunk.toString());
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (cause) => reject(buildFailed(source, cause.message, cause)));
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(buildFailed(source, output));
    });
  });
}

function buildFailed(source: string, output: string, cause?: Error): LocalError {
  const lines = output.trim().split('\n').slice(0, ERROR_LINES).join('\n');
  return new LocalError('ERR_SYNTH_FAILED', `The page in ${source} could not be built:\n${lines}`, {
    cause,
  });
}
