import { Command } from 'commander';
import type { Catalogue, InputOption, Kind } from './catalogue.ts';
import { AFTER_HELP } from './help-text.ts';
import { addInputs } from './input-options.ts';
import { listQueryOf, orderOf } from './order-of.ts';
import type { Task } from './task.ts';
import { wrong } from './values.ts';

/** Told the task once a command line has been read, and the command that has its options. */
export type OnTask = (task: Task, command: Command) => void;

const FORMAT = 'input.format';
const MIN_DESCRIPTION_COLUMNS = 20;

/** The commands and options there are; parsing one tells `onTask`. `name` is how this program was called. */
export function createProgram(catalogue: Catalogue, name: string, onTask: OnTask): Command {
  const program = new Command(name)
    .description('Orders reports, follows them and fetches their files.')
    .helpCommand(false)
    .helpOption('-h, --help', 'this text; after a command, that of the command')
    .configureHelp({
      showGlobalOptions: true,
      minWidthToWrap: MIN_DESCRIPTION_COLUMNS,
      subcommandTerm: termOf,
      // One name is enough to read; the schema's goes too.
      optionTerm: ({ flags }) => flags.replace(/^--[\w-]+, --/, '--'),
    })
    .optionsGroup('Always:')
    .option(
      '--url <origin>',
      'the page whose API to use (default: http://localhost:4000, started when it does not run)',
    )
    .option('--config <file>', 'an amplify_outputs.json to use instead')
    .option('--user <name>', 'who you are (default: the demo user, or REPORTS_USER)')
    .option(
      '--password <password>',
      'the password (default: that of the demo user, or REPORTS_PASSWORD)',
    )
    .option('--json', 'one JSON object a line on standard output')
    .option('--quiet', 'no progress')
    .addHelpText('after', AFTER_HELP);

  program
    .command('kinds')
    .description('the kinds of report there are, with their parameters')
    .action((_, command: Command) => onTask({ name: 'kinds' }, command));

  const generate = program
    .command('generate')
    .helpCommand(false)
    .usage('<kind> [options]')
    .description('orders a report and follows it to its end; with --output, to its file');
  const estimate = program
    .command('estimate')
    .helpCommand(false)
    .usage('<kind> [options]')
    .description('tells what a report would take, and orders nothing');
  for (const kind of catalogue.kinds) {
    addGenerate(generate.command(kind.name), catalogue, kind, { always: false }, onTask);
    addEstimate(estimate.command(kind.name), catalogue, kind, onTask);
  }

  const list = program.command('list').description('your reports, newest first');
  const listed = addInputs(list, catalogue.list);
  list
    .option('--all', 'every page, not only the first')
    .action(({ all = false }: { all?: boolean }, command: Command) =>
      onTask({ name: 'list', query: listQueryOf(listed()), all }, command),
    );

  addReportCommand(program, 'watch', 'follows a report to its end', onTask);
  const download = addReportCommand(
    program,
    'download',
    'waits for a report and saves its file',
    onTask,
  );
  addFileOptions(download.alias('get'));
  addReportCommand(program, 'cancel', 'stops a report and waits until it has stopped', onTask);
  addReportCommand(program, 'delete', 'removes a report and its file for good', onTask);

  addShortForms(program, catalogue, onTask);
  return program;
}

/** `<kind> …` is short for `generate <kind> --output .`, but for kinds whose name is a command's. */
function addShortForms(program: Command, catalogue: Catalogue, onTask: OnTask): void {
  const taken = new Set(
    program.commands.flatMap((command) => [command.name(), ...command.aliases()]),
  );
  program.commandsGroup('Short for generate <kind> --output .:');
  for (const kind of catalogue.kinds) {
    if (taken.has(kind.name)) continue;
    const short = program.command(kind.name);
    addGenerate(short, catalogue, kind, { always: true }, onTask);
  }
}

function addGenerate(
  command: Command,
  catalogue: Catalogue,
  kind: Kind,
  save: { readonly always: boolean },
  onTask: OnTask,
): void {
  const given = addOrder(command, catalogue, kind);
  addFileOptions(command.optionsGroup('Its file:'));
  if (save.always) command.option('--estimate', 'the same as the command estimate');
  else command.option('--no-wait', 'ends once the report is accepted, and prints its id');
  command.action((options: { output?: string; estimate?: boolean; wait?: boolean }) => {
    const { output, estimate = false, wait = true } = options;
    const order = orderOf(kind, given(), formatsOf(catalogue), output);
    if (!wait && output !== undefined) throw wrong('Give --output or --no-wait, not both');
    if (estimate) onTask({ name: 'estimate', order }, command);
    else
      onTask({ name: 'generate', order, wait, save: save.always || output !== undefined }, command);
  });
}

function addEstimate(command: Command, catalogue: Catalogue, kind: Kind, onTask: OnTask): void {
  const given = addOrder(command, catalogue, kind);
  command.action(() =>
    onTask({ name: 'estimate', order: orderOf(kind, given(), formatsOf(catalogue)) }, command),
  );
}

function addOrder(command: Command, catalogue: Catalogue, kind: Kind) {
  command.summary(lowerFirst(kind.doc)).description(`${kind.doc}\n${kind.about}`);
  const parameters = addInputs(command.optionsGroup('Parameters:'), kind.parameters);
  const common = addInputs(command.optionsGroup('The order:'), catalogue.order);
  return () => new Map([...parameters(), ...common()]);
}

function addFileOptions(command: Command): void {
  command
    .option(
      '-o, --output <path>',
      'where to save it; its ending says the format where --format does not',
    )
    .option('--force', 'replaces that file if it is there');
}

function addReportCommand(
  program: Command,
  name: 'watch' | 'download' | 'cancel' | 'delete',
  description: string,
  onTask: OnTask,
): Command {
  return program
    .command(name)
    .argument('<id>', 'the id of the report, as generate and list tell it')
    .description(description)
    .action((reportId: string, _, command: Command) => onTask({ name, reportId }, command));
}

/** A command as the help lists it. */
function termOf(command: Command): string {
  const words = command.registeredArguments.map((argument) => `<${argument.name()}>`);
  return [command.name(), ...(command.commands.length > 0 ? ['<kind>'] : words)].join(' ');
}

const formatsOf = ({ order }: Catalogue): readonly string[] =>
  order.find(({ path }: InputOption) => path.join('.') === FORMAT)?.values ?? [];

const lowerFirst = (text: string): string =>
  text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, '');
