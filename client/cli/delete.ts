import { isNotFinished } from '../errors.ts';
import { commandFor } from './come-back.ts';
import { reportLine } from './json-lines.ts';
import type { Session } from './session.ts';

/** Deletes a report; one that is under way is left, and how to cancel it is told. */
export async function deleteAndConfirm(session: Session, reportId: string): Promise<void> {
  const { client, terminal, options, interruption } = session;
  try {
    const report = await client.delete(reportId, { signal: interruption.signal });
    terminal.print(options.json ? reportLine('outcome', report) : `Report ${reportId} is deleted.`);
  } catch (error) {
    if (isNotFinished(error)) {
      terminal.note(`Cancel it with: ${commandFor(session, 'cancel', reportId)}`);
    }
    throw error;
  }
}
