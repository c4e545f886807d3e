import { isAborted } from '../errors.ts';
import type { ReportWithDownload } from '../types.ts';
import { CliError } from './cli-error.ts';
import { getCommand, sayHowToReturn } from './come-back.ts';
import { reportLine } from './json-lines.ts';
import { saveFile } from './save-file.ts';
import type { Session } from './session.ts';
import { count, printable, size } from './words.ts';

/** Saves a finished report's file and prints what it is; Ctrl-C says how to get it another time. */
export async function save(session: Session, reportId: string): Promise<void> {
  const { client, options, interruption, terminal } = session;
  const { signal } = interruption;
  try {
    const file = await client.download(reportId, { signal });
    const { crc64nvme } = file.report.result;
    const path = await saveFile({ ...file, crc64nvme }, options, signal);
    printSaved(session, file.report, path);
  } catch (error) {
    if (error instanceof CliError) {
      terminal.note(`The report is ready: ${getCommand(session, reportId)}`);
    }
    if (isAborted(error)) sayHowToReturn(session, reportId, { from: 'ready' });
    throw error;
  }
}

function printSaved(
  { terminal, options }: Session,
  report: ReportWithDownload,
  path: string,
): void {
  if (options.json) {
    terminal.print(reportLine('outcome', report, path));
    return;
  }
  const { rowCount, byteSize, sha256, crc64nvme, engine, bytesScanned, warnings } = report.result;
  terminal.print(`${printable(path)}  ${count(rowCount)} rows  ${count(byteSize)} bytes`);
  terminal.print(sha256 === null ? `crc64nvme  ${crc64nvme}` : `sha256  ${sha256}`);
  if (engine === 'ATHENA') {
    terminal.note(
      `Made by Athena${bytesScanned === null ? '' : `, which read ${size(bytesScanned)}`}.`,
    );
  }
  if (report.gzip && !path.endsWith('.gz')) {
    terminal.note(
      `Note: ${printable(path)} is compressed with gzip, though its name does not end in .gz.`,
    );
  }
  for (const { message, count: times } of warnings) {
    terminal.note(`Note: ${printable(message)} (${count(times)} times)`);
  }
}
