import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LocalError } from '../errors.ts';
import { fingerprint } from './fingerprint.ts';

/** Everything a synthesis may read: a change in any of these makes a new assembly. */
const INPUTS = ['cdk.json', 'package-lock.json', 'infra', 'resolvers', 'functions', 'schema'];
const NAME_CHARACTERS = 16;
const KEPT_ASSEMBLIES = 5;
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
  /** Where assemblies are kept from run to run, each under what it was made from. */
  readonly directory: string;
  /** Context values of the app, as the CDK CLI takes them with `-c name=value`. */
  readonly context?: Readonly<Record<string, string>>;
}

/** A cloud assembly on disk. */
export interface Assembly {
  readonly directory: string;
  /** Whether it was made by this call. */
  readonly fresh: boolean;
}

/**
 * Makes the cloud assembly by running the CDK app as the CDK CLI does, a process of its own; the kept one is
 * used when nothing it was made from has changed. Each has a directory of its own, so that a cloud that runs
 * keeps its functions' code when another is made.
 */
export async function synthesise(options: SynthOptions): Promise<Assembly> {
  const { root, app, context = {} } = options;
  if (!existsSync(path.join(root, app))) {
    throw new LocalError('ERR_OPTION', `There is no CDK app ${app}; name one with --app <file>.`);
  }
  const read = await fingerprint(root, [app, ...(options.inputs ?? INPUTS)]);
  const digest = Object.keys(context).length === 0 ? read : withContext(read, context);
  const directory = path.join(options.directory, digest.slice(0, NAME_CHARACTERS));
  if (existsSync(directory)) {
    const now = new Date();
    await utimes(directory, now, now);
    return { directory, fresh: false };
  }
  const making = `${directory}.${process.pid}.making`;
  await rm(making, { recursive: true, force: true });
  await runApp(root, app, making, context);
  // On Lambda no package.json stands above the code: a plain .js file is CommonJS, whatever this project is.
  await writeFile(path.join(making, 'package.json'), '{}');
  await rename(making, directory).catch(async (error: unknown) => {
    if (!existsSync(directory)) throw error;
    await rm(making, { recursive: true, force: true }); // another process was as fast, with the same outcome
  });
  await removeOld(options.directory);
  return { directory, fresh: true };
}

function withContext(digest: string, context: Readonly<Record<string, string>>): string {
  const entries = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([digest, entries]))
    .digest('hex');
}

/** Removes all but the assemblies used last. */
async function removeOld(parent: string): Promise<void> {
  const names = await readdir(parent);
  const used = await Promise.all(
    names.map(async (name) => {
      const { mtimeMs } = await stat(path.join(parent, name)).catch(() => ({ mtimeMs: 0 }));
      return { name, mtimeMs };
    }),
  );
  const old = used.sort((a, b) => b.mtimeMs - a.mtimeMs).slice(KEPT_ASSEMBLIES);
  for (const { name } of old) await rm(path.join(parent, name), { recursive: true, force: true });
}

function runApp(root: string, app: string, outdir: string, context: object): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [app], {
      cwd: root,
      // CDK_VALIDATION: the built-in validator takes four of five seconds; CI runs it, a laptop need not.
      env: {
        ...process.env,
        CDK_OUTDIR: outdir,
        CDK_VALIDATION: 'false',
        // What the CDK CLI hands `-c` over in.
        CDK_CONTEXT_JSON: JSON.stringify(context),
      },
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
