import { CliError } from './cli-error.ts';
import { EXIT_DONE, EXIT_INTERRUPTED, explain } from './explain.ts';
import { readCommandLine } from './options.ts';
import { createTerminal } from './terminal.ts';
import { USAGE } from './usage.ts';

/** Runs one command; resolves with the exit code. */
export async function main(args: readonly string[], process: NodeJS.Process): Promise<number> {
  try {
    const { command, options } = readCommandLine(args);
    if (command.name === 'help') {
      process.stdout.write(USAGE);
      return EXIT_DONE;
    }
    process.stdout.on('error', ignoreClosedPipe);
    const terminal = createTerminal(process, {
      quiet: options.quiet,
      nowMs: () => performance.now(),
    });
    // Amplify takes its time to load; help and mistakes need not wait for it.
    const { runCommand } = await import('./run.ts');
    return await runCommand(command, options, {
      terminal,
      env: process.env,
      interrupted: onInterrupt(process),
    });
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return explain(error)?.exitCode ?? 1;
  }
}

/** Aborts at the first Ctrl-C; a second one ends the process at once. */
function onInterrupt(process: NodeJS.Process): AbortSignal {
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      interrupted.abort(name);
      process.once(name, () => process.exit(EXIT_INTERRUPTED));
    });
  }
  return interrupted.signal;
}

/** `list | head` closes the pipe early: that is no error of ours. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
