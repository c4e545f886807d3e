import type { Session } from './session.ts';

/** Where a report stood when somebody turned away from it. */
export type TurnedAwayFrom = 'running' | 'ready' | 'cancelling';

/** Tells how to go on with a report after Ctrl-C, with the commands to type. */
export function sayHowToReturn(
  session: Session,
  reportId: string,
  { from }: { from: TurnedAwayFrom },
): void {
  const { terminal, ownsCloud } = session;
  const get = getCommand(session, reportId);
  if (ownsCloud) {
    terminal.note('Stopping, and with it the local cloud this command started.');
    terminal.note('The report goes on when it is back. Start it with: npm start');
  }
  if (from === 'cancelling') {
    const when = ownsCloud ? 'when the cloud is back' : 'without this command';
    terminal.note(`The report is asked to stop, and does so ${when}.`);
    return;
  }
  if (from === 'ready') terminal.note('The report is ready.');
  else if (!ownsCloud) terminal.note('The report goes on without this command.');
  terminal.note(`${ownsCloud ? 'Then get' : 'Get'} it with: ${get}`);
  if (from === 'running')
    terminal.note(`Or cancel it with: ${commandFor(session, 'cancel', reportId)}`);
}

/** The command that downloads a report, for this deployment and user. */
export function getCommand(session: Session, reportId: string): string {
  return `${commandFor(session, 'download', reportId)} --output <file>`;
}

/** A command, about a report or not, for this deployment and user. */
export function commandFor(
  { options, programName }: Pick<Session, 'options' | 'programName'>,
  name: string,
  reportId?: string,
): string {
  // A password never goes onto a screen: it is asked of the environment, or given again.
  const places = (['url', 'config', 'user'] as const).flatMap((option) => {
    const value = options[option];
    return value === undefined ? [] : [`--${option} ${quoted(value)}`];
  });
  return [programName, name, ...(reportId === undefined ? [] : [reportId]), ...places].join(' ');
}

/** As a shell takes it for one word. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
