import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LocalError } from '../errors.ts';
import { fingerprint } from './fingerprint.ts';

/** Everything a synthesis may read: a change in any of these makes a new assembly. */
const INPUTS = ['cdk.json', 'package-lock.json', 'infra', 'resolvers', 'functions', 'schema'];
const FINGERPRINT_FILE = '.fingerprint';
const SYNTH_TIMEOUT_MS = 120_000;
const ERROR_LINES = 20;
/** Stack lines inside Node and packages: they say nothing about the app. */
const NOT_OF_THE_APP = /^\s+at .*(node:|node_modules)/;

export interface SynthOptions {
  /** Where the app and its inputs are; also its working directory. */
  readonly root: string;
  /** The CDK app, relative to `root`. */
  readonly app: string;
  /** What the app reads, relative to `root`; by default this project's folders. */
  readonly inputs?: readonly string[];
  /** Where the assembly is kept from run to run. */
  readonly directory: string;
}

/**
 * Makes the cloud assembly by running the CDK app as the CDK CLI does, a process of its own; the kept one is
 * used when nothing it was made from has changed. Resolves with whether it was made anew.
 */
export async function synthesise(options: SynthOptions): Promise<{ fresh: boolean }> {
  const { root, app, directory } = options;
  if (!existsSync(path.join(root, app))) {
    throw new LocalError('ERR_OPTION', `There is no CDK app ${app}; name one with --app <file>.`);
  }
  const inputs = [app, ...(options.inputs ?? INPUTS)];
  const wanted = await fingerprint(root, inputs);
  const marker = path.join(directory, FINGERPRINT_FILE);
  const kept = await readFile(marker, 'utf8').catch(() => undefined);
  if (kept === wanted) return { fresh: false };

  const making = `${directory}.${process.pid}.making`;
  await rm(making, { recursive: true, force: true });
  await runApp(root, app, making);
  await writeFile(path.join(making, FINGERPRINT_FILE), wanted);
  // On Lambda no package.json stands above the code: a plain .js file is CommonJS, whatever this project is.
  await writeFile(path.join(making, 'package.json'), '{}');
  await rm(directory, { recursive: true, force: true });
  await rename(making, directory);
  return { fresh: true };
}

function runApp(root: string, app: string, outdir: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [app], {
      cwd: root,
      // CDK_VALIDATION: the built-in validator takes four of five seconds; CI runs it, a laptop need not.
      env: { ...process.env, CDK_OUTDIR: outdir, CDK_VALIDATION: 'false' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: SYNTH_TIMEOUT_MS,
    });
    let output = '';
    const collect = (chunk: Buffer): void => void (output += chunk.toString());
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (cause) => reject(synthFailed(app, cause.message, cause)));
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(synthFailed(app, output || `ended with ${code ?? signal}`));
    });
  });
}

function synthFailed(app: string, output: string, cause?: Error): LocalError {
  const lines = output
    .split('\n')
    .filter((line) => line.trim() !== '' && !NOT_OF_THE_APP.test(line))
    .slice(0, ERROR_LINES)
    .join('\n');
  return new LocalError(
    'ERR_SYNTH_FAILED',
    `The CDK app ${app} could not be synthesised:\n${lines}`,
    {
      cause,
    },
  );
}
