import { CommanderError, type Command } from 'commander';
import { readCatalogue, type Catalogue } from './catalogue.ts';
import { CliError } from './cli-error.ts';
import { createProgram } from './program.ts';
import type { CommandLine, CommonOptions } from './task.ts';
import { wrong } from './values.ts';

export interface ReadOptions {
  readonly catalogue?: Catalogue;
  /** How this program was called, for its help. */
  readonly name?: string;
  /** Columns of the terminal. */
  readonly helpWidth?: number;
}

/** A command line to run, or the help it asks for. */
export type ReadCommandLine = CommandLine | { readonly help: string };

/** Reads the command line; throws `CliError` saying what is wrong with it. */
export function readCommandLine(
  args: readonly string[],
  { catalogue = readCatalogue(), name = 'reports', helpWidth = 80 }: ReadOptions = {},
): ReadCommandLine {
  let help = '';
  let read: CommandLine | undefined;
  const program = createProgram(catalogue, name, (task, command) => {
    read = { task, options: commonOptions(command) };
  });
  const keep = (text: string): void => void (help += text);
  everyCommand(program, (command) => {
    command.exitOverride().configureOutput({
      writeOut: keep,
      writeErr: keep,
      outputError: () => undefined,
      getOutHelpWidth: () => helpWidth,
      getErrHelpWidth: () => helpWidth,
    });
  });
  try {
    program.parse(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') return { help };
    // No command, or no kind: the help says which there are.
    if (error.code === 'commander.help') throw new CliError(help.trimEnd(), { cause: error });
    const isIdMissing = error.code === 'commander.missingArgument';
    const hint = isIdMissing ? ': list tells the ids of your reports' : '';
    throw wrong(inWords(error.message) + hint, error);
  }
  if (!read) throw new Error('A command line was read, and no command took it.');
  return read;
}

function everyCommand(command: Command, change: (command: Command) => void): void {
  change(command);
  for (const child of command.commands) everyCommand(child, change);
}

/** `error: unknown option '--x'\n(Did you mean --y?)` as a sentence without its stop. */
function inWords(message: string): string {
  const [first = '', ...more] = message.replace(/^error: /, '').split('\n');
  const sentence = first.charAt(0).toUpperCase() + first.slice(1).replace(/\.$/, '');
  return [sentence, ...more].join(' ').replace(/--[\w-]+, --/, '--');
}

function commonOptions(command: Command): CommonOptions {
  const values: Partial<CommonOptions> = command.optsWithGlobals();
  const {
    url,
    config,
    user,
    password,
    output,
    force = false,
    json = false,
    quiet = false,
  } = values;
  if (url !== undefined && config !== undefined) throw wrong('Give --url or --config, not both');
  return { url, config, user, password, output, force, json, quiet };
}
