import { isUnavailable } from '../errors.ts';
import type { ReportEstimate, ReportOrder } from '../types.ts';
import { CliError } from './cli-error.ts';
import { follow } from './follow.ts';
import type { Session } from './session.ts';
import { estimateLine } from './words.ts';

/** Orders a report, unless it would not fit its format, and follows it to its file. */
export async function orderAndFollow(session: Session, order: ReportOrder): Promise<void> {
  const { client, terminal, interrupted: signal } = session;
  const estimate = await client.estimate(order, { signal }).catch(withoutEstimate);
  if (estimate && !estimate.fits) {
    terminal.note(estimateLine(estimate));
    throw doesNotFit(estimate);
  }
  const report = await client.generate(order, { signal });
  terminal.note(`Report ${report.reportId} is accepted.`);
  await follow(session, report.reportId);
}

/** Prints what an order would take; throws `CliError` when it would be refused for its size. */
export async function printEstimate(session: Session, order: ReportOrder): Promise<void> {
  const { client, terminal, options, interrupted: signal } = session;
  const estimate = await client.estimate(order, { signal });
  terminal.print(options.json ? JSON.stringify(estimate) : estimateLine(estimate));
  if (!estimate.fits) throw doesNotFit(estimate);
}

/** An estimate that cannot be had now is no reason not to order. */
function withoutEstimate(error: unknown): undefined {
  if (!isUnavailable(error)) throw error;
}

function doesNotFit({ problem }: ReportEstimate): CliError {
  return new CliError(problem ?? 'The format cannot hold that many rows.');
}
