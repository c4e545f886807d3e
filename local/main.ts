import { createConsoleLog } from './console-log.ts';
import { LocalError, toError } from './errors.ts';
import { parseFaultSpec } from './faults/fault-spec.ts';
import { systemClock } from './host.ts';
import { readOptions, USAGE, type CliOptions } from './options.ts';
import { describeCloud } from './report-start.ts';
import { startCloud } from './runtime/cloud.ts';
import type { DeliveredCode } from './services/cognito/types.ts';
import { buildWeb } from './runtime/web-build.ts';

/** Fixed, so that a line of configuration found in a README works on every machine. */
const ROOT_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };
/** Two, so that one can see that neither sees the other's reports. */
const DEMO_USERS = ['demo@example.com', 'colleague@example.com'].map((username) => ({
  username,
  password: 'Demo-Reports-2026',
}));
const PURPOSES: Readonly<Record<DeliveredCode['purpose'], string>> = {
  SIGN_UP: 'the code to confirm the account is',
  FORGOT_PASSWORD: 'the code to set a new password is',
  VERIFY_EMAIL: 'the code to verify the address is',
  TEMPORARY_PASSWORD: 'the temporary password is',
};
/** Pages of the project beside the first one. */
const PAGES = [
  ['Explorer', '/explorer.html'],
  ['Compare', '/compare.html'],
] as const;
const EXIT_USER_ERROR = 2;

/** Runs the local cloud until SIGINT or SIGTERM; resolves with the exit code. */
export async function main(args: readonly string[], process: NodeJS.Process): Promise<number> {
  const startedAtMs = performance.now();
  try {
    const options = readOptions(args);
    // A fault that is written wrong is said at once, and not when everything has started.
    for (const spec of options.faults) parseFaultSpec(spec);
    if (options.help) {
      process.stdout.write(USAGE);
      return 0;
    }
    const stopped = untilStopped(process);
    await using cloud = await start(options, process);
    process.stdout.write(
      describeCloud(cloud, {
        startedInMs: performance.now() - startedAtMs,
        demoUsers: DEMO_USERS,
        pages: options.page ? PAGES : [],
        host: options.host,
      }),
    );
    await stopped;
    process.stdout.write('\nStopping.\n');
    return 0;
  } catch (error) {
    if (!(error instanceof LocalError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return EXIT_USER_ERROR;
  }
}

async function start(options: CliOptions, process: NodeJS.Process) {
  const root = process.cwd();
  const log = createConsoleLog(process.stderr, options.verbose);
  const site = options.page
    ? buildWeb({
        root,
        source: 'web',
        inputs: ['client', 'schema/generated'],
        directory: '.local/web',
      })
    : undefined;
  site?.catch((error: unknown) => log.error(toError(error).message));
  return startCloud({
    root,
    app: options.app,
    context: options.context,
    ...(options.stack === undefined ? {} : { stackName: options.stack }),
    region: options.region,
    assemblyDirectory: '.local/cdk.out',
    stateDirectory: options.state,
    fresh: options.fresh,
    host: options.host,
    apiPort: options.port,
    awsPort: options.awsPort,
    rootCredentials: ROOT_CREDENTIALS,
    demoUsers: DEMO_USERS,
    onCode: ({ purpose, destination, code }) =>
      void process.stdout.write(`  Mail to ${destination}: ${PURPOSES[purpose]} ${code}\n`),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(site ? { site } : {}),
    clock: systemClock,
    log,
    ...(options.faults.length > 0
      ? {
          faults: {
            specs: options.faults,
            ...(options.faultSeed === undefined ? {} : { seed: options.faultSeed }),
          },
        }
      : {}),
  });
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
function untilStopped(process: NodeJS.Process): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.once('SIGINT', () => process.exit(130));
      process.once('SIGTERM', () => process.exit(143));
      resolve();
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
}
