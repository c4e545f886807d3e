import { parseArgs } from 'node:util';
import type { ListQuery, ReportDefinition, ReportOrder, ReportStatus } from '../types.ts';
import { CliError } from './cli-error.ts';

/** What to do. `order` and `get` end with a file. */
export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'order'; readonly order: ReportOrder }
  | { readonly name: 'get'; readonly reportId: string }
  | { readonly name: 'list'; readonly query: ListQuery };

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

export const USAGE = `npm run report -- <command> [options]

  sample    rows of date, item and amount, for trying things out
              --rows <n>            how many rows                       (required)
              --delay-ms <n>        how long the work is made to take   (0)
  calendar  one row per day
              --from <YYYY-MM-DD>   the first day                       (required)
              --to <YYYY-MM-DD>     the last day                        (required)
  get <id>  waits for a report ordered before and downloads it
  list      your reports, newest first
              --first <n>           how many                            (20)
              --status <status>     only these, for example running

  --output <path>       where to save the file       (its own name, in this directory)
  --force               overwrite that file
  --title <text>        a name for the report
  --url <origin>        the page whose API to use    (http://localhost:4000, started when it does not run)
  --config <file>       an amplify_outputs.json to use instead
  --user, --password    who you are                  (the demo user, or REPORTS_USER and REPORTS_PASSWORD)
  --json                the outcome as JSON
  --quiet               no progress
  --help                this text

Ends with 0 when the file is there, 1 when the report failed, 2 when the command was wrong or nothing answered.
`;

const OPTIONS = {
  rows: { type: 'string' },
  'delay-ms': { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  title: { type: 'string' },
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

const FILE_OPTIONS = ['output', 'force'];
const COMMON_OPTIONS = ['url', 'config', 'user', 'password', 'json', 'quiet', 'help'];
const STATUSES: readonly string[] = [
  'QUEUED',
  'RUNNING',
  'CANCELLING',
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
  'EXPIRED',
] satisfies ReportStatus[];

type Values = ReturnType<typeof parse>['values'];

interface CommandSyntax {
  readonly options: readonly string[];
  readonly positionals: number;
  readonly read: (values: Values, positionals: readonly string[]) => Command;
}

/** The schema's path of each option's value, so that a refusal can name the option. */
export const OPTION_OF_FIELD: Readonly<Record<string, string>> = {
  'input.definition.sample.amountOfRows': '--rows',
  'input.definition.sample.delayMs': '--delay-ms',
  'input.definition.calendar.fromDate': '--from',
  'input.definition.calendar.toDate': '--to',
  'input.title': '--title',
  first: '--first',
};

const COMMANDS: Readonly<Record<string, CommandSyntax>> = {
  sample: {
    options: ['rows', 'delay-ms', 'title', ...FILE_OPTIONS],
    positionals: 0,
    read: (values) =>
      order(values, {
        sample: {
          amountOfRows: whole('--rows', required('sample', '--rows', values.rows)),
          ...(values['delay-ms'] === undefined
            ? {}
            : { delayMs: whole('--delay-ms', values['delay-ms']) }),
        },
      }),
  },
  calendar: {
    options: ['from', 'to', 'title', ...FILE_OPTIONS],
    positionals: 0,
    read: (values) =>
      order(values, {
        calendar: {
          fromDate: day('--from', required('calendar', '--from', values.from)),
          toDate: day('--to', required('calendar', '--to', values.to)),
        },
      }),
  },
  get: {
    options: FILE_OPTIONS,
    positionals: 1,
    read: (_, [reportId = '']) => ({ name: 'get', reportId }),
  },
  list: {
    options: ['first', 'status'],
    positionals: 0,
    read: ({ first, status }) => ({
      name: 'list',
      query: {
        ...(first === undefined ? {} : { first: whole('--first', first) }),
        ...(status === undefined ? {} : { status: statusOf(status) }),
      },
    }),
  },
};

/** Reads the command line; throws `CliError` saying what is wrong with it. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values, positionals } = parse(args);
  const [name, ...rest] = positionals;
  const options = commonOptions(values);
  if (values.help) return { command: { name: 'help' }, options };
  if (name === undefined) throw wrong('Say which report to make');
  const syntax = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!syntax) throw wrong(`There is no command ${name}`);
  if (rest.length < syntax.positionals) throw wrong(`${name} needs the report's id`);
  if (rest.length > syntax.positionals) throw wrong(`${String(rest.at(-1))} is one word too many`);
  for (const [option, value] of Object.entries(values)) {
    const known = syntax.options.includes(option) || COMMON_OPTIONS.includes(option);
    if (!known && value !== false) throw wrong(`--${option} is not an option of ${name}`);
  }
  return { command: syntax.read(values, rest), options };
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

function order({ title }: Values, definition: ReportDefinition): Command {
  return { name: 'order', order: { definition, ...(title === undefined ? {} : { title }) } };
}

function required(command: string, option: string, value: string | undefined): string {
  if (value === undefined) throw wrong(`${command} needs ${option}`);
  return value;
}

/** Ranges are the server's to judge: only it knows today's. */
function whole(option: string, text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= 2 ** 31 - 1) return value;
  throw wrong(`${option} must be a whole number, not ${text}`);
}

function day(option: string, text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return text;
  throw wrong(`${option} must be a day as YYYY-MM-DD, not ${text}`);
}

function statusOf(text: string): ReportStatus {
  const status = text.toUpperCase();
  if (STATUSES.includes(status)) return status as ReportStatus;
  throw wrong(`--status must be one of ${STATUSES.join(', ').toLowerCase()}, not ${text}`);
}

function wrong(message: string, cause?: unknown): CliError {
  return new CliError(`${message}. --help tells the commands and options.`, { cause });
}
