import { ReportFailedError, isAborted, isReportClientError } from '../errors.ts';
import { isFinal } from '../merge.ts';
import type { Report } from '../types.ts';
import { sayHowToReturn } from './come-back.ts';
import { showProgress, type Session } from './session.ts';

const QUESTION = 'Cancel the report? y cancels it; Enter or Ctrl-C leaves it running: ';
const YES = /^\s*(y|yes)\s*$/i;

/**
 * Shows a report's progress until it is final; throws `ReportFailedError` when it ends without a file. Ctrl-C asks once
 * whether to cancel it; whoever leaves it is told how to come back.
 */
export async function follow(session: Session, reportId: string): Promise<Report> {
  const { terminal, interruption, options } = session;
  const state = { isCancelling: false };
  const ended = new AbortController();
  const onPressed = (): void => {
    void offerToCancel(session, reportId, ended.signal).then((done) => (state.isCancelling = done));
  };
  const pressed = terminal.canAsk && !options.json ? interruption.intercept(onPressed) : undefined;
  try {
    const report = await showProgress(session, reportId, () => ended.abort());
    if (report.status !== 'SUCCEEDED') throw new ReportFailedError(report);
    return report;
  } catch (error) {
    if (isAborted(error)) {
      sayHowToReturn(session, reportId, { from: state.isCancelling ? 'cancelling' : 'running' });
    }
    throw error;
  } finally {
    pressed?.[Symbol.dispose]();
    ended.abort();
  }
}

/** Asks, and does as told; resolves with whether the report is being cancelled. Never rejects. */
async function offerToCancel(
  { client, terminal, interruption }: Session,
  reportId: string,
  ended: AbortSignal,
): Promise<boolean> {
  const withdrawn = AbortSignal.any([ended, interruption.signal]);
  const answer = await terminal.ask(QUESTION, withdrawn);
  if (ended.aborted || interruption.signal.aborted) return false;
  if (answer === undefined || !YES.test(answer)) {
    interruption.leave();
    return false;
  }
  try {
    const { status } = await client.cancel(reportId, { signal: interruption.signal });
    if (!isFinal({ status })) terminal.note('Asked to stop; waiting until it has.');
    return true;
  } catch (error) {
    if (!isReportClientError(error)) throw error;
    const { message } = error;
    if (!isAborted(error)) terminal.fail(`It was not cancelled: ${message}`);
    return false;
  }
}
