import { readFile } from 'node:fs/promises';
import { createReportsClient, type ReportsClient } from '../client.ts';
import { ReportConfigurationError, isFailed, isUnavailable } from '../errors.ts';
import { configureReports, loadOutputs, parseOutputs, type AmplifyOutputs } from '../outputs.ts';
import type { ListQuery, Report, ReportOrder, ReportWithDownload } from '../types.ts';
import { CliError } from './cli-error.ts';
import { EXIT_DONE, explain } from './explain.ts';
import { LOCAL_URL, outputsWhenUp, startLocalCloud, type LocalCloud } from './local-cloud.ts';
import type { Command, CommonOptions } from './options.ts';
import { checkTarget, saveFile } from './save-file.ts';
import { chooseUser, signInAs, silenceAmplify } from './sign-in.ts';
import type { Terminal } from './terminal.ts';
import { count, printable, progressLine, reportTable } from './words.ts';

const TICK_MS = 1_000;
/** What a local cloud answers until it is up. */
const SERVICE_UNAVAILABLE = 503;

export interface RunContext {
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C. */
  readonly interrupted: AbortSignal;
}

interface Session extends RunContext {
  readonly client: ReportsClient;
  readonly options: CommonOptions;
  /** Whether this command started the local cloud, and stops it. */
  readonly ownsCloud: boolean;
}

/** Runs `order`, `get` or `list` from sign-in to the printed outcome; resolves with the exit code. */
export async function runCommand(
  command: Exclude<Command, { name: 'help' }>,
  options: CommonOptions,
  context: RunContext,
): Promise<number> {
  const { terminal } = context;
  let cloud: LocalCloud | undefined;
  let client: ReportsClient | undefined;
  try {
    if (command.name !== 'list') await checkTarget(options);
    const found = await findDeployment(options, context);
    cloud = found.cloud;
    silenceAmplify();
    configureReports(found.outputs);
    await signInAs(chooseUser(found.outputs, options, context.env));
    client = createReportsClient({ onConnection: tellConnection(terminal) });
    const session = { ...context, client, options, ownsCloud: cloud !== undefined };
    if (command.name === 'list') await printList(session, command.query);
    else if (command.name === 'get') await follow(session, command.reportId);
    else await orderAndFollow(session, command.order);
    return EXIT_DONE;
  } catch (error) {
    const explanation = explain(error);
    if (!explanation) throw error;
    if (options.json && isFailed(error)) terminal.print(outcomeJson(error.report));
    for (const line of explanation.lines) terminal.fail(line);
    return explanation.exitCode;
  } finally {
    client?.[Symbol.dispose]();
    await cloud?.[Symbol.asyncDispose]();
  }
}

async function findDeployment(
  { config, url }: CommonOptions,
  { terminal, interrupted: signal }: RunContext,
): Promise<{ outputs: AmplifyOutputs; cloud?: LocalCloud }> {
  if (config !== undefined) return { outputs: parseOutputs(await readConfig(config), config) };
  const origin = (url ?? LOCAL_URL).replace(/\/$/, '');
  try {
    return { outputs: await loadOutputs(`${origin}/amplify_outputs.json`, { signal }) };
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    const isStarting = error.httpStatus === SERVICE_UNAVAILABLE;
    if (isStarting) return { outputs: await outputsWhenUp(origin, { signal }) };
    if (url !== undefined) throw error;
  }
  terminal.note(`Nothing answers at ${LOCAL_URL}: starting the local cloud for this command.`);
  const cloud = await startLocalCloud({ signal });
  return { outputs: cloud.outputs, cloud };
}

function readConfig(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new ReportConfigurationError(
      `${path} could not be read (${String((cause as NodeJS.ErrnoException).code)}).`,
      {
        cause,
      },
    );
  });
}

async function orderAndFollow(session: Session, order: ReportOrder): Promise<void> {
  const { client, terminal, interrupted: signal } = session;
  const report = await client.generate(order, { signal });
  terminal.note(`Report ${report.reportId} is accepted.`);
  await follow(session, report.reportId);
}

/** Shows a report's progress until it is final, then saves its file; Ctrl-C says how to come back to it. */
async function follow(session: Session, reportId: string): Promise<void> {
  const { client, options, interrupted: signal } = session;
  const sayHow = (): void => sayHowToReturn(session, reportId);
  signal.addEventListener('abort', sayHow, { once: true });
  try {
    await showProgress(session, reportId);
    const file = await client.download(reportId, { signal });
    printOutcome(session, file.report, await saveFile(file, options, signal));
  } catch (error) {
    if (error instanceof CliError)
      session.terminal.note(`The report is ready: ${getCommand(reportId)}`);
    throw error;
  } finally {
    signal.removeEventListener('abort', sayHow);
  }
}

async function showProgress(session: Session, reportId: string): Promise<void> {
  const { client, terminal, interrupted: signal } = session;
  let shown: Report | undefined;
  const show = (): void => {
    if (!shown) return;
    terminal.progress(progressLine(shown, Date.now()), shown.status);
  };
  const tick = terminal.rewrites ? setInterval(show, TICK_MS) : undefined;
  try {
    for await (const report of client.watch(reportId, { signal })) {
      shown = report;
      show();
    }
  } finally {
    clearInterval(tick);
  }
}

function printOutcome(
  { terminal, options }: Session,
  report: ReportWithDownload,
  path: string,
): void {
  if (options.json) {
    terminal.print(outcomeJson(report, path));
    return;
  }
  const { rowCount, byteSize, sha256, warnings } = report.result;
  terminal.print(`${printable(path)}  ${count(rowCount)} rows  ${count(byteSize)} bytes`);
  terminal.print(`sha256  ${sha256}`);
  for (const { message, count: times } of warnings) {
    terminal.note(`Note: ${printable(message)} (${count(times)} times)`);
  }
}

function outcomeJson(report: Report, path?: string): string {
  const { reportId, status, kind, title, result, error } = report;
  const { rowCount = null, byteSize = null, sha256 = null } = result ?? {};
  const outcome = {
    reportId,
    status,
    kind,
    title,
    rowCount,
    byteSize,
    sha256,
    file: path ?? null,
    error,
  };
  return JSON.stringify(outcome);
}

async function printList(
  { client, terminal, options, interrupted }: Session,
  query: ListQuery,
): Promise<void> {
  const { items, nextToken } = await client.list(query, { signal: interrupted });
  if (options.json) {
    terminal.print(JSON.stringify(items));
    return;
  }
  for (const line of reportTable(items)) terminal.print(line);
  if (nextToken !== null) terminal.note('There are more: --first <n> shows up to 100.');
}

function sayHowToReturn({ terminal, ownsCloud }: Session, reportId: string): void {
  if (ownsCloud) {
    terminal.note(
      'Stopping, and with it the local cloud this command started. Start it with: npm start',
    );
    terminal.note(`Then get the report with: ${getCommand(reportId)}`);
    return;
  }
  terminal.note(`The report goes on without this command. Get it with: ${getCommand(reportId)}`);
}

function getCommand(reportId: string): string {
  return `npm run report -- get ${reportId} --output <file>`;
}

function tellConnection(terminal: Terminal): (connection: string) => void {
  let wasLost = false;
  return (connection) => {
    if (connection === 'reconnecting' && !wasLost) {
      wasLost = true;
      terminal.note('The live connection is lost; asking every few seconds until it is back.');
    } else if (connection === 'live' && wasLost) {
      wasLost = false;
      terminal.note('The live connection is back.');
    }
  };
}
