import type { ReportWithDownload } from '../types.ts';
import { CliError } from './cli-error.ts';
import { getCommand, sayHowToReturn, type TurnedAwayFrom } from './come-back.ts';
import { saveFile } from './save-file.ts';
import { outcomeJson, showProgress, type Session } from './session.ts';
import { count, printable } from './words.ts';

/** Shows a report's progress until it is final, then saves its file; Ctrl-C says how to come back to it. */
export async function follow(session: Session, reportId: string): Promise<void> {
  const { client, options, interrupted: signal } = session;
  let from: TurnedAwayFrom = 'running';
  const sayHow = (): void => sayHowToReturn(session, reportId, { from });
  signal.addEventListener('abort', sayHow, { once: true });
  try {
    await showProgress(session, reportId);
    from = 'ready';
    const file = await client.download(reportId, { signal });
    printOutcome(session, file.report, await saveFile(file, options, signal));
  } catch (error) {
    if (error instanceof CliError)
      session.terminal.note(`The report is ready: ${getCommand(session, reportId)}`);
    throw error;
  } finally {
    signal.removeEventListener('abort', sayHow);
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
  if (report.gzip && !path.endsWith('.gz')) {
    terminal.note(
      `Note: ${printable(path)} is compressed with gzip, though its name does not end in .gz.`,
    );
  }
  for (const { message, count: times } of warnings) {
    terminal.note(`Note: ${printable(message)} (${count(times)} times)`);
  }
}
