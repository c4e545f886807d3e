import { parseArgs } from 'node:util';
import { LocalError } from './errors.ts';

export interface CliOptions {
  readonly port: number;
  readonly awsPort: number;
  readonly host: string;
  readonly state: string;
  readonly fresh: boolean;
  readonly app: string;
  readonly stack: string | undefined;
  readonly context: Readonly<Record<string, string>>;
  readonly region: string;
  readonly seed: string | undefined;
  readonly page: boolean;
  readonly faults: readonly string[];
  readonly faultSeed: number | undefined;
  readonly verbose: boolean;
  readonly help: boolean;
}

export const USAGE = `npm start -- [options]

  --port <n>        the page and the GraphQL API      (4000; 0 takes any free port)
  --aws-port <n>    S3, DynamoDB, Athena and others   (4566; 0 takes any free port)
  --host <address>  where to listen                   (127.0.0.1: this machine only)
  --fresh           forget all reports, files and users first
  --state <dir>     where they are kept               (.local/state)
  --app <file>      the CDK app to run                (infra/app.ts)
  --stack <name>    the stack, when the app has several
  -c, --context <name=value>   a context value of the app, as for cdk deploy; repeatable
  --region <name>   the region it is run as           (us-east-1)
  --seed <script>   run once it is up, with the stack's outputs   (scripts/seed.ts)
  --no-seed         without the datasets
  --no-page         the API without the page
  --fault <spec>    let something go wrong, for example 'pushes:drop,p=0.3'; repeatable: docs/faults.md
  --fault-seed <n>  what happens by chance is the same for the same number   (1)
  --verbose         tell everything that happens
  --help            this text
`;

/** Reads the command line; throws `ERR_OPTION` saying which option is wrong and how. */
export function readOptions(args: readonly string[]): CliOptions {
  const values = parse(args);
  return {
    port: portOf('--port', values.port),
    awsPort: portOf('--aws-port', values['aws-port']),
    host: values.host,
    state: values.state,
    fresh: values.fresh,
    app: values.app,
    stack: values.stack,
    context: Object.fromEntries(values.context.map(contextEntry)),
    region: values.region,
    seed: values['no-seed'] ? undefined : values.seed,
    page: !values['no-page'],
    faults: values.fault,
    faultSeed: seedOf(values['fault-seed']),
    verbose: values.verbose,
    help: values.help,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '4000' },
        'aws-port': { type: 'string', default: '4566' },
        host: { type: 'string', default: '127.0.0.1' },
        state: { type: 'string', default: '.local/state' },
        fresh: { type: 'boolean', default: false },
        app: { type: 'string', default: 'infra/app.ts' },
        stack: { type: 'string' },
        context: { type: 'string', short: 'c', multiple: true, default: [] },
        region: { type: 'string', default: 'us-east-1' },
        seed: { type: 'string', default: 'scripts/seed.ts' },
        'no-seed': { type: 'boolean', default: false },
        'no-page': { type: 'boolean', default: false },
        fault: { type: 'string', multiple: true, default: [] },
        'fault-seed': { type: 'string' },
        verbose: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (cause) {
    const [message] = (cause as Error).message.split('. ');
    throw new LocalError('ERR_OPTION', `${message}.\n\n${USAGE}`, { cause });
  }
}

function contextEntry(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new LocalError('ERR_OPTION', `--context must be name=value, not ${text}.`);
}

function seedOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new LocalError('ERR_OPTION', `--fault-seed must be a whole number, not ${text}.`);
}

function portOf(option: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new LocalError('ERR_OPTION', `${option} must be a port from 0 to 65535, not ${text}.`);
}
