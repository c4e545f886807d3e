import { readCatalogue } from './catalogue.ts';
import { CliError } from './cli-error.ts';
import { EXIT_DONE } from './exit-codes.ts';
import { createInterruption } from './interruption.ts';
import { errorJson } from './json-lines.ts';
import { printKinds } from './kinds.ts';
import { readCommandLine } from './options.ts';
import { createTerminal } from './terminal.ts';

const DEFAULT_COLUMNS = 80;

/** Runs one command; resolves with the exit code. `programName` is how this program was called. */
export async function main(
  args: readonly string[],
  process: NodeJS.Process,
  programName: string,
): Promise<number> {
  process.stdout.on('error', ignoreClosedPipe);
  const nowMs = (): number => performance.now();
  try {
    const catalogue = readCatalogue();
    const helpWidth = process.stdout.columns || DEFAULT_COLUMNS;
    const read = readCommandLine(args, { catalogue, name: programName, helpWidth });
    if ('help' in read) {
      process.stdout.write(read.help);
      return EXIT_DONE;
    }
    const { task, options } = read;
    const { quiet, json } = options;
    const { env } = process;
    const terminal = createTerminal(process, { quiet, env, nowMs, dateMs: () => Date.now() });
    if (task.name === 'kinds') {
      printKinds(catalogue, { terminal, json });
      return EXIT_DONE;
    }
    // Before Amplify loads, which takes its time: a Ctrl-C meanwhile is to end with its exit code.
    const interruption = createInterruption(process, nowMs);
    const { runCommand } = await import('./run.ts');
    return await runCommand(task, options, { terminal, env, interruption, catalogue, programName });
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    process.stderr.write(`${error.message}\n`);
    if (args.includes('--json')) {
      const { exitCode, message, name: reason } = error;
      process.stdout.write(`${errorJson({ exitCode, reason, message })}\n`);
    }
    return error.exitCode;
  }
}

/** `list | head` closes the pipe early: that is no error of ours. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
