import { readFile } from 'node:fs/promises';
import { createReportsClient, type ReportsClient } from '../client.ts';
import { ReportConfigurationError, isFailed, isUnavailable } from '../errors.ts';
import { configureReports, loadOutputs, parseOutputs, type AmplifyOutputs } from '../outputs.ts';
import type { ListQuery } from '../types.ts';
import { cancelAndConfirm } from './cancel.ts';
import type { Command } from './commands.ts';
import { deleteAndConfirm } from './delete.ts';
import { EXIT_DONE, explain } from './explain.ts';
import { follow } from './follow.ts';
import { LOCAL_URL, outputsWhenUp, startLocalCloud, type LocalCloud } from './local-cloud.ts';
import type { CommonOptions } from './options.ts';
import { orderAndFollow, printEstimate } from './order.ts';
import { checkTarget } from './save-file.ts';
import { outcomeJson, type RunContext, type Session } from './session.ts';
import { chooseUser, signInAs, silenceAmplify } from './sign-in.ts';
import type { Terminal } from './terminal.ts';
import { reportTable } from './words.ts';

/** What a local cloud answers until it is up. */
const SERVICE_UNAVAILABLE = 503;

type Task = Exclude<Command, { name: 'help' }>;

/** Runs a command from sign-in to the printed outcome; resolves with the exit code. */
export async function runCommand(
  command: Task,
  options: CommonOptions,
  context: RunContext,
): Promise<number> {
  const { terminal } = context;
  let cloud: LocalCloud | undefined;
  let client: ReportsClient | undefined;
  try {
    if (command.name === 'order' || command.name === 'get') await checkTarget(options);
    const found = await findDeployment(options, context);
    cloud = found.cloud;
    silenceAmplify();
    configureReports(found.outputs);
    await signInAs(chooseUser(found.outputs, options, context.env));
    client = createReportsClient({ onConnection: tellConnection(terminal) });
    const session = { ...context, client, options, ownsCloud: cloud !== undefined };
    await perform(session, command);
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

function perform(session: Session, task: Task): Promise<void> {
  switch (task.name) {
    case 'order':
      return orderAndFollow(session, task.order);
    case 'estimate':
      return printEstimate(session, task.order);
    case 'get':
      return follow(session, task.reportId);
    case 'cancel':
      return cancelAndConfirm(session, task.reportId);
    case 'delete':
      return deleteAndConfirm(session, task.reportId);
    case 'list':
      return printList(session, task.query);
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
