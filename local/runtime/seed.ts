import { spawn } from 'node:child_process';
import { LocalError } from '../errors.ts';
import type { Credentials } from '../services/aws/credentials.ts';

const ERROR_LINES = 20;

export interface SeedOptions {
  readonly root: string;
  /** The script, relative to `root`. */
  readonly script: string;
  /** The stack's outputs. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly awsOrigin: string;
  readonly region: string;
  readonly credentials: Credentials;
}

/**
 * Runs a project's seed script against the cloud, as one would against AWS after a deployment: with the
 * account's keys, and the stack's outputs as environment variables (`DatasetsBucket` is `DATASETS_BUCKET`).
 */
export function runSeed(options: SeedOptions): Promise<void> {
  const { root, script, outputs, awsOrigin, region, credentials } = options;
  const asVariables = Object.entries(outputs).map(([name, value]) => [variableName(name), value]);
  const child = spawn(process.execPath, [script], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...(Object.fromEntries(asVariables) as Record<string, string>),
      AWS_ENDPOINT_URL: awsOrigin,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => void (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => void (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(seedFailed(script, cause.message)));
    child.once('close', (code) => (code === 0 ? resolve() : reject(seedFailed(script, output))));
  });
}

/** `DatasetsBucket` as `DATASETS_BUCKET`. */
function variableName(output: string): string {
  return output.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase();
}

function seedFailed(script: string, output: string): LocalError {
  const lines = output.trim().split('\n').slice(0, ERROR_LINES).join('\n');
  return new LocalError('ERR_SEED_FAILED', `The seed script ${script} failed:\n${lines}`);
}
