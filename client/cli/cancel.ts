import { ReportFailedError, isAborted } from '../errors.ts';
import { isFinal } from '../merge.ts';
import { sayHowToReturn } from './come-back.ts';
import { reportLine } from './json-lines.ts';
import { showProgress, type Session } from './session.ts';

/** Cancels a report and waits until it has stopped; throws `ReportFailedError` when it failed before it could. */
export async function cancelAndConfirm(session: Session, reportId: string): Promise<void> {
  const { client, terminal, options, interruption } = session;
  const { signal } = interruption;
  const asked = await client.cancel(reportId, { signal });
  try {
    const ended = isFinal(asked) ? asked : await showProgress(session, reportId);
    if (ended.status !== 'CANCELLED') throw new ReportFailedError(ended);
    terminal.print(
      options.json ? reportLine('outcome', ended) : `Report ${reportId} is cancelled.`,
    );
  } catch (error) {
    if (isAborted(error)) sayHowToReturn(session, reportId, { from: 'cancelling' });
    throw error;
  }
}
