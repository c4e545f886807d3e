import { expect, test } from 'vitest';
import { settle, aReport } from '../test-bed.ts';
import { follow } from './follow.ts';
import { createSessionBed } from './session-bed.ts';

const TERMINAL = { isTTY: true };
const running = () => aReport({ status: 'RUNNING', version: 2 });

/** A report that runs, followed until a Ctrl-C. */
async function pressed(...args: Parameters<typeof createSessionBed>) {
  const bed = createSessionBed(...args);
  bed.setRow(running());
  const done = follow(bed.session, bed.reportId).then(
    ({ status }) => status,
    (error: unknown) => (error as Error).name,
  );
  await bed.clock.advance(0);
  bed.interrupt();
  await settle();
  /** What was said from the Ctrl-C on. */
  const said = (): string =>
    bed.written.err.split('\n').slice(1).join('\n').replaceAll(bed.reportId, 'ID');
  return { ...bed, done, said };
}

const GOES_ON =
  'The report goes on without this command.\n' +
  'Get it with: npm run report -- download ID --output <file>\n' +
  'Or cancel it with: npm run report -- cancel ID\n';
const QUESTION = 'Cancel the report? y cancels it; Enter or Ctrl-C leaves it running: ';

test('where nobody can be asked, Ctrl-C leaves the report running and says how to come back', async () => {
  const { done, said } = await pressed();

  expect(await done).toBe('ReportAbortedError');
  expect(said()).toBe(GOES_ON);
});

test('the commands to come back with are for the same deployment and user, without the password', async () => {
  const { done, said } = await pressed({
    config: "it's/outputs.json",
    user: 'me',
    password: 'secret',
  });
  await done;

  expect(said()).toContain(`cancel ID --config 'it'\\''s/outputs.json' --user me\n`);
  expect(said()).not.toContain('secret');
});

test('a local cloud that stops with the command is told of first', async () => {
  const { done, said } = await pressed({}, { ownsCloud: true });
  await done;

  expect(said()).toBe(
    'Stopping, and with it the local cloud this command started.\n' +
      'The report goes on when it is back. Start it with: npm start\n' +
      'Then get it with: npm run report -- download ID --output <file>\n' +
      'Or cancel it with: npm run report -- cancel ID\n',
  );
});

test('on a terminal Ctrl-C asks, and anything but yes leaves the report running', async () => {
  const { done, said, answer, api } = await pressed({}, TERMINAL);
  expect(said()).toBe(QUESTION);
  answer('no');

  expect(await done).toBe('ReportAbortedError');
  expect(said()).toBe(QUESTION + GOES_ON);
  expect(api.calls).not.toContain('CancelReport');
});

test('yes cancels the report, and waits until it has stopped', async () => {
  const bed = await pressed({}, TERMINAL);
  const cancelling = aReport({ status: 'CANCELLING', version: 3 });
  bed.api.answers.CancelReport = () => ({ cancelReport: cancelling });
  bed.setRow(cancelling);
  bed.answer('y');
  await settle();
  await bed.clock.advance(0);
  bed.setRow(aReport({ status: 'CANCELLED', version: 4 }));
  bed.api.push('onReportReady', aReport({ status: 'CANCELLED', version: 4 }));

  expect(await bed.done).toBe('ReportFailedError');
  expect(bed.said()).toContain('Asked to stop; waiting until it has.\n');
});

test('a second Ctrl-C leaves the report running', async () => {
  const { done, said, interrupt } = await pressed({}, TERMINAL);
  interrupt();

  expect(await done).toBe('ReportAbortedError');
  expect(said().replaceAll('\r', '')).toBe(`${QUESTION}\n${GOES_ON}`);
});

test('a report that ends while the question stands withdraws it', async () => {
  const { done, said, api, setRow } = await pressed({}, TERMINAL);
  const ready = aReport({ status: 'SUCCEEDED', version: 3 });
  setRow(ready);
  api.push('onReportReady', ready);

  expect(await done).toBe('SUCCEEDED');
  expect(said().replaceAll('\r', '')).toMatch(/^Cancel the report\?.*leaves it running: \n/);
});

test('a report that could not be cancelled is followed on, and why is told', async () => {
  const bed = await pressed({}, TERMINAL);
  bed.api.answers.CancelReport = () => ({ cancelReport: null });
  bed.answer('y');
  await settle();
  expect(bed.said()).toContain('It was not cancelled: You have no report ID.\n');
  const ready = aReport({ status: 'SUCCEEDED', version: 3 });
  bed.setRow(ready);
  bed.api.push('onReportReady', ready);

  expect(await bed.done).toBe('SUCCEEDED');
});

test('as JSON every state is a line, and nobody is asked', async () => {
  const { done, lines, said } = await pressed({ json: true }, TERMINAL);

  expect(await done).toBe('ReportAbortedError');
  expect(lines()).toEqual([expect.objectContaining({ type: 'progress', status: 'RUNNING' })]);
  expect(said()).not.toContain(QUESTION);
});
