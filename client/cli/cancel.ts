import { ReportFailedError } from '../errors.ts';
import { isFinal } from '../merge.ts';
import { sayHowToReturn } from './come-back.ts';
import { outcomeJson, showProgress, type Session } from './session.ts';

/** Cancels a report and waits until it has stopped; throws `ReportFailedError` when it failed before it could. */
export async function cancelAndConfirm(session: Session, reportId: string): Promise<void> {
  const { client, terminal, options, interrupted: signal } = session;
  const sayHow = (): void => sayHowToReturn(session, reportId, { from: 'cancelling' });
  const asked = await client.cancel(reportId, { signal });
  signal.addEventListener('abort', sayHow, { once: true });
  try {
    const ended = isFinal(asked) ? asked : await showProgress(session, reportId);
    if (ended.status !== 'CANCELLED') throw new ReportFailedError(ended);
    terminal.print(options.json ? outcomeJson(ended) : `Report ${reportId} is cancelled.`);
  } finally {
    signal.removeEventListener('abort', sayHow);
  }
}
