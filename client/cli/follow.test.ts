import { expect, test } from 'vitest';
import { aReport } from '../test-bed.ts';
import { follow } from './follow.ts';
import type { CommonOptions } from './options.ts';
import { createSessionBed } from './session-bed.ts';

async function interrupted(options: Partial<CommonOptions>, ownsCloud = false): Promise<string> {
  const { clock, session, written, reportId, setRow, interrupt } = createSessionBed(options, {
    ownsCloud,
  });
  setRow(aReport({ status: 'RUNNING', version: 2 }));
  const done = follow(session, reportId).catch((error: unknown) => (error as Error).name);
  await clock.advance(0);
  interrupt();
  expect(await done).toBe('ReportAbortedError');
  return written.err.split('\n').slice(1).join('\n').replaceAll(reportId, 'ID');
}

test('Ctrl-C says that the report goes on, and how to get or cancel it', async () => {
  expect(await interrupted({})).toBe(
    'The report goes on without this command. Get it with: npm run report -- get ID --output <file>\n' +
      'Or cancel it with: npm run report -- cancel ID\n',
  );
});

test('the commands to come back with are for the same deployment and user, without the password', async () => {
  const err = await interrupted({ config: "it's/outputs.json", user: 'me', password: 'secret' });

  expect(err).toContain(`cancel ID --config 'it'\\''s/outputs.json' --user me\n`);
  expect(err).not.toContain('secret');
});

test('a local cloud that stops with the command is told of first', async () => {
  expect(await interrupted({}, true)).toBe(
    'Stopping, and with it the local cloud this command started. Start it with: npm start\n' +
      'Then get the report with: npm run report -- get ID --output <file>\n' +
      'Or cancel it with: npm run report -- cancel ID\n',
  );
});
