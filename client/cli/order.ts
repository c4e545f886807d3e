import { isAborted, isUnavailable } from '../errors.ts';
import type { Report, ReportEstimate, ReportOrder } from '../types.ts';
import { CliError } from './cli-error.ts';
import { commandFor, getCommand } from './come-back.ts';
import { follow } from './follow.ts';
import { estimateJson, reportLine } from './json-lines.ts';
import { save } from './save.ts';
import type { Session } from './session.ts';
import type { Task } from './task.ts';
import { count, estimateLine } from './words.ts';

type Generate = Extract<Task, { name: 'generate' }>;

/** Orders a report, unless it would not fit its format, and does what is wanted of it. */
export async function generate(session: Session, task: Omit<Generate, 'name'>): Promise<void> {
  const { reportId } = await order(session, task.order, { printsId: !task.wait });
  if (!task.wait) return;
  if (!task.save) return watch(session, reportId);
  await follow(session, reportId);
  await save(session, reportId);
}

/** Follows a report to its end and prints what came of it. */
export async function watch(session: Session, reportId: string): Promise<void> {
  const { terminal, options } = session;
  const report = await follow(session, reportId);
  if (options.json) {
    terminal.print(reportLine('outcome', report));
    return;
  }
  const { rowCount = 0, byteSize = 0 } = report.result ?? {};
  terminal.print(`Report ${reportId} is ready: ${count(rowCount)} rows, ${count(byteSize)} bytes.`);
  terminal.note(`Get it with: ${getCommand(session, reportId)}`);
}

/** Prints what an order would take; throws `CliError` when it would be refused for its size. */
export async function printEstimate(session: Session, order: ReportOrder): Promise<void> {
  const { client, terminal, options, interruption } = session;
  const estimate = await client.estimate(order, { signal: interruption.signal });
  terminal.print(options.json ? estimateJson(estimate) : estimateLine(estimate));
  if (!estimate.fits) throw doesNotFit(estimate);
}

async function order(
  session: Session,
  wanted: ReportOrder,
  { printsId }: { printsId: boolean },
): Promise<Report> {
  const { client, terminal, options, interruption } = session;
  const { signal } = interruption;
  const estimate = await client.estimate(wanted, { signal }).catch(withoutEstimate);
  if (estimate && !estimate.fits) {
    terminal.note(estimateLine(estimate));
    throw doesNotFit(estimate);
  }
  const report = await client.generate(wanted, { signal }).catch((error: unknown) => {
    if (isAborted(error))
      terminal.note(`Whether it was ordered tells: ${commandFor(session, 'list')}`);
    throw error;
  });
  const { reportId } = report;
  if (options.json) {
    terminal.print(reportLine('accepted', report));
    return report;
  }
  terminal.note(`Report ${reportId} is accepted.`);
  if (!printsId) return report;
  terminal.print(reportId);
  terminal.note(`Follow it with: ${commandFor(session, 'watch', reportId)}`);
  return report;
}

/** An estimate that cannot be had now is no reason not to order. */
function withoutEstimate(error: unknown): undefined {
  if (!isUnavailable(error)) throw error;
}

function doesNotFit({ problem }: ReportEstimate): CliError {
  return new CliError(problem ?? 'The format cannot hold that many rows.');
}
