import { parseArgs } from 'node:util';
import { COMMANDS, type Command, type CommandSyntax } from './commands.ts';
import { wrong } from './values.ts';

export interface CommonOptions {
  /** Where `/amplify_outputs.json` is. Undefined: the local cloud's own address, started when nothing answers. */
  readonly url: string | undefined;
  /** A configuration file to use instead. */
  readonly config: string | undefined;
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** A file or an existing directory. Undefined: the report's own name, here. */
  readonly output: string | undefined;
  readonly force: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

export interface CommandLine {
  readonly command: Command;
  readonly options: CommonOptions;
}

const OPTIONS = {
  rows: { type: 'string' },
  'delay-ms': { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  state: { type: 'string' },
  'minimum-flights': { type: 'string' },
  format: { type: 'string' },
  'csv-dialect': { type: 'string' },
  delimiter: { type: 'string' },
  gzip: { type: 'boolean', default: false },
  'time-zone': { type: 'string' },
  title: { type: 'string' },
  estimate: { type: 'boolean', default: false },
  first: { type: 'string' },
  status: { type: 'string' },
  url: { type: 'string' },
  config: { type: 'string' },
  user: { type: 'string' },
  password: { type: 'string' },
  output: { type: 'string', short: 'o' },
  force: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false, short: 'h' },
} as const;

const COMMON_OPTIONS = ['url', 'config', 'user', 'password', 'json', 'quiet', 'help'];

/** The options as they were written. */
export type Values = ReturnType<typeof parse>['values'];

/** Reads the command line; throws `CliError` saying what is wrong with it. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values, positionals } = parse(args);
  const [name, ...rest] = positionals;
  const options = commonOptions(values);
  if (values.help) return { command: { name: 'help' }, options };
  if (name === undefined) throw wrong('Say which report to make');
  const syntax = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!syntax) throw wrong(`There is no command ${name}`);
  const reportId = idFrom(name, syntax, rest);
  for (const [option, value] of Object.entries(values)) {
    const known = syntax.options.includes(option) || COMMON_OPTIONS.includes(option);
    if (!known && value !== false) throw wrong(`--${option} is not an option of ${name}`);
  }
  return { command: syntax.read(values, reportId), options };
}

function idFrom(name: string, { takesId }: CommandSyntax, words: readonly string[]): string {
  const [reportId = '', ...tooMany] = takesId ? words : ['', ...words];
  if (takesId && reportId === '') throw wrong(`${name} needs the report's id`);
  if (tooMany.length > 0) throw wrong(`${String(tooMany.at(-1))} is one word too many`);
  return reportId;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: joinNegatives(args), options: OPTIONS, allowPositionals: true });
  } catch (cause) {
    const [message = ''] = (cause as Error).message.split('. ');
    throw wrong(message.replace(/\.$/, ''), cause);
  }
}

/** `--rows -5` is a wrong number, not a missing one followed by an option. */
function joinNegatives(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const before = joined.at(-1);
    if (/^-\d/.test(arg) && before?.startsWith('--'))
      joined[joined.length - 1] = `${before}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}

function commonOptions(values: Values): CommonOptions {
  if (values.url !== undefined && values.config !== undefined) {
    throw wrong('Give --url or --config, not both');
  }
  return {
    url: values.url,
    config: values.config,
    user: values.user,
    password: values.password,
    output: values.output,
    force: values.force,
    json: values.json,
    quiet: values.quiet,
  };
}
