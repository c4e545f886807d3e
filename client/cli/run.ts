import { readFile } from 'node:fs/promises';
import { createReportsClient, type ReportsClient } from '../client.ts';
import { ReportConfigurationError, isFailed, isRefused, isUnavailable } from '../errors.ts';
import { configureReports, loadOutputs, parseOutputs, type AmplifyOutputs } from '../outputs.ts';
import { cancelAndConfirm } from './cancel.ts';
import { deleteAndConfirm } from './delete.ts';
import { EXIT_DONE } from './exit-codes.ts';
import { explain, type Explanation } from './explain.ts';
import { follow } from './follow.ts';
import { errorJson, reportLine } from './json-lines.ts';
import { printList } from './list.ts';
import { LOCAL_URL, outputsWhenUp, startLocalCloud, type LocalCloud } from './local-cloud.ts';
import { generate, printEstimate, watch } from './order.ts';
import { checkTarget } from './save-file.ts';
import { save } from './save.ts';
import type { RunContext, Session } from './session.ts';
import { chooseUser, signInAs, silenceAmplify } from './sign-in.ts';
import type { CommonOptions, Task } from './task.ts';
import type { Terminal } from './terminal.ts';

/** What a local cloud answers until it is up. */
const SERVICE_UNAVAILABLE = 503;

/** What cannot be done without a server. */
type ServerTask = Exclude<Task, { name: 'kinds' }>;

/** Runs a command from sign-in to the printed outcome; resolves with the exit code. */
export async function runCommand(
  task: ServerTask,
  options: CommonOptions,
  context: RunContext,
): Promise<number> {
  const { terminal } = context;
  let cloud: LocalCloud | undefined;
  let client: ReportsClient | undefined;
  try {
    if (savesFile(task)) await checkTarget(options);
    const found = await findDeployment(options, context);
    cloud = found.cloud;
    silenceAmplify();
    configureReports(found.outputs);
    await signInAs(chooseUser(found.outputs, options, context.env));
    client = createReportsClient({ onConnection: tellConnection(terminal) });
    const session = { ...context, client, options, ownsCloud: cloud !== undefined };
    await perform(session, task);
    return EXIT_DONE;
  } catch (error) {
    const explanation = explain(error, context.catalogue);
    if (!explanation) throw error;
    for (const line of explanation.lines) terminal.fail(line);
    if (options.json) terminal.print(endJson(error, explanation));
    return explanation.exitCode;
  } finally {
    client?.[Symbol.dispose]();
    await cloud?.[Symbol.asyncDispose]();
  }
}

async function perform(session: Session, task: ServerTask): Promise<void> {
  switch (task.name) {
    case 'generate':
      return generate(session, task);
    case 'estimate':
      return printEstimate(session, task.order);
    case 'watch':
      return watch(session, task.reportId);
    case 'download':
      await follow(session, task.reportId);
      return save(session, task.reportId);
    case 'cancel':
      return cancelAndConfirm(session, task.reportId);
    case 'delete':
      return deleteAndConfirm(session, task.reportId);
    case 'list':
      return printList(session, task.query, task.all);
  }
}

const savesFile = (task: ServerTask): boolean =>
  task.name === 'download' || (task.name === 'generate' && task.save);

/** The last line of `--json` for a command that did not do what it was to do. */
function endJson(error: unknown, { lines, exitCode, option }: Explanation): string {
  if (isFailed(error)) return reportLine('outcome', error.report);
  const reason = isRefused(error) ? error.errorType : (error as Error).name;
  const message = lines.length > 0 ? lines.join(' ') : (error as Error).message;
  const reportId = isUnavailable(error) ? error.reportId : undefined;
  return errorJson({ exitCode, reason, message, option, reportId });
}

async function findDeployment(
  { config, url }: CommonOptions,
  { terminal, interruption: { signal } }: RunContext,
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
